import type { PayoutRecord } from '@/toss-simulator/payouts/payout'
import { showPayout } from '@/toss-simulator/payouts/show-payout'
import type { Simulator } from '@/toss-simulator/simulator'
import { announceEntity } from '@/toss-simulator/webhooks/announce-entity'

/** Keeps a payout. Toss: the shop hears that it arrived or failed, and of nothing else. */
export function savePayout(simulator: Simulator, payout: PayoutRecord): PayoutRecord {
  const before = simulator.store.payouts.find(payout.id)
  simulator.store.payouts.save(payout)
  const ended = payout.status === 'COMPLETED' || payout.status === 'FAILED'
  if (ended && before?.status !== payout.status) {
    announceEntity(simulator, { mId: payout.mId, event: 'payout.changed', entity: showPayout(payout) })
  }
  return payout
}
