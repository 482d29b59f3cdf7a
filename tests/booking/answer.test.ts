import { describe, expect, test } from 'vitest'
import { answerRequest } from '@/lib/booking/answer'
import { book } from '@/lib/booking/book'
import type { BookingRow } from '@/lib/booking/booking'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { tellPaid } from '@/lib/booking/tell-paid'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { expectSound, newRenter, openScene } from '../support/scene'
import {
  at,
  balanceOf,
  bookHours,
  newKey,
  newPlace,
  noticesOf,
  richRenter,
  rowOf,
  tally,
  withdrawableOf,
} from './support'

const scene = await openScene()
const { ctx } = scene

async function asked(): Promise<BookingRow> {
  const place = await newPlace(scene, { booking: 'approval' })
  return bookHours(scene, { ...place, renterId: await richRenter(scene, 20_000n) })
}

const answer = ({ id, ownerId }: BookingRow, accept: boolean, when = ctx) =>
  answerRequest(when, { ownerId, bookingId: id, accept })

describe('an owner', () => {
  test('who accepts gives the renter a day to pay; no money moves until they do', async () => {
    const booking = await asked()
    const now = ctx.now()
    expect(await answer(booking, true, at(ctx, now))).toMatchObject({
      status: 'HELD',
      acceptedAt: now,
      expiresAt: addMs(now, DAY_MS),
    })
    expect(await balanceOf(scene, booking.renterId)).toBe(20_000n)
    await payBooking(at(ctx, addMs(now, DAY_MS - 1)), {
      renterId: booking.renterId,
      bookingId: booking.id,
      key: newKey(),
    })
    expect(await withdrawableOf(scene, booking.ownerId)).toBe(18_000n)
    await tellPaid(ctx)
    expect(await noticesOf(ctx, booking.id)).toEqual([
      'owner booking.requested',
      'renter booking.accepted',
      'renter booking.confirmed',
      'owner booking.sold',
    ])
    await expectSound(scene)
  })

  test('who declines frees the time, and the renter cannot pay for it', async () => {
    const booking = await asked()
    expect(await answer(booking, false)).toMatchObject({ status: 'DECLINED' })
    const payment = { renterId: booking.renterId, bookingId: booking.id, key: newKey() }
    await expect(payBooking(ctx, payment)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    const { userId: renterId } = await newRenter(scene)
    await bookHours(scene, { ...booking, renterId })
    expect(await noticesOf(ctx, booking.id)).toEqual(['owner booking.requested', 'renter booking.declined'])
  })

  test.each([true, false])('who says %s again changes nothing, and cannot say the other', async (accept) => {
    const booking = await asked()
    const first = await answer(booking, accept)
    const later = at(ctx, addMs(ctx.now(), HOUR_MS))
    expect(await answer(booking, accept, later)).toMatchObject({
      status: first.status,
      expiresAt: first.expiresAt,
      updatedAt: first.updatedAt,
    })
    await expect(answer(booking, !accept, later)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test.each([true, false])('who says both at once has said one of them', async (accept) => {
    for (let n = 0; n < 5; n++) {
      const booking = await asked()
      const results = await Promise.allSettled([accept, !accept].map((say) => answer(booking, say)))
      expect(tally(results)).toEqual({ ok: 1, STATE_CONFLICT: 1 })
    }
  })

  test('can answer until the last millisecond', async () => {
    const [late, inTime] = [await asked(), await asked()]
    await expect(answer(late, true, at(ctx, late.expiresAt))).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
    await expect(answer(late, false, at(ctx, late.expiresAt))).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
    expect(await answer(inTime, true, at(ctx, addMs(inTime.expiresAt, -1)))).toMatchObject({ status: 'HELD' })
  })

  test('cannot answer what the renter took back', async () => {
    const booking = await asked()
    await cancelBooking(ctx, { userId: booking.renterId, bookingId: booking.id, key: newKey() })
    for (const accept of [true, false]) {
      await expect(answer(booking, accept)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    }
  })

  test('of another space, the renter and a stranger find no such request', async () => {
    const [booking, other] = [await asked(), await asked()]
    const { userId } = await newRenter(scene)
    for (const ownerId of [other.ownerId, booking.renterId, userId]) {
      await expect(answer({ ...booking, ownerId }, true)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    await expect(answer({ ...booking, id: 'x' }, true)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await rowOf(ctx, booking.id)).toMatchObject({ status: 'REQUESTED' })
  })
})

test('the time to pay ends with the start of use, but is never shorter than a hold', async () => {
  const place = await newPlace(scene, { booking: 'approval' })
  const now = new Date(Math.floor(ctx.now().getTime() / HOUR_MS) * HOUR_MS)
  const payUntil = async (hours: number) => {
    const startAt = addMs(now, hours * HOUR_MS)
    const { userId: renterId } = await newRenter(scene)
    const endAt = addMs(startAt, HOUR_MS)
    const booking = await book(at(ctx, now), { ...place, renterId, startAt, endAt })
    const answeredAt = addMs(now, 5 * MINUTE_MS)
    const { expiresAt } = await answer(booking, true, at(ctx, answeredAt))
    return (expiresAt.getTime() - answeredAt.getTime()) / MINUTE_MS
  }
  expect(await payUntil(48)).toBe(24 * 60)
  expect(await payUntil(2)).toBe(115)
  expect(await payUntil(0)).toBe(10)
})

test('accepting while the renter takes it back: one of them, and nothing is left held', async () => {
  for (let n = 0; n < 10; n++) {
    const booking = await asked()
    const [accepted, canceled] = await Promise.allSettled([
      answer(booking, true),
      cancelBooking(ctx, { userId: booking.renterId, bookingId: booking.id, key: newKey() }),
    ])
    expect(canceled!.status).toBe('fulfilled')
    const { status, acceptedAt } = await rowOf(ctx, booking.id)
    expect(status).toBe('CANCELED')
    expect(accepted!.status === 'fulfilled').toBe(acceptedAt !== null)
  }
})
