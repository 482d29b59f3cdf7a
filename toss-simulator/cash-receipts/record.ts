import { formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import type { CashReceiptType } from '@/toss-simulator/payments/choice'
import type { Simulator } from '@/toss-simulator/simulator'

/** A receipt that the shop asked for itself, or the cancel of one. Times in simulator milliseconds. */
export interface CashReceiptRecord {
  mId: string
  receiptKey: string
  orderId: string
  orderName: string
  type: CashReceiptType
  issueNumber: string
  transactionType: 'CONFIRM' | 'CANCEL'
  amount: number
  taxFreeAmount: number
  customerIdentityNumber: string
  requestedAt: number
  /** What the tax office will refuse it with, such as TS1. */
  refusal: string | null
}

/** Toss: the tax office says one to two days later what became of it. */
const DECIDED_AFTER_MS = 24 * 60 * 60 * 1000

/** The tax office's codes, as Toss passes them on in the message. */
export const NTS_CODES = 'TS1 TS2 TS3 TS4 TS5 TS6 TS7 TS8 TSC TSD TSE TSF TSG TSH TSN TSO XXX'.split(' ')

/** As Toss shows it now: IN_PROGRESS until the tax office has said. */
export function showReceipt({ baseUrl, clock }: Simulator, record: CashReceiptRecord) {
  const { mId: _, refusal, requestedAt, ...shown } = record
  const decided = requestedAt + DECIDED_AFTER_MS <= clock.now()
  return {
    ...shown,
    receiptUrl: `${baseUrl}/receipt/redirection?transactionId=${encodeURIComponent(record.receiptKey)}&ref=CR`,
    businessNumber: '1234567890',
    issueStatus: !decided ? 'IN_PROGRESS' : refusal ? 'FAILED' : 'COMPLETED',
    failure:
      decided && refusal ? { code: 'NTS_ERROR', message: `[${refusal}] 국세청에서 반려했습니다.` } : null,
    requestedAt: formatTime(requestedAt),
  }
}

/** @throws {TossError} NOT_FOUND_RECEIPT */
export function findReceipt(simulator: Simulator, mId: string, receiptKey = ''): CashReceiptRecord {
  const receipts = simulator.store.listCashReceipts()
  const record = receipts.find((each) => each.mId === mId && each.receiptKey === receiptKey)
  if (!record)
    throw new TossError('NOT_FOUND_RECEIPT', { status: 404, message: '현금영수증을 찾을 수 없습니다.' })
  return record
}
