import { inArray, type InferSelectModel } from 'drizzle-orm'
import { chargeRefunds, type RefundRule, type RefundStatus } from '@/db/schema/refund'
import { refundDueOn } from './deadline'
import { failureMessage } from './failure-message'

export type RefundRow = InferSelectModel<typeof chargeRefunds>

/** Its money is on the way, wherever that is. */
export const isOpen = inArray(chargeRefunds.status, ['REFUNDING', 'NEEDS_REVIEW'])

/** A refund as its owner may see it. One that people have to look into is still on its way. */
export type Refund = {
  refundId: string
  batchId: string
  orderId: string
  amount: bigint
  status: Exclude<RefundStatus, 'NEEDS_REVIEW'>
  rule: RefundRule
  failure: { code: string; message: string } | null
  requestedAt: Date
  /** The last KST day on which it may be made, by law. */
  dueOn: string
  endedAt: Date | null
}

export function toRefund(row: RefundRow): Refund {
  return {
    refundId: row.id,
    batchId: row.batchId,
    orderId: row.orderId,
    amount: row.amount,
    status: row.status === 'NEEDS_REVIEW' ? 'REFUNDING' : row.status,
    rule: row.rule,
    failure: row.failureCode ? { code: row.failureCode, message: failureMessage(row.failureCode) } : null,
    requestedAt: row.requestedAt,
    dueOn: refundDueOn(row.requestedAt),
    endedAt: row.endedAt,
  }
}
