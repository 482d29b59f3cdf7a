import { show } from '@/toss-simulator/bank/answer'
import { change, TRANSFER_STATUSES } from '@/toss-simulator/bank/transfer'
import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'

/** `GET /__sim/bank/transfers`: every transfer, newest first; `code` is what a 1-won transfer brings with it. */
export const listTransfers: ControlHandler = (simulator) => ({
  items: simulator.store
    .listTransfers()
    .toReversed()
    .map((transfer) => ({ ...show(simulator, transfer), code: /\d{4}$/.exec(transfer.memo)?.[0] ?? null })),
})

/** `POST /__sim/bank/transfers/{reference} {status}`: it arrives, fails, or is sent back. */
export const changeTransfer: ControlHandler = (simulator, body, { reference = '' }) => {
  const transfer = simulator.store.findTransfer(reference)
  if (!transfer) throw new TossError('NOT_FOUND', { message: 'No transfer has this reference' })
  const { status } = (body ?? {}) as { status?: unknown }
  const wanted = TRANSFER_STATUSES.find((known) => known === status)
  if (!wanted) {
    throw new TossError('INVALID_REQUEST', {
      message: `status must be one of ${TRANSFER_STATUSES.join(' ')}`,
    })
  }
  return show(simulator, change(simulator, transfer, wanted))
}
