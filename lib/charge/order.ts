import type { InferSelectModel } from 'drizzle-orm'
import type { orders, OrderStatus } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import type { Payment } from '@/lib/toss/payment'
import { addMs, MINUTE_MS } from '@/lib/time'
import { failureMessage } from './failure-message'

export type OrderRow = InferSelectModel<typeof orders>

/** What becomes of an order in one step. */
export type Change = Partial<OrderRow>

/** An order as its owner may see it. */
export type Order = {
  orderId: string
  amount: bigint
  status: OrderStatus
  /** A run of the automatic top-up: its owner need not have been there. */
  automatic: boolean
  method: string | null
  orderName: string
  receiptUrl: string | null
  /** Where to pay to, once Toss has given an account; kept when the money has come. */
  virtualAccount: VirtualAccount | null
  cashReceipt: { type: string; url: string | null } | null
  /** How often a bank took the deposit back. */
  depositsUndone: number
  /** Won that Toss or a card company took back. */
  takenBack: bigint
  failure: { code: string; message: string } | null
  createdAt: Date
  approvedAt: Date | null
  expiresAt: Date
}

export type VirtualAccount = {
  /** Toss's two characters. */
  bankCode: string
  accountNumber: string
  holder: string | null
  dueDate: Date
}

export const ORDER_NAME = '포스페이 충전'

/** Toss gives 30 minutes in the window and 10 to confirm; the rest is a margin for clocks. */
const ORDER_LIFE_MS = 45 * MINUTE_MS

/** Toss gives 10 minutes from authentication to confirm; 2 more before its silence counts as a no. */
const CONFIRM_WINDOW_MS = 12 * MINUTE_MS

const SENDING_WINDOW_MS = 10 * MINUTE_MS

export function orderExpiresAt(createdAt: Date): Date {
  return addMs(createdAt, ORDER_LIFE_MS)
}

export function confirmWindowOver(order: OrderRow, now: Date): boolean {
  return order.confirmingAt !== null && addMs(order.confirmingAt, CONFIRM_WINDOW_MS) < now
}

/**
 * A registered card has no window at Toss that closes by itself. No request to charge it leaves after this, so that
 * none is still on its way when Toss's silence counts as a no.
 */
export function sendingOver({ autoTopUpId, confirmingAt }: OrderRow, now: Date): boolean {
  return autoTopUpId !== null && confirmingAt !== null && addMs(confirmingAt, SENDING_WINDOW_MS) < now
}

/** How Toss tells our attempts to take the money apart. */
export function attemptOf({ id, attempt, autoTopUpId }: OrderRow) {
  const operation = autoTopUpId === null ? 'confirm' : 'charge'
  return { orderId: id, idempotencyKey: `${operation}:${id}:${attempt}` }
}

export function toOrder({ sealer }: Pick<Ctx, 'sealer'>, row: OrderRow): Order {
  return {
    orderId: row.id,
    amount: row.amount,
    status: row.status,
    automatic: row.autoTopUpId !== null,
    method: row.method,
    orderName: ORDER_NAME,
    receiptUrl: row.receiptUrlSealed && sealer.open(row.receiptUrlSealed),
    virtualAccount: row.accountNumberSealed
      ? {
          bankCode: row.bankCode!,
          accountNumber: sealer.open(row.accountNumberSealed),
          holder: row.accountHolder,
          dueDate: row.dueAt!,
        }
      : null,
    cashReceipt: row.cashReceiptType
      ? { type: row.cashReceiptType, url: row.cashReceiptUrlSealed && sealer.open(row.cashReceiptUrlSealed) }
      : null,
    depositsUndone: row.depositsUndone,
    takenBack: row.takenBack,
    failure: row.failureCode ? { code: row.failureCode, message: failureMessage(row.failureCode) } : null,
    createdAt: row.createdAt,
    approvedAt: row.approvedAt,
    expiresAt: row.expiresAt,
  }
}

/** The payment's key at Toss, as an order keeps it. */
export function paymentKeyOf({ sealer }: Pick<Ctx, 'sealer'>, { paymentKey }: Payment): Change {
  return {
    paymentKeySealed: sealer.seal(paymentKey),
    paymentKeyFingerprint: sealer.fingerprint(paymentKey),
  }
}
