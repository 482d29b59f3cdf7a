import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { bookings } from '@/db/schema/booking'
import { advanceBookings } from '@/lib/booking/advance'
import type { BookingRow } from '@/lib/booking/booking'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { releaseEarnings } from '@/lib/booking/release'
import { addMs, DAY_MS } from '@/lib/time'
import { BOOKING_INVARIANTS } from '@/lib/booking/invariants'
import { verify } from '@/lib/verify'
import { expectSound, openScene } from '../support/scene'
import {
  at,
  bookHours,
  countPosted,
  drain,
  newKey,
  newPlace,
  noticesOf,
  paidBooking,
  plantHeld,
  purse,
  richRenter,
  rowOf,
  tally,
} from './support'
import { setSetting } from '../support/set-setting'

const scene = await openScene()
const { ctx } = scene

/** Runs the jobs as they run: at once, and twice. */
async function work(now: Date): Promise<void> {
  const when = at(ctx, now)
  await Promise.all([advanceBookings(when), advanceBookings(when)])
  await Promise.all([releaseEarnings(when), releaseEarnings(when), releaseEarnings(when)])
}

const cancel = (userId: string, bookingId: string, now = ctx.now()) =>
  cancelBooking(at(ctx, now), { userId, bookingId, key: newKey() })

async function paid(change: Record<string, string> = {}): Promise<BookingRow> {
  const place = await newPlace(scene, change)
  return paidBooking(scene, { ...place, renterId: await richRenter(scene, 100_000n) })
}

describe('time', () => {
  test('ends what waited in vain, once, and the renter is told', async () => {
    const [instant, asked] = [await newPlace(scene), await newPlace(scene, { booking: 'approval' })]
    const renterId = await richRenter(scene, 0n)
    const [held, request] = [
      await bookHours(scene, { ...instant, renterId }),
      await bookHours(scene, { ...asked, renterId }),
    ]
    await work(addMs(held.expiresAt, -1))
    expect(await rowOf(ctx, held.id)).toMatchObject({ status: 'HELD' })
    await work(held.expiresAt)
    expect(await rowOf(ctx, held.id)).toMatchObject({ status: 'EXPIRED' })
    expect(await rowOf(ctx, request.id)).toMatchObject({ status: 'REQUESTED' })
    await work(request.expiresAt)
    expect(await rowOf(ctx, request.id)).toMatchObject({ status: 'EXPIRED' })
    await work(addMs(request.expiresAt, DAY_MS))
    expect(await noticesOf(ctx, held.id)).toEqual(['renter booking.expired'])
    expect(await noticesOf(ctx, request.id)).toEqual(['owner booking.requested', 'renter booking.expired'])
  })

  test('completes what was used at its end, and nothing else', async () => {
    const [used, canceled] = [await paid(), await paid()]
    await cancel(canceled.ownerId, canceled.id)
    await work(addMs(used.endsAt, -1))
    expect(await rowOf(ctx, used.id)).toMatchObject({ status: 'CONFIRMED' })
    await work(used.endsAt)
    expect(await rowOf(ctx, used.id)).toMatchObject({ status: 'COMPLETED', refunded: 0n })
    expect(await rowOf(ctx, canceled.id)).toMatchObject({ status: 'CANCELED' })
    expect(await purse(scene, used.ownerId)).toEqual({ withdrawable: 18_000n })
    expect(await countPosted(scene, 'release', used.id)).toBe(0)
  })

  test('and a payment that comes at the same moment: one of them', { timeout: 60_000 }, async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 100_000n)
    let lapsed = 0
    for (let hour = 0; hour < 12; hour++) {
      const { id, expiresAt } = await plantHeld(scene, { ...place, renterId, price: 1_000n, days: 3, hour })
      const [payment] = await Promise.allSettled([
        payBooking(at(ctx, addMs(expiresAt, -1)), { renterId, bookingId: id, key: newKey() }),
        advanceBookings(at(ctx, expiresAt)),
      ])
      await advanceBookings(at(ctx, expiresAt))
      const { status } = await rowOf(ctx, id)
      expect(status).toBe(payment!.status === 'fulfilled' ? 'CONFIRMED' : 'EXPIRED')
      if (payment!.status === 'rejected') lapsed++
    }
    expect(await purse(scene, renterId)).toEqual({ balance: 100_000n - BigInt(12 - lapsed) * 1_000n })
    await expectSound(scene)
  })
})

describe('under a settlement delay of a day', () => {
  beforeAll(async () => {
    const startsAt = addMs(ctx.now(), -DAY_MS)
    await setSetting(ctx.db, 'settlement', { delayHours: 24 }, startsAt)
  })

  test('earnings wait until a day after use, then may be withdrawn, once', async () => {
    const { id, ownerId, endsAt, releaseAt } = await paid()
    expect(releaseAt).toEqual(addMs(endsAt, DAY_MS))
    expect(await purse(scene, ownerId)).toEqual({ pending: 18_000n })
    await work(addMs(releaseAt!, -1))
    expect(await purse(scene, ownerId)).toEqual({ pending: 18_000n })
    expect(await rowOf(ctx, id)).toMatchObject({ status: 'COMPLETED', releasedAt: null })
    await work(releaseAt!)
    await work(addMs(releaseAt!, DAY_MS))
    expect(await purse(scene, ownerId)).toEqual({ withdrawable: 18_000n })
    expect(await rowOf(ctx, id)).toMatchObject({ releasedAt: releaseAt })
    expect(await countPosted(scene, 'release', id)).toBe(1)
    await expectSound(scene)
  })

  test('only what a refund left of them is released, and it comes out of what waits', async () => {
    const booking = await paid()
    const { refunded } = await cancel(booking.renterId, booking.id, addMs(booking.startsAt, -3 * DAY_MS))
    expect(refunded).toBe(10_000n)
    expect(await purse(scene, booking.ownerId)).toEqual({ pending: 9_000n })
    expect(await purse(scene, booking.renterId)).toEqual({ balance: 90_000n })
    await work(booking.releaseAt!)
    expect(await purse(scene, booking.ownerId)).toEqual({ withdrawable: 9_000n })
    await expectSound(scene)
  })

  test('a refund of one booking leaves what waits for another, and what was released before', async () => {
    const first = await paid()
    const renterId = first.renterId
    await work(first.releaseAt!)
    const [second, third] = [
      await paidBooking(scene, { ...first, renterId, days: 15, hours: 1 }),
      await paidBooking(scene, { ...first, renterId, days: 16, hours: 1 }),
    ]
    expect(await purse(scene, first.ownerId)).toEqual({ withdrawable: 18_000n, pending: 18_000n })
    await cancel(renterId, second.id)
    expect(await purse(scene, first.ownerId)).toEqual({ withdrawable: 18_000n, pending: 9_000n })
    await work(third.releaseAt!)
    expect(await purse(scene, first.ownerId)).toEqual({ withdrawable: 27_000n })
    await expectSound(scene)
  })

  test('nothing is posted for a booking whose whole price went back', async () => {
    const booking = await paid()
    await cancel(booking.ownerId, booking.id)
    await work(booking.releaseAt!)
    expect(await rowOf(ctx, booking.id)).toMatchObject({ releasedAt: booking.releaseAt })
    expect(await countPosted(scene, 'release', booking.id)).toBe(0)
    expect(await purse(scene, booking.ownerId)).toEqual({})
  })

  test('what is released repays what its owner owes', async () => {
    const { renterId, ...place } = await paid()
    // As under the setting that pays at once: the earnings of this one are withdrawable, and gone.
    const held = await bookHours(scene, { ...place, renterId, hour: 20 })
    await ctx.db.update(bookings).set({ releaseAt: null }).where(eq(bookings.id, held.id))
    await payBooking(ctx, { renterId, bookingId: held.id, key: newKey() })
    await drain(scene, await rowOf(ctx, held.id), 18_000n)
    await cancel(renterId, held.id)
    expect(await purse(scene, place.ownerId)).toEqual({ pending: 18_000n, earnings_debt: -18_000n })
    await work(place.releaseAt!)
    expect(await purse(scene, place.ownerId)).toEqual({})
    await expectSound(scene)
  })

  test(
    'the owner cancels in the last millisecond while the jobs complete and release',
    { timeout: 60_000 },
    async () => {
      const place = await newPlace(scene)
      const renterId = await richRenter(scene, 120_000n)
      let kept = 0n
      for (let hour = 0; hour < 12; hour++) {
        const { id } = await bookHours(scene, { ...place, renterId, days: 20, hour, hours: 1 })
        const { endsAt } = await rowOf(ctx, id)
        await ctx.db.update(bookings).set({ releaseAt: endsAt }).where(eq(bookings.id, id))
        await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
        const results = await Promise.allSettled([
          cancel(place.ownerId, id, addMs(endsAt, -1)),
          advanceBookings(at(ctx, endsAt)).then(() => releaseEarnings(at(ctx, endsAt))),
          releaseEarnings(at(ctx, endsAt)),
        ])
        await work(endsAt)
        const canceled = results[0]!.status === 'fulfilled'
        if (!canceled) {
          expect(tally(results.slice(0, 1))).toEqual({ STATE_CONFLICT: 1 })
          kept += 9_000n
        }
        expect(await rowOf(ctx, id)).toMatchObject({
          status: canceled ? 'CANCELED' : 'COMPLETED',
          refunded: canceled ? 10_000n : 0n,
          releasedAt: endsAt,
        })
        expect(await countPosted(scene, 'release', id)).toBe(canceled ? 0 : 1)
      }
      expect(await purse(scene, place.ownerId)).toEqual(kept > 0n ? { withdrawable: kept } : {})
      await expectSound(scene)
    },
  )

  test('nothing that is due is left when the jobs have run', async () => {
    const { releaseAt } = await paid()
    await work(addMs(releaseAt!, DAY_MS))
    const now = addMs(releaseAt!, DAY_MS)
    expect(await verify(ctx.db, BOOKING_INVARIANTS, { now })).toEqual([])
  })
})
