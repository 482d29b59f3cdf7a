import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { bookings } from '@/db/schema/booking'
import { advanceBookings } from '@/lib/booking/advance'
import { answerRequest } from '@/lib/booking/answer'
import type { BookingRow } from '@/lib/booking/booking'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { addMs, DAY_MS, HOUR_MS } from '@/lib/time'
import { expectSound, newRenter, openScene } from '../support/scene'
import {
  acceptedBooking,
  at,
  balanceOf,
  bookHours,
  charge,
  countPosted,
  drain,
  hourOf,
  keptOf,
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

const scene = await openScene()
const { ctx } = scene

const cancel = (userId: string, bookingId: string, key = newKey(), when = ctx) =>
  cancelBooking(when, { userId, bookingId, key })

const PARTIES = ['renter', 'owner'] as const
type Party = (typeof PARTIES)[number]
const idOf = ({ renterId, ownerId }: BookingRow, party: Party) => (party === 'renter' ? renterId : ownerId)

describe('cancelling', () => {
  const asked = async () => {
    const place = await newPlace(scene, { booking: 'approval' })
    return { ...place, renterId: await richRenter(scene, 20_000n) }
  }
  const paid = async () =>
    paidBooking(scene, { ...(await newPlace(scene)), renterId: await richRenter(scene, 20_000n) })
  const later = async (booking: BookingRow, when: Date) => {
    await advanceBookings(at(ctx, when))
    return rowOf(ctx, booking.id)
  }

  type Case = [
    string,
    () => Promise<BookingRow>,
    (booking: BookingRow) => Date,
    Record<Party, string | bigint>,
  ]
  const now = () => ctx.now()
  const CASES: Case[] = [
    ['a request', async () => bookHours(scene, await asked()), now, { renter: 0n, owner: 0n }],
    [
      'an accepted request',
      async () => acceptedBooking(scene, await asked()),
      now,
      { renter: 0n, owner: 0n },
    ],
    [
      'a hold',
      async () => bookHours(scene, { ...(await newPlace(scene)), renterId: await richRenter(scene, 0n) }),
      now,
      { renter: 0n, owner: 0n },
    ],
    [
      'a hold that lapsed this instant',
      async () => bookHours(scene, { ...(await newPlace(scene)), renterId: await richRenter(scene, 0n) }),
      ({ expiresAt }) => expiresAt,
      { renter: 'HOLD_EXPIRED', owner: 'HOLD_EXPIRED' },
    ],
    [
      'an expired request',
      async () => {
        const booking = await bookHours(scene, await asked())
        return later(booking, booking.expiresAt)
      },
      now,
      { renter: 'HOLD_EXPIRED', owner: 'HOLD_EXPIRED' },
    ],
    [
      'a declined request',
      async () => {
        const { id, ownerId } = await bookHours(scene, await asked())
        return answerRequest(ctx, { ownerId, bookingId: id, accept: false })
      },
      now,
      { renter: 'STATE_CONFLICT', owner: 'STATE_CONFLICT' },
    ],
    ['a paid booking at once', paid, now, { renter: 20_000n, owner: 20_000n }],
    [
      'a paid booking just before its use',
      paid,
      ({ startsAt }) => addMs(startsAt, -1),
      { renter: 0n, owner: 20_000n },
    ],
    ['a booking in use', paid, ({ startsAt }) => startsAt, { renter: 'STATE_CONFLICT', owner: 20_000n }],
    [
      'a booking in its last millisecond',
      paid,
      ({ endsAt }) => addMs(endsAt, -1),
      { renter: 'STATE_CONFLICT', owner: 20_000n },
    ],
    [
      'a booking that is over',
      paid,
      ({ endsAt }) => endsAt,
      { renter: 'STATE_CONFLICT', owner: 'STATE_CONFLICT' },
    ],
    [
      'a cancelled booking',
      async () => {
        const booking = await paid()
        await cancel(booking.renterId, booking.id)
        return booking
      },
      now,
      { renter: 'STATE_CONFLICT', owner: 'STATE_CONFLICT' },
    ],
  ]
  const EACH = CASES.flatMap(([name, make, when, by]) =>
    PARTIES.map((party) => [name, party, make, when, by[party]] as const),
  )
  test.each(EACH)('%s as its %s', async (_, party, make, when, expected) => {
    const booking = await make()
    const before = await balanceOf(scene, booking.renterId)
    const attempt = cancel(idOf(booking, party), booking.id, newKey(), at(ctx, when(booking)))
    if (typeof expected === 'string') {
      await expect(attempt).rejects.toMatchObject({ code: expected })
      expect(await balanceOf(scene, booking.renterId)).toBe(before)
    } else {
      expect(await attempt).toEqual({ refunded: expected, replayed: false })
      expect(await balanceOf(scene, booking.renterId)).toBe(before + expected)
      expect(await rowOf(ctx, booking.id)).toMatchObject({
        status: 'CANCELED',
        canceledBy: party,
        refunded: expected,
        refunds: expected > 0n ? 1 : 0,
      })
    }
    await expectSound(scene)
  })

  test('a completed booking is too late for both', async () => {
    const booking = await paid()
    expect(await later(booking, booking.endsAt)).toMatchObject({ status: 'COMPLETED' })
    for (const party of PARTIES) {
      await expect(cancel(idOf(booking, party), booking.id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    }
  })

  test('is for its two people only', async () => {
    const booking = await paid()
    const { userId } = await newRenter(scene)
    for (const id of [booking.id, 'x', userId]) {
      await expect(cancel(userId, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  test('tells both when money goes back, and once', async () => {
    const booking = await paid()
    const key = newKey()
    await cancel(booking.ownerId, booking.id, key)
    await cancel(booking.ownerId, booking.id, key)
    expect((await noticesOf(ctx, booking.id)).filter((told) => told.endsWith('booking.canceled'))).toEqual([
      'renter booking.canceled',
      'owner booking.canceled',
    ])
  })

  test('gives back no less than the renter was shown', async () => {
    const { renterId, id, startsAt } = await paid()
    const attempt = (atLeast: bigint, when: Date) =>
      cancelBooking(at(ctx, when), { userId: renterId, bookingId: id, key: newKey(), atLeast })
    await expect(attempt(20_000n, addMs(startsAt, -2 * DAY_MS))).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    expect(await rowOf(ctx, id)).toMatchObject({ status: 'CONFIRMED', refunded: 0n })
    expect(await attempt(20_000n, ctx.now())).toMatchObject({ refunded: 20_000n })
  })
})

describe('what comes back', () => {
  /** A price whose halves and fee are no whole won. */
  const odd = async (refundPreset: string, days: number) =>
    paidBooking(scene, {
      ...(await newPlace(scene, { hourlyPrice: '10007', refundPreset })),
      renterId: await richRenter(scene, 20_000n),
      days,
      hour: 15,
      hours: 1,
    })
  const midnight = (days: number) => hourOf(ctx, days, 0)

  test.each([
    ['flexible', 12, () => addMs(midnight(12 - 6), -1), 10_007n, [0n, 0n]],
    ['flexible', 12, () => midnight(12 - 6), 5_003n, [455n, 46n]],
    ['flexible', 12, () => addMs(midnight(12), -1), 5_003n, [455n, 46n]],
    ['flexible', 12, () => midnight(12), 0n, [909n, 91n]],
    ['standard', 40, () => addMs(midnight(40 - 29), -1), 10_007n, [0n, 0n]],
    ['standard', 40, () => midnight(40 - 29), 5_003n, [455n, 46n]],
    ['standard', 40, () => midnight(40 - 6), 0n, [909n, 91n]],
    ['domestic', 12, () => midnight(12 - 7), 9_006n, [92n, 9n]],
    ['domestic', 12, () => midnight(12 - 2), 3_002n, [637n, 64n]],
    ['domestic', 12, () => midnight(12 - 1), 2_001n, [728n, 73n]],
  ] as const)(
    '%s, %i days ahead: to the won, and as much of the fee',
    async (preset, days, when, back, kept) => {
      const booking = await odd(preset, days)
      const { refunded } = await cancel(booking.renterId, booking.id, newKey(), at(ctx, when()))
      expect(refunded).toBe(back)
      expect(await balanceOf(scene, booking.renterId)).toBe(20_000n - 10_007n + back)
      expect(await keptOf(scene, booking.id)).toEqual(kept)
      const earned = (await purse(scene, booking.ownerId)).withdrawable ?? 0n
      expect(earned + kept[0] + kept[1] + back).toBe(10_007n)
      await expectSound(scene)
    },
  )

  test('is all of it for two hours after paying, whatever the rules of the space', async () => {
    const [within, after] = [await odd('standard', 3), await odd('standard', 3)]
    const ends = (booking: BookingRow) => addMs(booking.paidAt!, 2 * HOUR_MS)
    const inTime = at(ctx, addMs(ends(within), -1))
    expect(await cancel(within.renterId, within.id, newKey(), inTime)).toMatchObject({ refunded: 10_007n })
    const late = at(ctx, ends(after))
    expect(await cancel(after.renterId, after.id, newKey(), late)).toMatchObject({ refunded: 0n })
  })

  test.each([0, 1, 3_333, 9_999, 10_000])('adds up at a fee of %i basis points', async (feeRateBp) => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 20_000n)
    for (const [hour, price] of [1n, 2n, 7n, 9_999n].entries()) {
      const { id } = await plantHeld(scene, { ...place, renterId, price, days: 3, hour })
      await ctx.db
        .update(bookings)
        .set({ feeRateBp, refundSteps: [{ daysBefore: 0, percent: 50 }] })
        .where(eq(bookings.id, id))
      await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
      await cancel(renterId, id, newKey(), at(ctx, addMs(ctx.now(), 3 * HOUR_MS)))
      expect((await rowOf(ctx, id)).refunded).toBe(price / 2n)
    }
    await expectSound(scene)
  })
})

describe('an owner who has withdrawn the earnings', () => {
  test('owes them; the renter is made whole at once; the next earnings repay first', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 80_000n)
    const first = await paidBooking(scene, { ...place, renterId, hour: 1, hours: 3 })
    expect(await purse(scene, place.ownerId)).toEqual({ withdrawable: 27_000n })
    await drain(scene, first, 25_000n)
    expect(await cancel(renterId, first.id)).toMatchObject({ refunded: 30_000n })
    expect(await purse(scene, renterId)).toEqual({ balance: 80_000n })
    expect(await purse(scene, place.ownerId)).toEqual({ earnings_debt: -25_000n })
    expect(await keptOf(scene, first.id)).toEqual([0n, 0n])
    await expectSound(scene)

    const next = await paidBooking(scene, { ...place, renterId, hour: 5, hours: 2 })
    expect(await purse(scene, place.ownerId)).toEqual({ earnings_debt: -7_000n })
    await cancel(place.ownerId, next.id)
    expect(await purse(scene, place.ownerId)).toEqual({ earnings_debt: -25_000n })
    await paidBooking(scene, { ...place, renterId, hour: 8, hours: 3 })
    expect(await purse(scene, place.ownerId)).toEqual({ withdrawable: 2_000n })
    await expectSound(scene)
  })

  test('owes nothing from their own prepaid money', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 20_000n)
    await charge(scene, place.ownerId, 30_000n)
    const booking = await paidBooking(scene, { ...place, renterId })
    await drain(scene, booking, 18_000n)
    await cancel(place.ownerId, booking.id)
    expect(await purse(scene, place.ownerId)).toEqual({ balance: 30_000n, earnings_debt: -18_000n })
    await expectSound(scene)
  })
})

describe('at the same moment', () => {
  test('renter and owner cancel: one refund', { timeout: 60_000 }, async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 200_000n)
    for (let hour = 0; hour < 10; hour++) {
      const { id } = await paidBooking(scene, { ...place, renterId, hour, hours: 1 })
      const results = await Promise.allSettled(
        [renterId, place.ownerId, renterId, place.ownerId].map((userId) => cancel(userId, id)),
      )
      expect(tally(results)).toEqual({ ok: 1, STATE_CONFLICT: 3 })
      expect(await countPosted(scene, 'refund', id)).toBe(1)
    }
    expect(await purse(scene, renterId)).toEqual({ balance: 200_000n })
    expect(await purse(scene, place.ownerId)).toEqual({})
    await expectSound(scene)
  })

  test('ten times with one key: one refund and ten times its answer', async () => {
    const renterId = await richRenter(scene, 20_000n)
    const { id } = await paidBooking(scene, { ...(await newPlace(scene)), renterId })
    const key = newKey()
    const results = await Promise.all(Array.from({ length: 10 }, () => cancel(renterId, id, key)))
    expect(results.every(({ refunded }) => refunded === 20_000n)).toBe(true)
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await countPosted(scene, 'refund', id)).toBe(1)
    expect(await balanceOf(scene, renterId)).toBe(20_000n)
    await expectSound(scene)
  })

  test('an owner with the same key as the renter gets no answer of theirs', async () => {
    const renterId = await richRenter(scene, 20_000n)
    const { id, ownerId } = await paidBooking(scene, { ...(await newPlace(scene)), renterId })
    const key = newKey()
    await cancel(renterId, id, key)
    await expect(cancel(ownerId, id, key)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('a refund and a payment from one balance: the money is spent once', { timeout: 60_000 }, async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 20_000n)
    for (let n = 0; n < 8; n++) {
      const day = { days: 5 + n, hour: 1 }
      const paid = await paidBooking(scene, { ...place, renterId, ...day })
      const other = await bookHours(scene, { ...place, renterId, ...day, hour: 5 })
      const [canceled, second] = await Promise.allSettled([
        cancel(renterId, paid.id),
        payBooking(ctx, { renterId, bookingId: other.id, key: newKey() }),
      ])
      expect(canceled!.status).toBe('fulfilled')
      const isPaid = second!.status === 'fulfilled'
      expect(await balanceOf(scene, renterId)).toBe(isPaid ? 0n : 20_000n)
      await cancel(renterId, other.id)
      expect(await balanceOf(scene, renterId)).toBe(20_000n)
    }
    await expectSound(scene)
  })
})
