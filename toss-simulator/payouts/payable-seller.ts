import { TossError } from '@/toss-simulator/errors'
import { isHolding, listPayoutsOf, type PayoutFields } from '@/toss-simulator/payouts/payout'
import { saveSeller } from '@/toss-simulator/sellers/save-seller'
import { mayBePaid } from '@/toss-simulator/sellers/seller'
import type { Simulator } from '@/toss-simulator/simulator'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
/** Toss: what a seller who is approved in part gets within a week. */
const WEEKLY_LIMIT = 10_000_000

/**
 * Asks of one payout after the other whether it may go to its seller, as if those before it had gone. Toss: whom more
 * than the weekly limit is asked for must first be known, and is KYC_REQUIRED from then on.
 * @throws {TossError} NOT_FOUND for nobody, FORBIDDEN_SELLER_PAYOUT, which names the payout, for who may not be paid
 */
export function sellerCheck(simulator: Simulator, mId: string): (wanted: PayoutFields) => void {
  const paid = new Map<string, number>()
  const since = simulator.clock.now() - WEEK_MS
  for (const payout of listPayoutsOf(simulator, mId)) {
    if (isHolding(payout) && since < payout.requestedAt) add(paid, payout.fields)
  }
  return (wanted) => {
    const seller = simulator.store.sellers.find(wanted.destination)
    if (!seller || seller.removed || seller.mId !== mId) throw new TossError('NOT_FOUND')
    if (!mayBePaid(seller)) refuse(wanted)
    if (add(paid, wanted) > WEEKLY_LIMIT && seller.status === 'PARTIALLY_APPROVED') {
      saveSeller(simulator, { ...seller, status: 'KYC_REQUIRED' })
      refuse(wanted)
    }
  }
}

function add(paid: Map<string, number>, { destination, amount }: PayoutFields): number {
  const total = (paid.get(destination) ?? 0) + amount.value
  paid.set(destination, total)
  return total
}

function refuse({ refPayoutId }: PayoutFields): never {
  throw new TossError('FORBIDDEN_SELLER_PAYOUT', {
    status: 403,
    message: `지급할 수 없는 셀러입니다. (refPayoutId: ${refPayoutId})`,
  })
}
