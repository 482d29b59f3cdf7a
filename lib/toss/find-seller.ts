import { classifyPayoutCode } from './codes'
import { lookOutcome } from './outcome'
import type { SellerQueryOutcome } from './payout-outcome'
import type { PayoutClient } from './payouts'

const PAGE_SIZE = 500
/** No shop pays so many: a list that does not end is none. */
const MOST_PAGES = 200

/** Looks for a seller by our own reference: Toss cannot be asked for it directly. Never inside a tx. */
export async function findSellerByReference(
  client: Pick<PayoutClient, 'listSellers'>,
  refSellerId: string,
): Promise<SellerQueryOutcome> {
  let startingAfter: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await client.listSellers({ limit: PAGE_SIZE, startingAfter })
    if (page.kind !== 'page') return lookOutcome(page, [], classifyPayoutCode)
    const seller = page.rows.find((row) => row.refSellerId === refSellerId)
    if (seller) return { kind: 'seller', seller }
    if (page.next === null) return { kind: 'absent' }
    startingAfter = page.next
  }
  return { kind: 'unknown', code: 'endless list', alarm: null }
}
