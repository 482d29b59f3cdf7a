import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'

/**
 * `POST /__sim/settlements {transactionKey, hidden?, ...}`: from now on Toss settles this approval or cancel with these
 * members in place of the true ones, or, `hidden`, not at all.
 */
export const plantSettlement: ControlHandler = (simulator, body) => {
  const { transactionKey, hidden = false, ...members } = (body ?? {}) as Record<string, unknown>
  if (typeof transactionKey !== 'string') {
    throw new TossError('INVALID_REQUEST', {
      message: 'transactionKey says which approval or cancel is meant',
    })
  }
  const planted = { transactionKey, hidden: hidden === true, members }
  simulator.store.savePlantedSettlement(planted)
  return planted
}
