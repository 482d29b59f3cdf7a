import type { ApiHandler } from '@/toss-simulator/api/handler'
import { readAmount, readBody, readText } from '@/toss-simulator/api/read-body'
import { findReceipt, showReceipt, type CashReceiptRecord } from '@/toss-simulator/cash-receipts/record'
import { formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'

const DEFAULT_LIMIT = 100
const MAXIMUM_LIMIT = 10_000

/** `POST /v1/cash-receipts`. Toss: nobody checks that the order exists, and one order may have two. */
export const issueCashReceipt: ApiHandler = (simulator, { credential, body }) => {
  const fields = readBody(body)
  const { type, customerIdentityNumber, registrationNumber, taxFreeAmount = 0 } = fields
  if (type !== '소득공제' && type !== '지출증빙') throw new TossError('INVALID_REQUEST')
  const amount = readAmount(fields.amount)
  // Toss: the field had another name until 2022-07-27.
  const identity = readText(customerIdentityNumber ?? registrationNumber, 30)
  if (amount <= 0 || !/^[\d-]{10,30}$/.test(identity)) throw new TossError('INVALID_CASH_RECEIPT_INFO')
  const record: CashReceiptRecord = {
    mId: credential.merchant.mId,
    receiptKey: simulator.random.alphanumeric(39),
    orderId: readText(fields.orderId, 64),
    orderName: readText(fields.orderName, 100),
    type,
    issueNumber: simulator.random.digits(9),
    transactionType: 'CONFIRM',
    amount,
    taxFreeAmount: readAmount(taxFreeAmount),
    customerIdentityNumber: identity,
    requestedAt: simulator.clock.now(),
    refusal: null,
  }
  simulator.store.saveCashReceipt(record)
  return showReceipt(simulator, record)
}

/** `POST /v1/cash-receipts/{receiptKey}/cancel {amount?}`: a receipt of its own, all of it when the amount is left out. */
export const cancelCashReceipt: ApiHandler = (simulator, { credential, params, body }) => {
  const original = findReceipt(simulator, credential.merchant.mId, params.receiptKey)
  const { amount: wanted } = body === '' ? {} : readBody(body)
  const amount = wanted === undefined ? original.amount : readAmount(wanted)
  const receiptKey = `c_${original.receiptKey}`
  const again = simulator.store.listCashReceipts().some((each) => each.receiptKey === receiptKey)
  if (original.transactionType === 'CANCEL' || again || amount <= 0 || original.amount < amount)
    throw new TossError('FORBIDDEN_REQUEST')
  const issueNumber = simulator.random.digits(9)
  const canceled = { receiptKey, issueNumber, amount, requestedAt: simulator.clock.now(), refusal: null }
  const record: CashReceiptRecord = { ...original, ...canceled, transactionType: 'CANCEL' }
  simulator.store.saveCashReceipt(record)
  return showReceipt(simulator, record)
}

/** `GET /v1/cash-receipts?requestDate&cursor&limit`: those of a day, oldest first. */
export const listCashReceipts: ApiHandler = (simulator, { credential, query }) => {
  const day = query.get('requestDate') ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new TossError('INVALID_REQUIRED_PARAM')
  const cursor = readCount(query.get('cursor'), 0)
  const limit = readCount(query.get('limit'), DEFAULT_LIMIT)
  if (limit === 0 || limit > MAXIMUM_LIMIT) throw new TossError('INVALID_REQUEST')
  const ofDay = simulator.store
    .listCashReceipts()
    .filter((each) => each.mId === credential.merchant.mId && formatTime(each.requestedAt).startsWith(day))
  const lastCursor = Math.min(cursor + limit, ofDay.length)
  const data = ofDay.slice(cursor, lastCursor).map((record) => showReceipt(simulator, record))
  return { hasNext: lastCursor < ofDay.length, lastCursor, data }
}

function readCount(text: string | null, absent: number): number {
  if (!text) return absent
  if (!/^\d{1,9}$/.test(text)) throw new TossError('INVALID_REQUEST')
  return Number(text)
}
