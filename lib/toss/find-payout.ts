import { classifyPayoutCode } from './codes'
import { lookOutcome } from './outcome'
import type { Payout } from './payout'
import type { PayoutQueryOutcome } from './payout-outcome'
import type { PayoutClient } from './payouts'

/** Ours in question, and the KST days on which it may be paid; null for any. */
export type PayoutReference = { refPayoutId: string; from: string | null; to: string | null }

const PAGE_SIZE = 500
/** No shop has so many payouts in the days that are asked about: a list that does not end is none. */
const MOST_PAGES = 200

/**
 * Looks for a payout by our own reference, whose answer we never saw. Toss cannot be asked for it directly: this reads
 * the list of those days to its end. Never inside a tx. `absent` alone is no ground to ask again under a new key: whether
 * an EXPRESS payout is listed by day is nowhere said, and one that was just accepted may show later.
 */
export async function findPayoutByReference(
  client: Pick<PayoutClient, 'listPayouts'>,
  { refPayoutId, from, to }: PayoutReference,
): Promise<PayoutQueryOutcome> {
  const found: Payout[] = []
  let startingAfter: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await client.listPayouts({ from, to, limit: PAGE_SIZE, startingAfter })
    if (page.kind !== 'page') return lookOutcome(page, [], classifyPayoutCode)
    found.push(...page.rows.filter((payout) => payout.refPayoutId === refPayoutId))
    if (page.next === null) return outcomeOf(found)
    startingAfter = page.next
  }
  return { kind: 'unknown', code: 'endless list', alarm: null }
}

function outcomeOf(found: Payout[]): PayoutQueryOutcome {
  if (found.length > 1) return { kind: 'unknown', code: 'several payouts', alarm: 'paid_twice' }
  return found[0] ? { kind: 'payout', payout: found[0] } : { kind: 'absent' }
}
