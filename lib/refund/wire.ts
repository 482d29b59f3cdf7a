import { z } from 'zod'
import { endpoint } from '@/lib/endpoint'
import { amountSchema, won } from '@/lib/wire'

export const refundAccountSchema = z.strictObject({
  /** Toss §10.1: two characters. */
  bankCode: z.string().regex(/^[0-9A-Z]{2}$/),
  accountNumber: z.string().regex(/^\d{1,20}$/),
  holderName: z.string().trim().min(1).max(60),
})

const refundBody = z.strictObject({
  amount: amountSchema,
  /** Only, and always, for a charge by virtual account. */
  refundAccount: refundAccountSchema.optional(),
})

const refundShape = z.object({
  refundId: z.string(),
  amount: won,
  status: z.enum(['REFUNDING', 'DONE']),
})

export const refundOrder = endpoint({
  method: 'POST',
  path: '/orders/{orderId}/refund',
  summary: 'Give what was not spent of a charge back to where it came from',
  login: true,
  idempotent: 'once',
  body: refundBody,
  answers: { 200: refundShape, 202: refundShape },
  refusals: ['INSUFFICIENT_BALANCE', 'STATE_CONFLICT', 'ACCOUNT_FROZEN', 'PAYMENT_DECLINED'],
})
