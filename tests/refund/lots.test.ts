import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { withTx } from '@/db/tx'
import { post } from '@/lib/ledger/post'
import { readWallet } from '@/lib/ledger/read'
import { readLots } from '@/lib/refund/lots'
import { requestRefunds } from '@/lib/refund/request'
import { settleRefund } from '@/lib/refund/settle'
import { expectSound, newRenter, openScene } from '../support/scene'
import { charged, newKey, refund, spend } from './support'

const scene = await openScene({ processingMs: 0 })
const { ctx } = scene

/** What of the balance is each charge's, the newest first. */
const lotsOf = async (userId: string) =>
  (await readLots(ctx.db, userId)).map(({ orderId, remaining }) => [orderId, remaining])

describe('the charges that a balance is made of', () => {
  test('nobody has any without money', async () => {
    const { userId } = await newRenter(scene)
    expect(await lotsOf(userId)).toEqual([])
  })

  test('the newest charge is the last to be spent', async () => {
    const first = await charged(scene, 10_000n)
    const { userId } = first
    const second = await charged(scene, 5_000n, { user: userId })
    await spend(scene, userId, 9_000n)
    expect(await lotsOf(userId)).toEqual([
      [second.orderId, 5_000n],
      [first.orderId, 1_000n],
    ])
    await spend(scene, userId, 2_000n)
    expect(await lotsOf(userId)).toEqual([[second.orderId, 4_000n]])
    await expectSound(scene)
  })

  test('what is on its way back is no longer part of it, and is again when it comes back', async () => {
    const first = await charged(scene, 10_000n)
    const { userId } = first
    const second = await charged(scene, 5_000n, { user: userId })
    const parts = [{ orderId: second.orderId, amount: 3_000n }]
    const [refund] = await requestRefunds(ctx, { userId, parts, key: newKey() })
    const lots = await readLots(ctx.db, userId)
    expect(lots).toMatchObject([
      { orderId: second.orderId, remaining: 2_000n, busy: true },
      { orderId: first.orderId, remaining: 10_000n, busy: false },
    ])
    await settleRefund(ctx, refund!.id, { kind: 'failed', code: 'NOT_CANCELABLE_PAYMENT' })
    expect(await lotsOf(userId)).toEqual([
      [second.orderId, 5_000n],
      [first.orderId, 10_000n],
    ])
    await expectSound(scene)
  })

  test('money of a refunded booking fills it up again, but no charge beyond what it brought', async () => {
    const first = await charged(scene, 10_000n)
    const { userId } = first
    const bookingId = await spend(scene, userId, 10_000n)
    const second = await charged(scene, 4_000n, { user: userId })
    await cancelBooking(ctx, { userId, bookingId, key: newKey() })
    expect(await lotsOf(userId)).toEqual([
      [second.orderId, 4_000n],
      [first.orderId, 10_000n],
    ])
    await expectSound(scene)
  })
})

type Step = { act: 'charge' | 'pay' | 'cancel' | 'refund'; size: number; which: number }
type Model = { charges: { orderId: string; left: bigint }[]; balance: bigint }

const UNIT = 1_000n

/** The rule to the letter, won by won: from the newest back, each to what is left of it. */
function fill({ charges, balance }: Model): [string, bigint][] {
  const lots = charges.map(({ orderId, left }) => ({ orderId, left, remaining: 0n })).reverse()
  for (let won = 0n; won < balance; won += UNIT) {
    const place = lots.find(({ left, remaining }) => remaining < left)
    if (place) place.remaining += UNIT
  }
  return lots.filter(({ remaining }) => remaining > 0n).map(({ orderId, remaining }) => [orderId, remaining])
}

test('whatever is charged, paid, cancelled and refunded, the lots are those of the rule, won by won', async () => {
  const step: fc.Arbitrary<Step> = fc.record({
    act: fc.constantFrom('charge', 'charge', 'pay', 'pay', 'cancel', 'refund', 'refund'),
    size: fc.integer({ min: 1, max: 9 }),
    which: fc.nat({ max: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const { userId } = await newRenter(scene)
      const model: Model = { charges: [], balance: 0n }
      const paid: { bookingId: string; price: bigint }[] = []
      for (const { act, size, which } of steps) {
        const amount = BigInt(size) * UNIT
        if (act === 'charge') {
          const { orderId } = await charged(scene, amount, { user: userId })
          model.charges.push({ orderId, left: amount })
          model.balance += amount
        }
        if (act === 'pay' && amount <= model.balance) {
          paid.push({ bookingId: await spend(scene, userId, amount), price: amount })
          model.balance -= amount
        }
        const booking = act === 'cancel' && paid.shift()
        if (booking) {
          await cancelBooking(ctx, { userId, bookingId: booking.bookingId, key: newKey() })
          model.balance += booking.price
        }
        const lots = fill(model)
        const lot = act === 'refund' && lots[which % (lots.length || 1)]
        if (lot) {
          const [orderId, remaining] = lot
          const part = amount < remaining ? amount : remaining
          await refund(scene, { userId, orderId }, part)
          model.charges.find((charge) => charge.orderId === orderId)!.left -= part
          model.balance -= part
        }
        expect((await readWallet(ctx, userId)).balance).toBe(model.balance)
        expect(await lotsOf(userId)).toEqual(fill(model))
      }
    }),
    { numRuns: 25 },
  )
  await expectSound(scene)
}, 120_000)

test('a charge that was taken back from outside is no part of it', async () => {
  const first = await charged(scene, 10_000n)
  const { userId, orderId } = first
  // How a reversal is posted is another feature's matter; to the view it is money that left by the way it came.
  const legs = [
    { account: 'balance' as const, user: userId, amount: -6_000n },
    { account: 'pg_receivable' as const, amount: 6_000n },
  ]
  const reversal = { type: 'charge_refund_paid' as const, reference: `reversal of ${orderId}`, orderId }
  await withTx(ctx.db, (tx) => post(tx, ctx, { ...reversal, occurredAt: ctx.now(), legs }))
  expect(await lotsOf(userId)).toEqual([[orderId, 4_000n]])
})
