import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { findError } from '@/toss-simulator/error-table'
import { TossError } from '@/toss-simulator/errors'
import { balanceOf } from '@/toss-simulator/payouts/balance'
import { setContract } from '@/toss-simulator/payouts/contract'
import type { PayoutRecord, PayoutStatus } from '@/toss-simulator/payouts/payout'
import { completePayout, failPayout, progressPayout } from '@/toss-simulator/payouts/progress-payout'
import { showPayout } from '@/toss-simulator/payouts/show-payout'
import type { Simulator } from '@/toss-simulator/simulator'

/** From which statuses each may be wished for. To fail what arrived, and the reverse, is what shops must survive. */
const WISHES: Record<string, PayoutStatus[]> = {
  complete: ['REQUESTED', 'IN_PROGRESS', 'FAILED'],
  fail: ['REQUESTED', 'IN_PROGRESS', 'COMPLETED'],
  return: ['COMPLETED'],
}
const FAILED_WITH = 'NOT_AVAILABLE_BANK'
/** Nobody says how Toss tells of money that the bank gave back: as one that failed in the end. */
const RETURNED_WITH = 'ALREADY_CLOSE_ACCOUNT'

/** `GET /__sim/payouts`: every payout, oldest first, and what the first shop has for more. */
export const showPayouts: ControlHandler = (simulator) => ({
  balance: balanceOf(simulator, simulator.merchants[0]!.mId),
  items: simulator.store.payouts.list().map((payout) => showPayout(progressPayout(simulator, payout))),
})

/**
 * `POST /__sim/payouts/{id} {status, code?}`: the bank takes it (`complete`), will not have it (`fail`, with that
 * documented code), or gives back what had arrived (`return`).
 */
export const playPayout: ControlHandler = (simulator, body, { id = '' }) => {
  const { status, code = FAILED_WITH } = (body ?? {}) as Record<string, unknown>
  const payout = findPayout(simulator, id)
  const from = WISHES[String(status)]
  if (!from) refuse(`status must be one of ${Object.keys(WISHES).join(' ')}`)
  if (!from.includes(payout.status)) refuse(`the payout is ${payout.status}`)
  if (typeof code !== 'string' || !findError(code)) refuse('the code must be one that Toss documents')
  if (status === 'complete') return showPayout(completePayout(simulator, payout))
  return showPayout(failPayout(simulator, payout, status === 'return' ? RETURNED_WITH : code))
}

/** `POST /__sim/balances {amount}`: brings that much in, or takes it out, beside what was sold. */
export const addFunds: ControlHandler = (simulator, body) => {
  const { amount } = (body ?? {}) as Record<string, unknown>
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount))
    refuse('amount must be a whole number of won')
  const { mId } = simulator.merchants[0]!
  const id = `funds_${simulator.random.ulid(simulator.clock.now())}`
  simulator.store.funds.save({ id, mId, amount })
  return balanceOf(simulator, mId)
}

/** `POST /__sim/contract {lasts}`: from now on what is settled stays in the balance, or goes to the shop's bank. */
export const playContract: ControlHandler = (simulator, body) => {
  const { lasts } = (body ?? {}) as Record<string, unknown>
  if (typeof lasts !== 'boolean') refuse('lasts must be true or false')
  const { mId } = simulator.merchants[0]!
  setContract(simulator, mId, lasts)
  return balanceOf(simulator, mId)
}

function findPayout(simulator: Simulator, id: string): PayoutRecord {
  const payout = simulator.store.payouts.find(id)
  if (!payout) throw new TossError('PAYOUT_NOT_FOUND')
  return progressPayout(simulator, payout)
}

function refuse(message: string): never {
  throw new TossError('INVALID_REQUEST', { message })
}
