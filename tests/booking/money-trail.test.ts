import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { readMoneyTrail } from '@/lib/flows/money-trail'
import { expectSound, openScene } from '../support/scene'
import { charge, newKey, newPlace, plantHeld, richRenter } from './support'

const scene = await openScene()
const { ctx } = scene
const place = await newPlace(scene)

let days = 1

/** Pays a booking of this price, each at a time of its own. */
async function pay(renterId: string, price: bigint): Promise<string> {
  const { id } = await plantHeld(scene, { ...place, renterId, price, days: days++, hour: 10 })
  await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
  return id
}

describe('the way of the money', () => {
  test('a payment takes the oldest money first, and says of each charge how much', async () => {
    const renter = await richRenter(scene, 18_000n)
    await charge(scene, renter, 50_000n)
    const first = await pay(renter, 30_000n)
    const second = await pay(renter, 20_000n)
    const partsOf = async (id: string) =>
      (await readMoneyTrail(ctx, renter, id)).sources.map(({ part, whole }) => [part, whole])
    expect(await partsOf(first)).toEqual([
      [18_000n, 18_000n],
      [12_000n, 50_000n],
    ])
    expect(await partsOf(second)).toEqual([[20_000n, 50_000n]])
  })

  test('refunded money is a source like any other, and a refund is taken from where the payment went', async () => {
    const renter = await richRenter(scene, 10_001n)
    const first = await pay(renter, 10_001n)
    await cancelBooking(ctx, { userId: renter, bookingId: first, key: newKey() })
    const second = await pay(renter, 10_001n)
    const { steps } = await readMoneyTrail(ctx, renter, first)
    expect(steps.map(({ type }) => type)).toEqual(['payment', 'refund'])
    const sides = ['renter', 'pending', 'withdrawable', 'supply', 'vat'] as const
    for (const side of sides) expect(steps[0]![side], side).toBe(-steps[1]![side])
    const { sources } = await readMoneyTrail(ctx, renter, second)
    expect(sources).toMatchObject([{ type: 'refund', reference: first, part: 10_001n }])
  })

  test('the parts are the price and every step is zero in all, whatever went before', async () => {
    const amounts = fc.array(fc.integer({ min: 1_000, max: 60_000 }), { minLength: 1, maxLength: 4 })
    const property = fc.asyncProperty(
      amounts,
      fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      async (charges, shares) => {
        const renter = await richRenter(scene, 0n)
        for (const amount of charges) await charge(scene, renter, BigInt(amount))
        let left = charges.reduce((sum, amount) => sum + amount, 0)
        const taken = new Map<string, bigint>()
        for (const share of shares) {
          const price = Math.floor(left * share)
          if (price === 0) break
          left -= price
          const trail = await readMoneyTrail(ctx, renter, await pay(renter, BigInt(price)))
          expect(trail.sources.reduce((sum, { part }) => sum + part, 0n)).toBe(BigInt(price))
          for (const { reference, part, whole } of trail.sources) {
            expect(part).toBeGreaterThan(0n)
            taken.set(reference, (taken.get(reference) ?? 0n) + part)
            expect(taken.get(reference)).toBeLessThanOrEqual(whole)
          }
          for (const { renter: mine, pending, withdrawable, supply, vat } of trail.steps) {
            expect(mine + pending + withdrawable + supply + vat).toBe(0n)
          }
        }
      },
    )
    await fc.assert(property, { numRuns: 15 })
    await expectSound(scene)
  })

  test('nobody else can read it', async () => {
    const renter = await richRenter(scene, 10_000n)
    const id = await pay(renter, 10_000n)
    expect(await readMoneyTrail(ctx, place.ownerId, id)).toEqual({ sources: [], steps: [] })
  })
})
