import { z } from 'zod'
import { toJsonAmount } from '@/lib/money'
import { toKstIso } from '@/lib/time'
import type { Order } from './order'

/** Won as a JSON integer: no strings, fractions or exponents that are none. */
export const amountSchema = z.number().int().positive().transform(BigInt)

export const createOrderBody = z.strictObject({ amount: amountSchema })

export const confirmOrderBody = z.strictObject({
  paymentKey: z.string().min(1).max(200),
  amount: amountSchema,
})

/** An order as `/api/v1` shows it. */
export function orderToWire(order: Order) {
  return {
    orderId: order.orderId,
    amount: toJsonAmount(order.amount),
    status: order.status,
    method: order.method,
    receiptUrl: order.receiptUrl,
    virtualAccount: null,
    failure: order.failure,
    refundable: 0,
    refunds: [],
    createdAt: toKstIso(order.createdAt),
    approvedAt: order.approvedAt && toKstIso(order.approvedAt),
  }
}

const STATUS_BY_ORDER: Record<Order['status'], number> = {
  DONE: 200,
  WAITING_FOR_DEPOSIT: 200,
  READY: 202,
  CONFIRMING: 202,
  NEEDS_REVIEW: 202,
  FAILED: 402,
  CANCELED: 409,
  EXPIRED: 410,
}

/** The HTTP status with which confirm answers for an order's state. */
export function confirmStatus({ status }: Order): number {
  return STATUS_BY_ORDER[status]
}
