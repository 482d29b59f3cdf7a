import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { spaces } from '@/db/schema/space'
import { advanceBookings } from '@/lib/booking/advance'
import type { BookingRow } from '@/lib/booking/booking'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { claimOrder } from '@/lib/charge/claim'
import { confirmCharge } from '@/lib/charge/confirm'
import { resolveByConfirm } from '@/lib/charge/resolve'
import { payFromCharges, readShortfall, startChargeForBooking } from '@/lib/flows/charge-and-pay'
import { addBlackout } from '@/lib/space/add-blackout'
import { addMs, DAY_MS, MINUTE_MS } from '@/lib/time'
import { expectSound, openScene } from '../support/scene'
import {
  acceptedBooking,
  at,
  balanceOf,
  bookHours,
  charge,
  countPosted,
  newKey,
  newPlace,
  noticesOf,
  plantHeld,
  purse,
  richRenter,
  rowOf,
} from './support'

const scene = await openScene()
const { ctx, toss } = scene

type Started = { booking: BookingRow; orderId: string; amount: bigint }

/** A renter with 5,000 won who holds a space for 20,000, and has begun to charge what is missing. */
async function start(change: Record<string, string> = {}): Promise<Started> {
  const place = await newPlace(scene, change)
  const renterId = await richRenter(scene, 5_000n)
  const booking =
    change.booking === 'approval'
      ? await acceptedBooking(scene, { ...place, renterId })
      : await bookHours(scene, { ...place, renterId })
  const { orderId, amount } = await startChargeForBooking(ctx, { userId: renterId, bookingId: booking.id })
  return { booking: await rowOf(ctx, booking.id), orderId, amount }
}

/** The money arrives, and the browser that began it is gone: only the jobs go on. */
async function arrive({ booking, orderId, amount }: Started): Promise<void> {
  const paymentKey = await toss.authenticate(orderId, amount)
  const { status } = await confirmCharge(ctx, { userId: booking.renterId, orderId, paymentKey, amount })
  expect(status).toBe('DONE')
}

/** The next turns of the job, more than one and at once. */
async function work(now = ctx.now()): Promise<void> {
  const when = at(ctx, now)
  await Promise.all([payFromCharges(when), payFromCharges(when), payFromCharges(when)])
  await payFromCharges(when)
}

const told = async ({ id }: BookingRow, kind: string) =>
  (await noticesOf(ctx, id)).filter((each) => each === `renter ${kind}`).length

async function expectPaid({ booking, orderId }: Started): Promise<void> {
  expect(await rowOf(ctx, booking.id)).toMatchObject({
    status: 'CONFIRMED',
    payKey: `charge:${orderId}`,
    orderSettledAt: expect.any(Date),
  })
  expect(await purse(scene, booking.renterId)).toEqual({})
  expect(await purse(scene, booking.ownerId)).toEqual({ withdrawable: 18_000n })
  expect(await countPosted(scene, 'payment', booking.id)).toBe(1)
  expect(await told(booking, 'charge.kept')).toBe(0)
  await expectSound(scene)
}

/** The money stays in the wallet, and its owner hears of it once. */
async function expectKept({ booking }: Started, balance: bigint): Promise<void> {
  expect(await balanceOf(scene, booking.renterId)).toBe(balance)
  expect(await told(booking, 'charge.kept')).toBe(1)
  expect(await rowOf(ctx, booking.id)).toMatchObject({ orderSettledAt: expect.any(Date) })
  await expectSound(scene)
}

describe('charging for a booking', () => {
  test('asks for what the wallet lacks, and no less than the least charge', async () => {
    const renterId = await richRenter(scene, 5_000n)
    expect(await readShortfall(ctx, renterId, 20_000n)).toEqual({
      balance: 5_000n,
      missing: 15_000n,
      charge: 15_000n,
    })
    expect(await readShortfall(ctx, renterId, 5_001n)).toMatchObject({ missing: 1n, charge: 1_000n })
    expect(await readShortfall(ctx, renterId, 5_000n)).toMatchObject({ missing: 0n, charge: 0n })
  })

  test('holds the time anew at first, and never again', async () => {
    const renterId = await richRenter(scene, 0n)
    const held = await bookHours(scene, { ...(await newPlace(scene)), renterId })
    const begin = (when: Date) =>
      startChargeForBooking(at(ctx, when), { userId: renterId, bookingId: held.id })
    const first = addMs(held.createdAt, 9 * MINUTE_MS)
    await begin(first)
    const linked = await rowOf(ctx, held.id)
    expect(linked.expiresAt).toEqual(addMs(first, 10 * MINUTE_MS))
    const { orderId } = await begin(addMs(first, 5 * MINUTE_MS))
    expect(await rowOf(ctx, held.id)).toMatchObject({ orderId, expiresAt: linked.expiresAt })
    await expect(begin(linked.expiresAt)).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
  })

  test('never shortens the time that an owner gave', async () => {
    const { booking } = await start({ booking: 'approval' })
    expect(booking.expiresAt).toEqual(addMs(booking.acceptedAt!, DAY_MS))
  })

  test('is not for the owner, nor a booking that is paid, nor where the wallet has enough', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 20_000n)
    const { id: bookingId } = await bookHours(scene, { ...place, renterId })
    const begin = (userId: string) => startChargeForBooking(ctx, { userId, bookingId })
    await expect(begin(place.ownerId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(begin(renterId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await payBooking(ctx, { renterId, bookingId, key: newKey() })
    await expect(begin(renterId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })
})

describe('the money arrives', () => {
  test('and pays the booking, however many jobs look at once', async () => {
    const started = await start()
    await work()
    expect(await rowOf(ctx, started.booking.id)).toMatchObject({ status: 'HELD', orderSettledAt: null })
    await arrive(started)
    await work()
    await expectPaid(started)
  })

  test('after the hold lapsed: nobody took the time, so it is theirs, and nobody said it was lost', async () => {
    const started = await start()
    await arrive(started)
    const late = addMs(started.booking.expiresAt, MINUTE_MS)
    await advanceBookings(at(ctx, late))
    await work(late)
    await expectPaid(started)
    expect(await told(started.booking, 'booking.expired')).toBe(0)
  })

  test('after the job ended the hold: it is revived', async () => {
    const started = await start()
    const late = addMs(started.booking.expiresAt, MINUTE_MS)
    await advanceBookings(at(ctx, late))
    expect(await rowOf(ctx, started.booking.id)).toMatchObject({ status: 'EXPIRED' })
    await arrive(started)
    await work(late)
    await expectPaid(started)
  })

  test('while somebody else holds the time: it stays in the wallet', async () => {
    const started = await start()
    const late = addMs(started.booking.expiresAt, MINUTE_MS)
    const other = await richRenter(scene, 0n)
    await bookHours({ ctx: at(ctx, late) }, { ...started.booking, renterId: other, hour: 11 })
    await arrive(started)
    await work(late)
    await expectKept(started, 20_000n)
    expect(await rowOf(ctx, started.booking.id)).toMatchObject({ status: 'EXPIRED', paidAt: null })
    expect(await told(started.booking, 'booking.expired')).toBe(1)
  })

  test('while the time of a lapsed hold is in the way of another lapsed one: the first to come has it', async () => {
    const started = await start()
    const late = addMs(started.booking.expiresAt, MINUTE_MS)
    await advanceBookings(at(ctx, late))
    const other = await richRenter(scene, 0n)
    const lapsed = await bookHours({ ctx: at(ctx, late) }, { ...started.booking, renterId: other, hour: 11 })
    await arrive(started)
    await work(lapsed.expiresAt)
    await expectPaid(started)
    expect(await rowOf(ctx, lapsed.id)).toMatchObject({ status: 'EXPIRED' })
  })

  test('after the use has begun: it stays in the wallet', async () => {
    const started = await start()
    await arrive(started)
    await work(started.booking.startsAt)
    await expectKept(started, 20_000n)
  })

  test('when the owner has since closed the space or the time: it stays in the wallet', async () => {
    const [closed, blocked] = [await start(), await start()]
    await ctx.db.update(spaces).set({ status: 'closed' }).where(eq(spaces.id, closed.booking.spaceId))
    const { ownerId, spaceId, startsAt, endsAt, expiresAt } = blocked.booking
    await addBlackout(ctx, { ownerId, spaceId, startsAt, endsAt })
    await arrive(closed)
    await arrive(blocked)
    await work(addMs(expiresAt, MINUTE_MS))
    await expectKept(closed, 20_000n)
    await expectKept(blocked, 20_000n)
  })

  test.each(['renter', 'owner'] as const)('after the %s cancelled: it stays in the wallet', async (who) => {
    const started = await start()
    const { id: bookingId, renterId, ownerId } = started.booking
    await cancelBooking(ctx, { userId: who === 'renter' ? renterId : ownerId, bookingId, key: newKey() })
    await arrive(started)
    await work()
    await expectKept(started, 20_000n)
    expect(await rowOf(ctx, bookingId)).toMatchObject({ status: 'CANCELED', refunded: 0n })
  })

  test('after it was paid by hand: it is paid once, and nothing is said', async () => {
    const started = await start()
    const { renterId, id: bookingId } = started.booking
    await charge(scene, renterId, 15_000n)
    await payBooking(ctx, { renterId, bookingId, key: newKey() })
    await arrive(started)
    await work()
    expect(await balanceOf(scene, renterId)).toBe(15_000n)
    expect(await countPosted(scene, 'payment', bookingId)).toBe(1)
    expect(await told(started.booking, 'charge.kept')).toBe(0)
    expect(await rowOf(ctx, bookingId)).toMatchObject({ orderSettledAt: expect.any(Date) })
    await expectSound(scene)
  })

  test('and is paid by hand at the same moment: once', async () => {
    for (let n = 0; n < 5; n++) {
      const started = await start()
      const { renterId, id: bookingId } = started.booking
      await arrive(started)
      await Promise.allSettled([work(), payBooking(ctx, { renterId, bookingId, key: newKey() })])
      await work()
      expect(await balanceOf(scene, renterId)).toBe(0n)
      expect(await countPosted(scene, 'payment', bookingId)).toBe(1)
      expect(await told(started.booking, 'charge.kept')).toBe(0)
    }
    await expectSound(scene)
  })

  test('after the rest was spent elsewhere: it stays, and the hold goes on', async () => {
    const started = await start()
    const { renterId } = started.booking
    const place = await newPlace(scene)
    const { id } = await plantHeld(scene, { ...place, renterId, price: 1n, days: 3, hour: 3 })
    await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
    await arrive(started)
    await work()
    await expectKept(started, 19_999n)
    expect(await rowOf(ctx, started.booking.id)).toMatchObject({ status: 'HELD' })
  })

  test('of a second charge when the first was never paid: that one pays', async () => {
    const first = await start()
    const { renterId, id: bookingId } = first.booking
    const second = await startChargeForBooking(ctx, { userId: renterId, bookingId })
    const started = { ...first, orderId: second.orderId, amount: second.amount }
    await arrive(started)
    await work()
    await expectPaid(started)
  })

  test('and something breaks on the way: nothing is said, and the next turn pays', async () => {
    const started = await start()
    await arrive(started)
    const broken = () => {
      throw new Error('planted')
    }
    await payFromCharges({ ...ctx, now: broken })
    expect(await told(started.booking, 'charge.kept')).toBe(0)
    expect(await rowOf(ctx, started.booking.id)).toMatchObject({ status: 'HELD', orderSettledAt: null })
    await work()
    await expectPaid(started)
  })

  test('of the first charge, whose renter began another meanwhile: that is refused, and the first one pays', async () => {
    const started = await start()
    const { orderId, amount } = started
    const { renterId: userId, id: bookingId } = started.booking
    const paymentKey = await toss.authenticate(orderId, amount)
    const { order } = await claimOrder(ctx, { userId, orderId, paymentKey, amount })
    await expect(startChargeForBooking(ctx, { userId, bookingId })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    await resolveByConfirm(ctx, order)
    await work()
    await expectPaid(started)
  })

  test('never: the hold ends as any other', async () => {
    const { booking } = await start()
    await work(addMs(booking.expiresAt, MINUTE_MS))
    await advanceBookings(at(ctx, addMs(booking.expiresAt, MINUTE_MS)))
    expect(await rowOf(ctx, booking.id)).toMatchObject({ status: 'EXPIRED', orderSettledAt: null })
    expect(await balanceOf(scene, booking.renterId)).toBe(5_000n)
  })
})
