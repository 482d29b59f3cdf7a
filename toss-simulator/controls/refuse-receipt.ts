import { findReceipt, NTS_CODES, showReceipt } from '@/toss-simulator/cash-receipts/record'
import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'

/** `POST /__sim/cash-receipts/{receiptKey}/refuse {code}`: the tax office will not take it. */
export const refuseReceipt: ControlHandler = (simulator, body, { receiptKey = '' }) => {
  const record = findReceipt(simulator, simulator.merchants[0]!.mId, receiptKey)
  const { code } = (body ?? {}) as { code?: unknown }
  if (typeof code !== 'string' || !NTS_CODES.includes(code)) {
    throw new TossError('INVALID_REQUEST', { message: `code must be one of ${NTS_CODES.join(' ')}` })
  }
  const refused = { ...record, refusal: code }
  simulator.store.saveCashReceipt(refused)
  return showReceipt(simulator, refused)
}
