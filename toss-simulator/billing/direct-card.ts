import { TossError } from '@/toss-simulator/errors'
import type { RegisteredCard } from '@/toss-simulator/billing/record'
import { cardDetail } from '@/toss-simulator/payments/card'

const DEFAULT_ISSUER = '61'

/** Toss: which numbers were tried with test keys, by their first digits, and what came of it. */
const TRIED: { bin: string; issuerCode: string; cardType: string; declineCode: string | null }[] = [
  { bin: '941000', issuerCode: '21', cardType: '신용', declineCode: null },
  { bin: '490625', issuerCode: '31', cardType: '신용', declineCode: null },
  { bin: '433012', issuerCode: '61', cardType: '미확인', declineCode: 'NOT_SUPPORTED_CARD_TYPE' },
  { bin: '552022', issuerCode: '61', cardType: '미확인', declineCode: 'NOT_SUPPORTED_CARD_TYPE' },
]

/**
 * The card whose details a shop sends itself.
 * @throws {TossError} the documented code for the first detail that cannot be right
 */
export function readDirectCard(fields: Record<string, unknown>, now: number): RegisteredCard {
  const { cardNumber, customerIdentityNumber, cardPassword } = fields
  if (cardNumber == null || customerIdentityNumber == null) throw new TossError('INVALID_REQUEST')
  const number = String(cardNumber)
  if (!/^\d{14,16}$/.test(number)) throw new TossError('INVALID_CARD_NUMBER')
  checkExpiration(fields, now)
  if (!/^(\d{6}|\d{10})$/.test(String(customerIdentityNumber)))
    throw new TossError('INVALID_BIRTH_DAY_FORMAT')
  if (cardPassword != null && !/^\d{2}$/.test(String(cardPassword)))
    throw new TossError('INVALID_CARD_PASSWORD')
  const known = TRIED.find(({ bin }) => number.startsWith(bin))
  const { issuerCode = DEFAULT_ISSUER, cardType = '신용', declineCode = null } = known ?? {}
  const { acquirerCode } = cardDetail(issuerCode, 0, 0, cardType, '개인')
  const masked = `${number.slice(0, 8)}****${number.slice(12, -1)}*`
  return {
    card: { issuerCode, acquirerCode, number: masked, cardType, ownerType: '개인' },
    declineCode,
  }
}

function checkExpiration({ cardExpirationYear, cardExpirationMonth }: Record<string, unknown>, now: number) {
  const [year, month] = [String(cardExpirationYear), String(cardExpirationMonth)]
  const shaped = /^\d{2}$/.test(year) && /^(0[1-9]|1[0-2])$/.test(month)
  if (!shaped || Date.UTC(2000 + Number(year), Number(month)) <= now)
    throw new TossError('INVALID_CARD_EXPIRATION')
}
