import { TossError } from '@/toss-simulator/errors'
import type { Credential } from '@/toss-simulator/merchants'
import type { Simulator } from '@/toss-simulator/simulator'

export const BUSINESS_TYPES = ['INDIVIDUAL', 'INDIVIDUAL_BUSINESS', 'CORPORATE'] as const
export type BusinessType = (typeof BUSINESS_TYPES)[number]

export const SELLER_STATUSES = [
  'APPROVAL_REQUIRED',
  'PARTIALLY_APPROVED',
  'KYC_REQUIRED',
  'APPROVED',
] as const
export type SellerStatus = (typeof SELLER_STATUSES)[number]

export interface Company {
  name: string
  representativeName: string
  businessRegistrationNumber: string
  email: string
  phone: string
}

export interface Individual {
  name: string
  email: string
  phone: string
}

export interface Account {
  /** Three digits, as banks know each other: not the core API's two characters. */
  bankCode: string
  accountNumber: string
  holderName: string
}

/** What a shop says of somebody to be paid. */
export interface SellerFields {
  refSellerId: string
  businessType: BusinessType
  company: Company | null
  individual: Individual | null
  account: Account
  metadata: Record<string, string> | null
}

/** Somebody whom a shop pays. Times in simulator milliseconds. */
export interface SellerRecord {
  id: string
  mId: string
  fields: SellerFields
  status: SellerStatus
  registeredAt: number
  removed: boolean
}

const SHOWN_DIGITS = 4

/** As Toss answers with it: most of the account's number is hidden. */
export function showSeller({ id, fields, status }: SellerRecord) {
  const { refSellerId, businessType, company, individual, account, metadata } = fields
  return {
    id,
    refSellerId,
    businessType,
    company,
    individual,
    account: { ...account, accountNumber: mask(account.accountNumber) },
    status,
    metadata,
  }
}

function mask(accountNumber: string): string {
  const hidden = Math.max(0, accountNumber.length - SHOWN_DIGITS)
  return '*'.repeat(hidden) + accountNumber.slice(hidden)
}

/** Toss: who is paid must have been approved, at least in part. */
export function mayBePaid({ status, removed }: SellerRecord): boolean {
  return !removed && (status === 'PARTIALLY_APPROVED' || status === 'APPROVED')
}

/** @throws {TossError} NOT_FOUND for none of this shop, or one that was removed */
export function findSeller({ store }: Simulator, { merchant }: Credential, id = ''): SellerRecord {
  const seller = store.sellers.find(id)
  if (!seller || seller.removed || seller.mId !== merchant.mId) throw new TossError('NOT_FOUND')
  return seller
}
