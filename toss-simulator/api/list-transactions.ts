import type { ApiHandler } from '@/toss-simulator/api/handler'
import { formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import type { PaymentRecord, Transaction } from '@/toss-simulator/payments/record'

const DEFAULT_LIMIT = 100
const MAXIMUM_LIMIT = 5_000
const DATE_FORM = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?)?$/

/** `GET /v1/transactions`: one row per approval and cancel, oldest first, both ends of the period included. */
export const listTransactions: ApiHandler = (simulator, { credential, query }) => {
  const from = readDate(query.get('startDate'))
  const to = readDate(query.get('endDate'))
  if (to < from) throw new TossError('INVALID_DATE')
  const limit = readLimit(query.get('limit'))
  const rows = simulator.store
    .listPayments()
    .filter(({ payment }) => payment.mId === credential.merchant.mId)
    .flatMap((record) => record.transactions.map((transaction) => ({ record, transaction })))
    .sort((a, b) => a.transaction.at - b.transaction.at || order(a.transaction, b.transaction))
  const first = startIndex(rows, query.get('startingAfter'))
  return rows
    .slice(first)
    .filter(({ transaction }) => from <= seconds(transaction.at) && seconds(transaction.at) <= to)
    .slice(0, limit)
    .map(({ record, transaction }) => row(record, transaction))
}

function row({ payment, customerKey }: PaymentRecord, transaction: Transaction) {
  return {
    mId: payment.mId,
    transactionKey: transaction.transactionKey,
    paymentKey: payment.paymentKey,
    orderId: payment.orderId,
    method: payment.method,
    customerKey,
    useEscrow: payment.useEscrow ?? false,
    receiptUrl: payment.receipt?.url ?? null,
    status: transaction.status,
    transactionAt: formatTime(transaction.at),
    currency: payment.currency,
    amount: transaction.amount,
  }
}

function order(a: Transaction, b: Transaction): number {
  return a.transactionKey < b.transactionKey ? -1 : 1
}

/** Toss: `yyyy-MM-dd'T'HH:mm:ss`, a date alone means midnight, an explicit offset works, fractions do not. */
function readDate(text: string | null): number {
  const [, date, time = '00:00:00', offset = '+09:00'] = DATE_FORM.exec(text ?? '') ?? []
  const at = date ? Date.parse(`${date}T${time}${offset}`) : NaN
  if (Number.isNaN(at)) throw new TossError('INVALID_DATE')
  return at
}

function readLimit(text: string | null): number {
  if (text === null || text === '') return DEFAULT_LIMIT
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw new TossError('INVALID_REQUEST')
  if (Number(text) > MAXIMUM_LIMIT) throw new TossError('EXCEED_MAX_QUERY_LIMIT')
  return Number(text)
}

function startIndex(rows: { transaction: Transaction }[], startingAfter: string | null): number {
  if (!startingAfter) return 0
  const index = rows.findIndex(({ transaction }) => transaction.transactionKey === startingAfter)
  if (index < 0) throw new TossError('INVALID_TRANSACTION_KEY')
  return index + 1
}

/** Rows show whole seconds, so a period is compared in whole seconds too. */
function seconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
