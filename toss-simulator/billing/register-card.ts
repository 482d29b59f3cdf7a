import { TossError } from '@/toss-simulator/errors'
import { formatTime } from '@/toss-simulator/clock'
import type { BillingAuth, BillingKey, RegisteredCard } from '@/toss-simulator/billing/record'
import { cardDetail } from '@/toss-simulator/payments/card'
import { findCardCompany } from '@/toss-simulator/payments/institutions'
import type { Simulator } from '@/toss-simulator/simulator'

const AUTH_LIFE_MS = 30 * 60 * 1000
const BILLING_KEY_LENGTH = 43

/**
 * The buyer has shown that the card is theirs: the window has an authKey.
 * @throws {TossError} NOT_FOUND_BILLING for a window that is over, INVALID_CARD_COMPANY
 */
export function authenticateCard(
  simulator: Simulator,
  auth: BillingAuth,
  cardCompany: unknown,
  declineCode: string | null,
): BillingAuth & { authKey: string } {
  if (auth.authKey || simulator.clock.now() > auth.openedAt + AUTH_LIFE_MS)
    throw new TossError('NOT_FOUND_BILLING')
  const company = findCardCompany(cardCompany)
  if (!company) throw new TossError('INVALID_CARD_COMPANY')
  const { issuerCode, acquirerCode, number, cardType, ownerType } = cardDetail(
    company.code,
    0,
    0,
    '신용',
    '개인',
  )
  const card = { issuerCode, acquirerCode, number, cardType, ownerType }
  const authKey = `bln_${simulator.random.alphanumeric(11)}`
  const authenticated = { ...auth, authKey, registered: { card, declineCode } }
  simulator.store.saveBillingAuth(authenticated)
  return authenticated
}

/** A billing key for a card of a shop's customer. Toss: it looks like base64 and may end in "=". */
export function issueKey(
  simulator: Simulator,
  { mId, customerKey }: { mId: string; customerKey: string },
  registered: RegisteredCard,
): BillingKey {
  const key: BillingKey = {
    ...registered,
    billingKey: `${simulator.random.alphanumeric(BILLING_KEY_LENGTH)}=`,
    mId,
    customerKey,
    authenticatedAt: simulator.clock.now(),
    removed: false,
  }
  simulator.store.saveBillingKey(key)
  return key
}

/** Toss's Billing object, version 2022-11-16: with the two members that 2024-06-01 dropped. */
export function toBilling({ mId, customerKey, authenticatedAt, billingKey, card }: BillingKey) {
  return {
    mId,
    customerKey,
    authenticatedAt: formatTime(authenticatedAt),
    method: '카드',
    billingKey,
    card,
    transfers: null,
    easyPay: null,
    cardCompany: findCardCompany(card.issuerCode)?.name ?? card.issuerCode,
    cardNumber: card.number,
  }
}
