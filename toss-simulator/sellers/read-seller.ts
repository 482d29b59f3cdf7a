import { readText } from '@/toss-simulator/api/read-body'
import { TossError } from '@/toss-simulator/errors'
import { readMetadata } from '@/toss-simulator/payouts/read-metadata'
import { findPayoutBank } from '@/toss-simulator/sellers/banks'
import {
  BUSINESS_TYPES,
  type Account,
  type Company,
  type Individual,
  type SellerFields,
} from '@/toss-simulator/sellers/seller'

type Fields = Record<string, unknown>

/**
 * Toss: a company is described by `company`, one person alone by `individual`.
 * @throws {TossError} the documented code for the first member that cannot be right
 */
export function readSeller(fields: Fields): SellerFields {
  const businessType = BUSINESS_TYPES.find((each) => each === fields.businessType)
  if (!businessType) throw new TossError('INVALID_REQUEST')
  const alone = businessType === 'INDIVIDUAL'
  if ((alone ? fields.company : fields.individual) != null) throw new TossError('INVALID_REQUEST')
  return {
    // Toss: 7 to 20 characters, though four were once seen to be taken.
    refSellerId: readText(fields.refSellerId, 20),
    businessType,
    company: alone ? null : readCompany(readObject(fields.company)),
    individual: alone ? readIndividual(readObject(fields.individual)) : null,
    account: readAccount(readObject(fields.account)),
    metadata: readMetadata(fields.metadata),
  }
}

function readCompany(fields: Fields): Company {
  const { businessRegistrationNumber } = fields
  if (!/^\d{10}$/.test(String(businessRegistrationNumber))) throw new TossError('INVALID_BUSINESS_NUMBER')
  return {
    name: readText(fields.name, 100),
    representativeName: readText(fields.representativeName, 100),
    businessRegistrationNumber: String(businessRegistrationNumber),
    ...readContact(fields),
  }
}

function readIndividual(fields: Fields): Individual {
  return { name: readText(fields.name, 100), ...readContact(fields) }
}

function readContact({ email, phone }: Fields): { email: string; phone: string } {
  if (typeof email !== 'string' || email.length > 100 || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new TossError('INVALID_EMAIL')
  if (typeof phone !== 'string' || !/^\d{8,15}$/.test(phone)) throw new TossError('INVALID_REQUEST')
  return { email, phone }
}

function readAccount({ bankCode, accountNumber, holderName }: Fields): Account {
  const bank = findPayoutBank(bankCode)
  if (!bank) throw new TossError('INVALID_BANK')
  if (typeof accountNumber !== 'string' || !/^\d{6,20}$/.test(accountNumber))
    throw new TossError('INVALID_ACCOUNT_NUMBER')
  return { bankCode: bank, accountNumber, holderName: readText(holderName, 60) }
}

function readObject(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TossError('INVALID_REQUEST')
  return value as Fields
}
