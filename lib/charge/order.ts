import type { InferSelectModel } from 'drizzle-orm'
import type { orders, OrderStatus } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { addMs, MINUTE_MS } from '@/lib/time'
import { failureMessage } from './failure-message'

export type OrderRow = InferSelectModel<typeof orders>

/** An order as its owner may see it. */
export type Order = {
  orderId: string
  amount: bigint
  status: OrderStatus
  method: string | null
  orderName: string
  receiptUrl: string | null
  failure: { code: string; message: string } | null
  createdAt: Date
  approvedAt: Date | null
  expiresAt: Date
}

export const ORDER_NAME = '포스페이 충전'

/** Toss gives 30 minutes in the window and 10 to confirm; the rest is a margin for clocks. */
const ORDER_LIFE_MS = 45 * MINUTE_MS

/** Toss gives 10 minutes from authentication to confirm; 2 more before its silence counts as a no. */
const CONFIRM_WINDOW_MS = 12 * MINUTE_MS

export function orderExpiresAt(createdAt: Date): Date {
  return addMs(createdAt, ORDER_LIFE_MS)
}

export function confirmWindowOver(order: OrderRow, now: Date): boolean {
  return order.confirmingAt !== null && addMs(order.confirmingAt, CONFIRM_WINDOW_MS) < now
}

export function toOrder({ sealer }: Pick<Ctx, 'sealer'>, row: OrderRow): Order {
  return {
    orderId: row.id,
    amount: row.amount,
    status: row.status,
    method: row.method,
    orderName: ORDER_NAME,
    receiptUrl: row.receiptUrlSealed && sealer.open(row.receiptUrlSealed),
    failure: row.failureCode ? { code: row.failureCode, message: failureMessage(row.failureCode) } : null,
    createdAt: row.createdAt,
    approvedAt: row.approvedAt,
    expiresAt: row.expiresAt,
  }
}
