import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { bookings } from '@/db/schema/booking'
import { spaces } from '@/db/schema/space'
import { book } from '@/lib/booking/book'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { REFUND_PRESETS } from '@/lib/policy/refund-presets'
import { addBlackout } from '@/lib/space/add-blackout'
import { editSpace } from '@/lib/space/edit-space'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, startOfKstDay } from '@/lib/time'
import { fieldsOf, newOwner } from '../space/support'
import { expectSound, newRenter, openScene } from '../support/scene'
import {
  acceptedBooking,
  at,
  bookHours,
  hourOf,
  newKey,
  newPlace,
  noticesOf,
  plantHeld,
  richRenter,
  rowOf,
  tally,
} from './support'
import { setSetting } from '../support/set-setting'
import { plantFreeze, REFUSED_WITH_REASON } from '../support/freeze'

const scene = await openScene()
const { ctx } = scene

const renter = async () => (await newRenter(scene)).userId

describe('a time', () => {
  test('that 200 people want at the same moment is held for one of them', { timeout: 60_000 }, async () => {
    const place = await newPlace(scene)
    const renters: string[] = []
    // By tens, so that a busy machine turns nobody away who is only getting ready.
    while (renters.length < 200) renters.push(...(await Promise.all(Array.from({ length: 10 }, renter))))
    // Whom the busy pool turns away is told to try again, and does.
    const insist = (renterId: string): Promise<unknown> =>
      bookHours(scene, { ...place, renterId }).catch((error: Error) => {
        if (error.message.startsWith('timeout exceeded')) return insist(renterId)
        throw error
      })
    const results = await Promise.allSettled(renters.map(insist))
    expect(tally(results)).toEqual({ ok: 1, SLOT_TAKEN: 199 })
    expect(await ctx.db.select().from(bookings).where(eq(bookings.spaceId, place.spaceId))).toHaveLength(1)
  })

  test('ends where the next begins; an hour in common is taken', async () => {
    const place = await newPlace(scene)
    const take = async (hour: number, hours: number) =>
      bookHours(scene, { ...place, renterId: await renter(), hour, hours })
    await take(10, 2)
    for (const [hour, hours] of [
      [11, 2],
      [9, 2],
      [10, 2],
      [9, 4],
      [11, 1],
    ] as const) {
      await expect(take(hour, hours)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    }
    await take(12, 1)
    await take(9, 1)
  })

  test('is given to the next as soon as its hold lapses, and the one before is told', async () => {
    const place = await newPlace(scene)
    const [late, next] = [await renter(), await renter()]
    const held = await bookHours(scene, { ...place, renterId: late })
    const take = (now: Date) => bookHours({ ctx: at(ctx, now) }, { ...place, renterId: next, hour: 11 })
    await expect(take(addMs(held.expiresAt, -1))).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    expect(await take(held.expiresAt)).toMatchObject({ status: 'HELD', renterId: next })
    expect(await rowOf(ctx, held.id)).toMatchObject({ status: 'EXPIRED' })
    expect(await noticesOf(ctx, held.id)).toEqual([`renter booking.expired`])
  })

  test('of a cancelled booking is free, of one that is paid or asked for is not', async () => {
    const [place, asked] = [await newPlace(scene), await newPlace(scene, { booking: 'approval' })]
    const renterId = await richRenter(scene, 20_000n)
    const { id } = await bookHours(scene, { ...place, renterId })
    await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
    const take = async (there: typeof place) => bookHours(scene, { ...there, renterId: await renter() })
    await expect(take(place)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    await cancelBooking(ctx, { userId: renterId, bookingId: id, key: newKey() })
    await take(place)
    await take(asked)
    await expect(take(asked)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  })

  test('across midnight in Korea belongs to both of its days', async () => {
    const days = Object.fromEntries(
      [0, 1, 2, 3, 4, 5, 6].flatMap((day) => [
        [`opens${day}`, '20'],
        [`closes${day}`, '26'],
      ]),
    )
    const place = await newOwner(scene, days)
    const take = async (hour: number, hours: number) =>
      bookHours(scene, { ...place, renterId: await renter(), hour, hours })
    const held = await take(23, 2)
    expect(held.startsAt).toEqual(addMs(startOfKstDay(held.startsAt), 23 * HOUR_MS))
    expect(held.endsAt).toEqual(addMs(startOfKstDay(held.endsAt), HOUR_MS))
    await expect(take(24, 1)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    await take(25, 1)
    await expect(take(26, 1)).rejects.toMatchObject({ code: 'SPACE_UNAVAILABLE' })
  })
})

describe('open holds', () => {
  test('are three per person, also when five are made at once', async () => {
    const place = await newPlace(scene)
    const renterId = await renter()
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((hour) => bookHours(scene, { ...place, renterId, hour, hours: 1 })),
    )
    expect(tally(results)).toEqual({ ok: 3, LIMIT_EXCEEDED: 2 })
    const [first] = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    await cancelBooking(ctx, { userId: renterId, bookingId: first!.id, key: newKey() })
    await bookHours(scene, { ...place, renterId, hour: 6, hours: 1 })
    const later = { ctx: at(ctx, addMs(ctx.now(), 11 * MINUTE_MS)) }
    await bookHours(later, { ...place, renterId, hour: 7, hours: 1 })
  })

  test('count requests, but not what an owner has accepted', async () => {
    const place = await newPlace(scene, { booking: 'approval' })
    const renterId = await renter()
    for (const hour of [1, 2, 3, 4]) await acceptedBooking(scene, { ...place, renterId, hour, hours: 1 })
    for (const hour of [5, 6, 7]) await bookHours(scene, { ...place, renterId, hour, hours: 1 })
    await expect(bookHours(scene, { ...place, renterId, hour: 8, hours: 1 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    })
  })

  test('of one person never make another wait', async () => {
    const place = await newPlace(scene)
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, hour) =>
        bookHours(scene, { ...place, renterId: await renter(), hour, hours: 1 }),
      ),
    )
    expect(tally(results)).toEqual({ ok: 20 })
  })
})

describe('the same request', () => {
  test('twice or ten times at once is one booking', async () => {
    const place = await newPlace(scene)
    const [renterId, requestKey] = [await renter(), newKey()]
    const range = { startAt: hourOf(ctx, 5, 10), endAt: hourOf(ctx, 5, 12) }
    const ask = () => book(ctx, { ...place, ...range, renterId, requestKey })
    const all = [...(await Promise.all(Array.from({ length: 10 }, ask))), await ask()]
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect(await ctx.db.select().from(bookings).where(eq(bookings.renterId, renterId))).toHaveLength(1)
  })

  test('at once is one booking also when it is the last one that its renter may hold', async () => {
    const place = await newPlace(scene)
    const [renterId, requestKey] = [await renter(), newKey()]
    for (const hour of [1, 2]) await bookHours(scene, { ...place, renterId, hour, hours: 1 })
    const range = { startAt: hourOf(ctx, 5, 10), endAt: hourOf(ctx, 5, 12) }
    const ask = () => book(ctx, { ...place, ...range, renterId, requestKey })
    const results = await Promise.allSettled(Array.from({ length: 10 }, ask))
    expect(tally(results)).toEqual({ ok: 10 })
  })

  test("is nobody else's: another renter with that key gets a booking of their own", async () => {
    const place = await newPlace(scene)
    const requestKey = newKey()
    const ask = async (hour: number) => {
      const range = { startAt: hourOf(ctx, 5, hour), endAt: hourOf(ctx, 5, hour + 1) }
      return book(ctx, { ...place, ...range, renterId: await renter(), requestKey })
    }
    expect((await ask(1)).id).not.toBe((await ask(2)).id)
  })
})

describe('nobody can book', () => {
  test('their own space', async () => {
    const place = await newPlace(scene)
    await expect(bookHours(scene, { ...place, renterId: place.ownerId })).rejects.toMatchObject({
      code: 'SELF_PAYMENT',
    })
  })

  test('what costs more than a wallet can hold', async () => {
    const place = await newPlace(scene, { hourlyPrice: '100000' })
    const take = async (hours: number) =>
      bookHours(scene, { ...place, renterId: await renter(), hour: 0, hours })
    await expect(take(21)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    expect(await take(20)).toMatchObject({ price: 2_000_000n })
  })

  test('when it is closed, or the owner takes no bookings', async () => {
    const place = await newOwner(scene)
    const take = async (hour: number, hours = 1) =>
      bookHours(scene, { ...place, renterId: await renter(), hour, hours })
    await addBlackout(ctx, { ...place, startsAt: hourOf(ctx, 10, 12), endsAt: hourOf(ctx, 10, 14) })
    for (const [hour, hours] of [
      [8, 1],
      [8, 2],
      [21, 2],
      [22, 1],
      [12, 1],
      [11, 2],
      [13, 2],
      [11, 4],
    ] as const) {
      await expect(take(hour, hours), `${hour}+${hours}`).rejects.toMatchObject({ code: 'SPACE_UNAVAILABLE' })
    }
    await take(9)
    await take(11)
    await take(14)
    await take(21)
  })

  const HOUR = HOUR_MS
  const WISHES: [string, number, number][] = [
    ['an hour that has begun', -HOUR, HOUR],
    ['half an hour', DAY_MS, HOUR / 2],
    ['from half past', DAY_MS + HOUR / 2, HOUR],
    ['an hour and a millisecond', DAY_MS, HOUR + 1],
    ['no time at all', DAY_MS, 0],
    ['backwards', DAY_MS, -HOUR],
    ['more than a day', DAY_MS, 25 * HOUR],
    ['more than 180 days ahead', 182 * DAY_MS, HOUR],
  ]
  test.each(WISHES)('%s', async (_, from, length) => {
    const place = await newPlace(scene)
    const startAt = addMs(startOfHour(), HOUR + from)
    const wish = { ...place, renterId: await renter(), startAt, endAt: addMs(startAt, length) }
    const late = at(ctx, addMs(startOfHour(), HOUR / 2))
    await expect(book(late, wish)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test.each(['renter', 'owner', 'space'] as const)('when the %s is stopped', async (who) => {
    const place = await newPlace(scene)
    const renterId = await renter()
    if (who === 'space') {
      await ctx.db.update(spaces).set({ status: 'closed' }).where(eq(spaces.id, place.spaceId))
    } else {
      const frozen = who === 'renter' ? renterId : place.ownerId
      await plantFreeze(ctx, frozen)
    }
    const refused = who === 'renter' ? REFUSED_WITH_REASON : { code: 'SPACE_UNAVAILABLE' }
    await expect(bookHours(scene, { ...place, renterId })).rejects.toMatchObject(refused)
  })

  test('a space that does not exist', async () => {
    const renterId = await renter()
    for (const spaceId of ['x', renterId]) {
      await expect(bookHours(scene, { ownerId: '', spaceId, renterId })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    }
  })
})

const startOfHour = () => new Date(Math.floor(ctx.now().getTime() / HOUR_MS) * HOUR_MS)

test('the longest booking and the very next hour can be had', async () => {
  const place = await newPlace(scene)
  const next = addMs(startOfHour(), HOUR_MS)
  const renterId = await renter()
  await book(at(ctx, next), { ...place, renterId, startAt: next, endAt: addMs(next, 24 * HOUR_MS) })
})

test('price, fee and refund rules stay as they were, whatever is changed later', async () => {
  const place = await newPlace(scene)
  const renterId = await richRenter(scene, 100_000n)
  const before = await bookHours(scene, { ...place, renterId, hour: 10 })
  await editSpace(ctx, { ...place, fields: fieldsOf({ hourlyPrice: '33000', refundPreset: 'standard' }) })
  const startsAt = addMs(ctx.now(), -MINUTE_MS)
  await setSetting(ctx.db, 'fee', { rateBp: 2_000 }, startsAt)
  await setSetting(ctx.db, 'settlement', { delayHours: 24 }, startsAt)
  await payBooking(ctx, { renterId, bookingId: before.id, key: newKey() })
  expect(await rowOf(ctx, before.id)).toMatchObject({
    price: 20_000n,
    feeRateBp: 1_000,
    refundSteps: REFUND_PRESETS.flexible.steps,
    releaseAt: null,
  })
  const after = await bookHours(scene, { ...place, renterId, hour: 14 })
  expect(after).toMatchObject({
    price: 66_000n,
    feeRateBp: 2_000,
    refundSteps: REFUND_PRESETS.standard.steps,
    releaseAt: addMs(after.endsAt, DAY_MS),
  })
  await expectSound(scene)
})

test('a hold waits ten minutes, a request a day, or until the use begins when that is sooner', async () => {
  const [instant, asked] = [await newPlace(scene), await newPlace(scene, { booking: 'approval' })]
  const now = startOfHour()
  const take = async (place: typeof asked, hours: number) => {
    const startAt = addMs(now, hours * HOUR_MS)
    const wish = { ...place, renterId: await renter(), startAt, endAt: addMs(startAt, HOUR_MS) }
    const { expiresAt } = await book(at(ctx, now), wish)
    return (expiresAt.getTime() - now.getTime()) / MINUTE_MS
  }
  expect(await take(instant, 48)).toBe(10)
  expect(await take(asked, 48)).toBe(24 * 60)
  expect(await take(asked, 2)).toBe(2 * 60)
  expect(await take(asked, 0)).toBe(10)
})

test('everyone takes one of a renter and of a space at a time, so no two that overlap wait for each other', async () => {
  const place = await newPlace(scene)
  await plantHeld(scene, { ...place, renterId: await renter(), price: 10n, days: 10, hour: 3 })
  const later = { ctx: at(ctx, addMs(ctx.now(), 2 * HOUR_MS)) }
  const renters = await Promise.all([1, 2, 3, 4].map(renter))
  const results = await Promise.allSettled(
    renters.flatMap((renterId) => [2, 3].map((hour) => bookHours(later, { ...place, renterId, hour }))),
  )
  expect(tally(results)).toEqual({ ok: 1, SLOT_TAKEN: 7 })
})
