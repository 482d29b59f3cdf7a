import { z } from 'zod'
import { SELLER_STATUSES } from '@/db/schema/payout'
import { toJsonAmount } from '@/lib/money'
import { instant } from './payment'

export const PAYOUT_STATUSES = [
  'REQUESTED',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'REJECTED',
  'DELETED',
] as const

/** Some serialise whole won as `5000.0`: the same JSON number. */
const won = z.number().int().transform(BigInt)
const money = z.object({ currency: z.literal('KRW'), value: won }).transform(({ value }) => value)
const failure = z.looseObject({ code: z.string(), message: z.string().catch('') })

/** The part of a payout that we act on. New members may appear any day, so the rest is let through. */
export const payoutSchema = z.looseObject({
  id: z.string().min(1).max(100),
  refPayoutId: z.string(),
  destination: z.string(),
  scheduleType: z.enum(['EXPRESS', 'SCHEDULED']),
  /** Nobody says whether an EXPRESS payout has one. */
  payoutDate: z.iso.date().nullish().catch(null),
  amount: money,
  requestedAt: instant.nullish().catch(null),
  status: z.enum(PAYOUT_STATUSES),
  /** Why it failed. */
  error: failure.nullish().catch(null),
})

export type Payout = z.infer<typeof payoutSchema>

/** Whom Toss pays. */
export const sellerSchema = z.looseObject({
  id: z.string().min(1).max(100),
  refSellerId: z.string(),
  status: z.enum(SELLER_STATUSES),
})

export type Seller = z.infer<typeof sellerSchema>

/** What can be paid out, and what will be soon; with test keys Toss does not say the latter. */
export const balanceSchema = z
  .looseObject({ availableAmount: money, pendingAmount: money.nullish() })
  .transform(({ availableAmount, pendingAmount }) => ({
    available: availableAmount,
    pending: pendingAmount ?? null,
  }))

export type Balance = z.infer<typeof balanceSchema>

/** Approved at least in part: within ten million won a week, where it is no more than that. */
export function mayBePaid({ status }: Pick<Seller, 'status'>): boolean {
  return status === 'PARTIALLY_APPROVED' || status === 'APPROVED'
}

/** What became of a payout that is over; null for one that is not. Toss: a rejection is told as a failure. */
export function endOf({ status }: Payout): 'completed' | 'failed' | null {
  if (status === 'COMPLETED') return 'completed'
  return status === 'REQUESTED' || status === 'IN_PROGRESS' ? null : 'failed'
}

/** What we asked for. */
export type ExpectedPayout = { refPayoutId: string; destination: string; amount: bigint }

/**
 * The first member in which an answer is not about what we asked for: an Idempotency-Key ignores the body, so a wrong
 * one brings another payout's success. Null when all is as it should be.
 */
export function findPayoutMismatch(expected: ExpectedPayout, payout: Payout): keyof ExpectedPayout | null {
  const members = ['refPayoutId', 'destination', 'amount'] as const
  return members.find((member) => payout[member] !== expected[member]) ?? null
}

/** What may be kept of a payout. */
export function redactPayout({ id, refPayoutId, destination, amount, status, payoutDate, error }: Payout) {
  const code = error?.code ?? null
  return { id, refPayoutId, destination, amount: toJsonAmount(amount), status, payoutDate, code }
}

/** What may be kept of a seller: nothing of who it is, nor of its account. */
export function redactSeller({ id, refSellerId, status }: Seller) {
  return { id, refSellerId, status }
}
