import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { bookings } from '@/db/schema/booking'
import type { BookingRow } from '@/lib/booking/booking'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { payFromCharges, startChargeForBooking } from '@/lib/flows/charge-and-pay'
import { confirmCharge } from '@/lib/charge/confirm'
import { readHistory } from '@/lib/ledger/read'
import { addMs, SECOND_MS } from '@/lib/time'
import { bookHours, newKey, newPlace, richRenter, rowOf } from '../booking/support'
import { openCrashScene } from '../support/crash-scene'
import { expectSound, newRenter } from '../support/scene'
import { BOOKING_POINTS, DEATHS, type Death } from './crash-points'

type Act = keyof typeof BOOKING_POINTS
type Cell = { act: Act; point: string; death: Death; booking: BookingRow; key: string }

const PRICE = 20_000n
const { scene, start, die } = await openCrashScene('tests/faults/act-once.ts')
const { ctx } = scene
const cells: Cell[] = []

const wishes = Object.entries(BOOKING_POINTS).flatMap(([act, points]) =>
  points.flatMap((point) =>
    Object.keys(DEATHS).map((death) => ({ act, point, death }) as Pick<Cell, 'act' | 'point' | 'death'>),
  ),
)

beforeAll(async () => {
  for (const wish of wishes) {
    const cell = { ...wish, booking: await prepare(wish.act), key: newKey() }
    cells.push(cell)
    const { act, booking, key, death } = cell
    await die([start([act, booking.renterId, booking.id, key], cell)], death)
    await repeat(cell)
  }
}, 400_000)

/** A booking that waits for the act: held, paid, or lapsed with its charge just arrived. */
async function prepare(act: Act): Promise<BookingRow> {
  const place = await newPlace(scene)
  const renterId =
    act === 'pay from its charge' ? (await newRenter(scene)).userId : await richRenter(scene, PRICE)
  const booking = await bookHours(scene, { ...place, renterId })
  if (act === 'cancel') await payBooking(ctx, { renterId, bookingId: booking.id, key: newKey() })
  if (act !== 'pay from its charge') return booking
  const { orderId, amount } = await startChargeForBooking(ctx, { userId: renterId, bookingId: booking.id })
  const paymentKey = await scene.toss.authenticate(orderId, amount)
  await confirmCharge(ctx, { userId: renterId, orderId, paymentKey, amount })
  await ctx.db
    .update(bookings)
    .set({ expiresAt: addMs(ctx.now(), -SECOND_MS) })
    .where(eq(bookings.id, booking.id))
  return booking
}

/** What the caller, or the job's next turn, does when no answer came. */
async function repeat({ act, booking, key }: Cell): Promise<void> {
  const { id: bookingId, renterId } = booking
  if (act === 'pay') await payBooking(ctx, { renterId, bookingId, key })
  else if (act === 'cancel') await cancelBooking(ctx, { userId: renterId, bookingId, key })
  else await payFromCharges(ctx)
}

describe('an act on a booking whose process dies', () => {
  test.each(wishes)('$act at $point, where it $death, is done once', async ({ act, point, death }) => {
    const { booking } = cells.find(
      (cell) => cell.act === act && cell.point === point && cell.death === death,
    )!
    const canceled = act === 'cancel'
    expect(await rowOf(ctx, booking.id)).toMatchObject({
      status: canceled ? 'CANCELED' : 'CONFIRMED',
      paidAt: expect.any(Date),
      refunded: canceled ? PRICE : 0n,
    })
    const { items } = await readHistory(ctx, { userId: booking.renterId })
    const types = items.map(({ type }) => type)
    expect(types).toEqual(canceled ? ['refund', 'payment', 'charge'] : ['payment', 'charge'])
  })

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound(scene)
  })
})
