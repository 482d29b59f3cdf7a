import { z } from 'zod'

/** In the order of a payment's life at Toss. */
export const PAYMENT_STATUSES = [
  'READY',
  'IN_PROGRESS',
  'WAITING_FOR_DEPOSIT',
  'DONE',
  'CANCELED',
  'PARTIAL_CANCELED',
  'ABORTED',
  'EXPIRED',
] as const

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]

/** A time of Toss's; where it says no offset it means Korean time. */
export const instant = z
  .string()
  .transform((text) => new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+09:00`))
  .refine((at) => !Number.isNaN(at.getTime()))

/** What went back of a payment. */
const cancelSchema = z.looseObject({
  transactionKey: z.string().min(1).max(64),
  cancelReason: z.string().nullish(),
  cancelAmount: z.number().int().nonnegative(),
  canceledAt: instant.nullish().catch(null),
  cancelStatus: z.enum(['DONE', 'IN_PROGRESS', 'ABORTED']).default('DONE'),
})

export type Cancel = z.infer<typeof cancelSchema>

const virtualAccountSchema = z.looseObject({
  accountNumber: z.string().min(1).max(20),
  bankCode: z.string().min(1).max(10),
  customerName: z.string().max(100).nullish(),
  dueDate: instant,
  expired: z.boolean().nullish(),
})

const failure = z.object({ code: z.string(), message: z.string() })

/** The part of Toss's Payment object that we act on. New fields may appear any day, so the rest is let through. */
export const paymentSchema = z.looseObject({
  mId: z.string(),
  paymentKey: z.string().min(1).max(200),
  orderId: z.string(),
  status: z.enum(PAYMENT_STATUSES),
  totalAmount: z.number().int().nonnegative(),
  /** What can still be cancelled. */
  balanceAmount: z.number().int().nonnegative().nullish(),
  cancels: z.array(cancelSchema).nullish(),
  currency: z.string(),
  approvedAt: z.iso.datetime({ offset: true }).nullish(),
  // What only informs must not make an answer about money unreadable.
  method: z.string().nullish().catch(null),
  receipt: z
    .object({ url: z.url({ protocol: /^https?$/ }) })
    .nullish()
    .catch(null),
  failure: failure.nullish().catch(null),
  virtualAccount: virtualAccountSchema.nullish().catch(null),
  secret: z.string().max(50).nullish().catch(null),
  cashReceipt: z
    .object({ type: z.string().min(1).max(20), receiptUrl: z.url({ protocol: /^https?$/ }) })
    .nullish()
    .catch(null),
})

export type Payment = z.infer<typeof paymentSchema>

export const errorSchema = z.looseObject({ code: z.string().min(1).max(100) })

/** Korean method names, as responses carry them, to the SDK's codes. */
const METHODS: Record<string, string> = {
  카드: 'CARD',
  간편결제: 'EASY_PAY',
  계좌이체: 'TRANSFER',
  가상계좌: 'VIRTUAL_ACCOUNT',
  휴대폰: 'MOBILE_PHONE',
  문화상품권: 'CULTURE_GIFT_CERTIFICATE',
  도서문화상품권: 'BOOK_GIFT_CERTIFICATE',
  게임문화상품권: 'GAME_GIFT_CERTIFICATE',
}

export function methodCode({ method }: Payment): string | null {
  return method ? (METHODS[method] ?? method) : null
}

/** What may be kept of an answer: no keys, no secrets, no card or account numbers. */
export function redactPayment({
  mId,
  orderId,
  status,
  totalAmount,
  balanceAmount,
  cancels,
  currency,
  method,
  approvedAt,
  failure,
}: Payment) {
  const kept = cancels?.map(({ transactionKey, cancelAmount, cancelStatus }) => ({
    transactionKey,
    cancelAmount,
    cancelStatus,
  }))
  return {
    ...{ mId, orderId, status, totalAmount, balanceAmount, currency, method, approvedAt, failure },
    cancels: kept ?? null,
  }
}
