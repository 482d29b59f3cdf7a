import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRefund, refundableOf, type Lot } from '@/lib/refund/plan'
import { ruleOf, wayClosesAt } from '@/lib/refund/terms'
import { addMs, DAY_MS } from '@/lib/time'

const kst = (text: string) => new Date(`${text}+09:00`)
const NOW = kst('2026-11-28T12:00:00')

const lot = (change: Partial<Lot> = {}): Lot => ({
  orderId: 'order',
  method: 'CARD',
  approvedAt: kst('2026-11-27T10:00:00'),
  charged: 10_000n,
  remaining: 10_000n,
  busy: false,
  ...change,
})

describe('which rule gives a charge back', () => {
  test.each([
    ['2026-11-20T00:00:00.000', '2026-11-27T23:59:59.999', 'withdrawal'],
    ['2026-11-20T00:00:00.000', '2026-11-28T00:00:00.000', 'unspent'],
    ['2026-11-20T23:59:59.999', '2026-11-27T23:59:59.999', 'withdrawal'],
    ['2026-11-20T23:59:59.999', '2026-11-28T00:00:00.000', 'unspent'],
    ['2026-12-28T09:00:00.000', '2027-01-04T23:59:59.999', 'withdrawal'],
    ['2028-02-25T09:00:00.000', '2028-03-03T23:59:59.999', 'withdrawal'],
    ['2028-02-25T09:00:00.000', '2028-03-04T00:00:00.000', 'unspent'],
  ])('charged %s, asked for %s: %s', (chargedAt, now, rule) => {
    expect(ruleOf(kst(chargedAt), kst(now))).toBe(rule)
  })
})

describe('how long the way back is open', () => {
  test.each([
    ['CARD', '2026-01-01T00:00:00', null],
    ['EASY_PAY', '2026-01-01T00:00:00', null],
    ['TRANSFER', '2026-01-01T09:30:00', '2026-06-30T09:30:00'],
    ['VIRTUAL_ACCOUNT', '2026-01-01T09:30:00', '2027-01-01T09:30:00'],
    ['MOBILE_PHONE', '2026-11-01T00:00:00', '2026-12-01T00:00:00'],
    ['MOBILE_PHONE', '2026-12-31T23:59:59', '2027-01-01T00:00:00'],
    ['MOBILE_PHONE', '2028-02-29T12:00:00', '2028-03-01T00:00:00'],
    ['MOBILE_PHONE', '2027-01-31T12:00:00', '2027-02-01T00:00:00'],
  ])('%s of %s: %s', (method, approvedAt, closes) => {
    expect(wayClosesAt(method, kst(approvedAt))).toEqual(closes && kst(closes))
  })

  test('it is closed from that instant on', () => {
    const approvedAt = kst('2026-01-01T09:30:00')
    const transfer = lot({ method: 'TRANSFER', approvedAt })
    const closes = addMs(approvedAt, 180 * DAY_MS)
    expect(refundableOf(transfer, addMs(closes, -1))).toBe(10_000n)
    expect(refundableOf(transfer, closes)).toBe(0n)
  })
})

describe('a plan', () => {
  const newest = lot({ orderId: 'newest', remaining: 3_000n })
  const older = lot({ orderId: 'older', approvedAt: kst('2026-11-01T10:00:00'), remaining: 10_000n })

  test('takes the newest charge first and says by which rule each goes back', () => {
    const { parts, total, available, stays } = planRefund(13_000n, [newest, older], 5_000n, NOW)
    expect(parts).toMatchObject([
      { orderId: 'newest', amount: 3_000n, rule: 'withdrawal', needsAccount: false },
      { orderId: 'older', amount: 2_000n, rule: 'unspent', needsAccount: false },
    ])
    expect([total, available, stays]).toEqual([5_000n, 13_000n, []])
  })

  test('asked for more than there is, it is all there is', () => {
    expect(planRefund(13_000n, [newest, older], 13_001n, NOW)).toMatchObject({
      total: 13_000n,
      available: 13_000n,
    })
  })

  test('says what stays and why: a closed way, one in use, money without an origin', () => {
    const closed = lot({ orderId: 'closed', method: 'MOBILE_PHONE', approvedAt: kst('2026-10-31T10:00:00') })
    const busy = lot({ orderId: 'busy', busy: true, remaining: 2_000n })
    const plan = planRefund(16_000n, [busy, newest, closed], 16_000n, NOW)
    expect(plan.parts.map(({ orderId }) => orderId)).toEqual(['newest'])
    expect(plan.stays).toEqual([
      { why: 'closed', amount: 10_000n },
      { why: 'busy', amount: 2_000n },
      { why: 'no_origin', amount: 1_000n },
    ])
  })

  test('only what came by a virtual account needs an account to go to', () => {
    const { parts } = planRefund(10_000n, [lot({ method: 'VIRTUAL_ACCOUNT' })], 1n, NOW)
    expect(parts).toMatchObject([{ needsAccount: true }])
  })

  const anyLot = fc.record({
    method: fc.constantFrom('CARD', 'TRANSFER', 'MOBILE_PHONE', 'VIRTUAL_ACCOUNT', null),
    daysAgo: fc.integer({ min: 0, max: 500 }),
    remaining: fc.bigInt({ min: 1n, max: 2_000_000n }),
    busy: fc.boolean(),
  })

  test('accounts for every won of a balance, and puts no more on any way than it can carry', () => {
    fc.assert(
      fc.property(
        fc.array(anyLot, { maxLength: 8 }),
        fc.bigInt({ min: 0n, max: 5_000n }),
        fc.bigInt({ min: 0n, max: 4_000_000n }),
        (wishes, without, asked) => {
          const lots = wishes.map(({ daysAgo, ...wish }, at) =>
            lot({
              ...wish,
              orderId: String(at),
              approvedAt: addMs(NOW, -daysAgo * DAY_MS),
              charged: wish.remaining,
            }),
          )
          const balance = lots.reduce((sum, { remaining }) => sum + remaining, without)
          const plan = planRefund(balance, lots, asked, NOW)
          const sum = (amounts: { amount: bigint }[]) => amounts.reduce((all, { amount }) => all + amount, 0n)
          expect(sum(plan.parts)).toBe(plan.total)
          expect(plan.total).toBe(asked < plan.available ? asked : plan.available)
          expect(plan.available + sum(plan.stays)).toBe(balance)
          const full = plan.parts.slice(0, -1)
          for (const part of plan.parts) {
            const from = lots[Number(part.orderId)]!
            expect(0n < part.amount && part.amount <= refundableOf(from, NOW)).toBe(true)
            // Only the last of them is left with something: the newest go first.
            if (full.includes(part)) expect(part.amount).toBe(from.remaining)
          }
          expect(plan.parts.map(({ orderId }) => Number(orderId))).toEqual(
            plan.parts.map(({ orderId }) => Number(orderId)).sort((a, b) => a - b),
          )
        },
      ),
    )
  })
})
