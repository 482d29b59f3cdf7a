import { z } from 'zod'
import { ORDER_STATUSES } from '@/db/schema/charge'
import { endpoint } from '@/lib/endpoint'
import { amountSchema, instant, won } from '@/lib/wire'
import type { Order } from './order'

export const createOrderBody = z.strictObject({ amount: amountSchema })

export const confirmOrderBody = z.strictObject({
  paymentKey: z.string().min(1).max(200),
  amount: amountSchema,
})

/** An order as `/api/v1` shows it. */
export const orderShape = z.object({
  orderId: z.string(),
  amount: won,
  status: z.enum(ORDER_STATUSES),
  method: z.string().nullable(),
  receiptUrl: z.string().nullable(),
  virtualAccount: z.object({ bankCode: z.string(), accountNumber: z.string(), dueDate: instant }).nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  refundable: won,
  refunds: z.array(z.object({ refundId: z.string(), amount: won, status: z.string() })),
  createdAt: instant,
  approvedAt: instant.nullable(),
})

/** What may go back of an order, and what has gone or is going. */
type GoneBack = Pick<z.output<typeof orderShape>, 'refundable' | 'refunds'>

export function orderToWire(order: Order, goneBack: GoneBack): z.output<typeof orderShape> {
  return { ...order, ...goneBack }
}

export const createOrder = endpoint({
  method: 'POST',
  path: '/orders',
  summary: 'Make the order that a charge will pay',
  login: true,
  idempotent: 'once',
  body: createOrderBody,
  answers: {
    201: z.object({
      orderId: z.string(),
      amount: won,
      orderName: z.string(),
      customerKey: z.string(),
      status: z.enum(ORDER_STATUSES),
      expiresAt: instant,
    }),
  },
  refusals: ['LIMIT_EXCEEDED', 'ACCOUNT_FROZEN', 'FORBIDDEN'],
})

export const getOrder = endpoint({
  method: 'GET',
  path: '/orders/{orderId}',
  summary: 'Where an order stands',
  login: true,
  answers: { 200: orderShape },
})

export const confirmOrder = endpoint({
  method: 'POST',
  path: '/orders/{orderId}/confirm',
  summary: 'Finish a charge after the payer returns from Toss; the status tells how the order stands',
  login: true,
  idempotent: 'once',
  body: confirmOrderBody,
  answers: { 200: orderShape, 202: orderShape, 402: orderShape, 409: orderShape, 410: orderShape },
  refusals: [
    'AMOUNT_MISMATCH',
    'ACCOUNT_FROZEN',
    'FORBIDDEN',
    'ORDER_EXPIRED',
    'LIMIT_EXCEEDED',
    'STATE_CONFLICT',
  ],
})

const STATUS_BY_ORDER = {
  DONE: 200,
  WAITING_FOR_DEPOSIT: 200,
  READY: 202,
  CONFIRMING: 202,
  NEEDS_REVIEW: 202,
  FAILED: 402,
  CANCELED: 409,
  EXPIRED: 410,
} as const satisfies Record<Order['status'], keyof typeof confirmOrder.answers>

/** The HTTP status with which confirm answers for an order's state. */
export function confirmStatus({ status }: Order) {
  return STATUS_BY_ORDER[status]
}
