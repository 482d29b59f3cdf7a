import type { RefundRule } from '@/db/schema/refund'
import { minWon } from '@/lib/money'
import { needsAccount, ruleOf, wayClosesAt } from './terms'

/** A charge of which part of the balance is made. */
export type Lot = {
  orderId: string
  /** In the SDK's codes. */
  method: string | null
  approvedAt: Date
  charged: bigint
  /** What of the balance is this charge's. */
  remaining: bigint
  /** A refund of it is under way: Toss takes one at a time. */
  busy: boolean
}

/** What goes back to one charge's origin, and why. */
export type Part = Pick<Lot, 'orderId' | 'method' | 'approvedAt' | 'charged'> & {
  amount: bigint
  rule: RefundRule
  needsAccount: boolean
}

/** Why a part of the balance cannot go back now: its way is closed, in use, or never was. */
export type Obstacle = 'closed' | 'busy' | 'no_origin'

export type Plan = {
  parts: Part[]
  /** What goes back in all: what was asked for, or all there is when that is less. */
  total: bigint
  /** The most that may go back now. */
  available: bigint
  stays: { why: Obstacle; amount: bigint }[]
}

/**
 * Which money goes where when `amount` of a balance is refunded: to the origin of each charge that the balance is made
 * of, the newest first. `lots` are the newest first.
 */
export function planRefund(balance: bigint, lots: Lot[], amount: bigint, now: Date): Plan {
  const available = lots.reduce((sum, lot) => sum + refundableOf(lot, now), 0n)
  const total = minWon(amount, available)
  const parts: Part[] = []
  let rest = total
  for (const lot of lots) {
    const part = minWon(rest, refundableOf(lot, now))
    if (part > 0n) parts.push(toPart(lot, part, now))
    rest -= part
  }
  return { parts, total, available, stays: whatStays(balance, lots, now) }
}

/** What of a charge may go back now. */
export function refundableOf(lot: Lot, now: Date): bigint {
  return obstacleTo(lot, now) ? 0n : lot.remaining
}

export function obstacleTo({ method, approvedAt, busy }: Lot, now: Date): 'closed' | 'busy' | null {
  const closesAt = wayClosesAt(method, approvedAt)
  if (closesAt && closesAt <= now) return 'closed'
  return busy ? 'busy' : null
}

function toPart({ orderId, method, approvedAt, charged }: Lot, amount: bigint, now: Date): Part {
  return {
    ...{ orderId, method, approvedAt, charged, amount },
    rule: ruleOf(approvedAt, now),
    needsAccount: needsAccount(method),
  }
}

function whatStays(balance: bigint, lots: Lot[], now: Date): Plan['stays'] {
  const sumOf = (of: Lot[]) => of.reduce((sum, { remaining }) => sum + remaining, 0n)
  const stopped = (why: Obstacle) => sumOf(lots.filter((lot) => obstacleTo(lot, now) === why))
  return [
    { why: 'closed' as const, amount: stopped('closed') },
    { why: 'busy' as const, amount: stopped('busy') },
    { why: 'no_origin' as const, amount: balance - sumOf(lots) },
  ].filter(({ amount }) => amount > 0n)
}
