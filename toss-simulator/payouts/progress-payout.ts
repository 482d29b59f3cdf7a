import { TossError } from '@/toss-simulator/errors'
import type { PayoutRecord } from '@/toss-simulator/payouts/payout'
import { savePayout } from '@/toss-simulator/payouts/save-payout'
import { bankRefusal } from '@/toss-simulator/sellers/banks'
import type { Simulator } from '@/toss-simulator/simulator'

/** Takes a payout as far as its time has come, and returns it as it now stands. */
export function progressPayout(simulator: Simulator, payout: PayoutRecord): PayoutRecord {
  const now = simulator.clock.now()
  if (payout.status === 'REQUESTED' && payout.startsAt <= now) {
    return progressPayout(simulator, savePayout(simulator, { ...payout, status: 'IN_PROGRESS' }))
  }
  if (payout.status !== 'IN_PROGRESS' || now < payout.endsAt) return payout
  const account = simulator.store.sellers.find(payout.fields.destination)?.fields.account
  const refusal = account && bankRefusal(account)
  return refusal ? failPayout(simulator, payout, refusal) : completePayout(simulator, payout)
}

export function completePayout(simulator: Simulator, payout: PayoutRecord): PayoutRecord {
  return savePayout(simulator, { ...payout, status: 'COMPLETED', error: null })
}

/** The bank would not take it, or gave it back. */
export function failPayout(simulator: Simulator, payout: PayoutRecord, code: string): PayoutRecord {
  const { message } = new TossError(code)
  return savePayout(simulator, { ...payout, status: 'FAILED', error: { code, message } })
}
