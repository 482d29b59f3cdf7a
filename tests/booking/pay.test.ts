import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { spaces } from '@/db/schema/space'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { readHistory } from '@/lib/ledger/read'
import { forgetCount } from '@/lib/policy/rate-limit'
import { addMs } from '@/lib/time'
import { openRoles } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import {
  acceptedBooking,
  balanceOf,
  bookHours,
  charge,
  newKey,
  newPlace,
  plantHeld,
  richRenter,
  rowOf,
  tally,
  withdrawableOf,
} from './support'
import { plantFreeze, REFUSED_WITH_REASON } from '../support/freeze'

const scene = await openScene()
const { ctx } = scene
const { superuser } = openRoles(scene.database)

const pay = (renterId: string, bookingId: string, key = newKey(), at = ctx) =>
  payBooking(at, { renterId, bookingId, key })

describe('paying', () => {
  test('moves the price from the renter, and to the owner all but the fee, at once', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 30_000n)
    const booking = await bookHours(scene, { ...place, renterId, hours: 3 })
    expect(booking).toMatchObject({ status: 'HELD', price: 30_000n, feeRateBp: 1000 })
    const paid = await pay(renterId, booking.id)
    expect(paid).toMatchObject({ balance: 0n, replayed: false })
    expect(await withdrawableOf(scene, place.ownerId)).toBe(27_000n)
    expect(await rowOf(ctx, booking.id)).toMatchObject({ status: 'CONFIRMED', paidAt: expect.any(Date) })
    const history = await readHistory(ctx, { userId: renterId })
    expect(history.items[0]).toMatchObject({ type: 'payment', amount: -30_000n, reference: booking.id })
    await expectSound(scene)
  })

  test('one won short is refused, and the booking waits on', async () => {
    const place = await newPlace(scene, { hourlyPrice: '10001' })
    const renterId = await richRenter(scene, 20_001n)
    const { id } = await bookHours(scene, { ...place, renterId })
    await expect(pay(renterId, id)).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE' })
    expect(await rowOf(ctx, id)).toMatchObject({ status: 'HELD' })
    expect(await balanceOf(scene, renterId)).toBe(20_001n)
  })

  test('again with the same key answers as before; with another one it is paid already', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 50_000n)
    const { id } = await bookHours(scene, { ...place, renterId })
    const key = newKey()
    const results = await Promise.all(Array.from({ length: 20 }, () => pay(renterId, id, key)))
    expect(new Set(results.map(({ transactionId }) => transactionId)).size).toBe(1)
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(results.every(({ balance }) => balance === 30_000n)).toBe(true)
    await expect(pay(renterId, id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    expect(await balanceOf(scene, renterId)).toBe(30_000n)
    await expectSound(scene)
  })

  test('by another is not found; a request without an answer is a conflict; both leave the money', async () => {
    const place = await newPlace(scene, { booking: 'approval' })
    const [renterId, stranger] = [await richRenter(scene, 50_000n), await richRenter(scene, 50_000n)]
    const { id, status } = await bookHours(scene, { ...place, renterId })
    expect(status).toBe('REQUESTED')
    for (const who of [stranger, place.ownerId]) {
      await expect(pay(who, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    await expect(pay(renterId, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(pay(renterId, id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    expect(await balanceOf(scene, renterId)).toBe(50_000n)
  })

  test('in the last millisecond of a hold works; at its end it is over', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 50_000n)
    const first = await bookHours(scene, { ...place, renterId })
    const late = { ...ctx, now: () => first.expiresAt }
    await expect(pay(renterId, first.id, newKey(), late)).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
    const inTime = { ...ctx, now: () => addMs(first.expiresAt, -1) }
    await pay(renterId, first.id, newKey(), inTime)
    expect(await balanceOf(scene, renterId)).toBe(30_000n)
  })

  test.each(['renter', 'owner', 'space'] as const)('stops when the %s was stopped', async (who) => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 50_000n)
    const { id } = await bookHours(scene, { ...place, renterId })
    if (who === 'space')
      await ctx.db.update(spaces).set({ status: 'closed' }).where(eq(spaces.id, place.spaceId))
    const frozen = who === 'renter' ? renterId : place.ownerId
    if (who !== 'space') {
      await plantFreeze(ctx, frozen)
    }
    const refused = who === 'renter' ? REFUSED_WITH_REASON : { code: 'SPACE_UNAVAILABLE' }
    await expect(pay(renterId, id)).rejects.toMatchObject(refused)
    expect(await balanceOf(scene, renterId)).toBe(50_000n)
  })
})

describe('at the same moment', () => {
  test(
    '100 devices pay 100 accepted bookings from a balance for ten: ten are paid',
    { timeout: 60_000 },
    async () => {
      const place = await newPlace(scene, { booking: 'approval' })
      const renterId = await richRenter(scene, 100_000n)
      const made = []
      for (let n = 0; n < 100; n++) {
        const at = { days: 1 + Math.floor(n / 20), hour: n % 20, hours: 1 }
        await forgetCount(ctx, 'booking', renterId)
        made.push(await acceptedBooking(scene, { ...place, renterId, ...at }))
      }
      const results = await Promise.allSettled(made.map(({ id }) => pay(renterId, id)))
      expect(tally(results)).toEqual({ ok: 10, INSUFFICIENT_BALANCE: 90 })
      expect(await balanceOf(scene, renterId)).toBe(0n)
      expect(await withdrawableOf(scene, place.ownerId)).toBe(90_000n)
      await expectSound(scene)
    },
  )

  test(
    'A pays B while B pays A, over and over: nobody notices, and the sums are exact',
    { timeout: 120_000 },
    async () => {
      const [a, b] = [await newPlace(scene), await newPlace(scene)]
      for (const { ownerId } of [a, b]) await charge(scene, ownerId, 50_000n)
      const rounds = 1000
      for (let from = 0; from < rounds; from += 100) {
        const at = (n: number) => ({ days: 1 + Math.floor(n / 20), hour: n % 20, hours: 1 })
        const batch = Array.from({ length: 100 }, (_, n) => from + n)
        const held = await Promise.all(
          batch.flatMap((n) => [
            plantHeld(scene, { ...b, renterId: a.ownerId, price: 20n, ...at(n) }),
            plantHeld(scene, { ...a, renterId: b.ownerId, price: 10n, ...at(n) }),
          ]),
        )
        const results = await Promise.allSettled(held.map(({ id, renterId }) => pay(renterId, id)))
        expect(tally(results)).toEqual({ ok: 200 })
      }
      expect(await balanceOf(scene, a.ownerId)).toBe(50_000n - 20_000n)
      expect(await balanceOf(scene, b.ownerId)).toBe(50_000n - 10_000n)
      expect(await withdrawableOf(scene, a.ownerId)).toBe(9_000n)
      expect(await withdrawableOf(scene, b.ownerId)).toBe(18_000n)
      await expectSound(scene)
    },
  )

  test('a payment whose connection is cut is made all the same, once', async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 50_000n)
    const { id } = await bookHours(scene, { ...place, renterId })
    const locker = await superuser.connect()
    await locker.query('begin')
    await locker.query('select from bookings where id = $1 for update', [id])
    const payment = pay(renterId, id)
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%pay_bookings%'`
    await expect.poll(async () => (await locker.query(cut)).rowCount).toBe(1)
    await locker.query('commit')
    locker.release()
    expect(await payment).toMatchObject({ balance: 30_000n })
    await expectSound(scene)
  })

  test('paying and cancelling a hold: one of them', { timeout: 60_000 }, async () => {
    const place = await newPlace(scene)
    const renterId = await richRenter(scene, 500_000n)
    for (let n = 0; n < 20; n++) {
      const { id } = await bookHours(scene, { ...place, renterId, days: 2, hour: n, hours: 1 })
      const [paid, canceled] = await Promise.allSettled([
        pay(renterId, id),
        cancelBooking(ctx, { userId: renterId, bookingId: id, key: newKey() }),
      ])
      const { status, refunded, paidAt } = await rowOf(ctx, id)
      // Paid first, it was canceled within the two free hours; canceled first, it could not be paid.
      expect(status).toBe('CANCELED')
      expect(canceled!.status).toBe('fulfilled')
      expect(paid!.status === 'fulfilled').toBe(paidAt !== null)
      expect(refunded).toBe(paidAt ? 10_000n : 0n)
    }
    expect(await balanceOf(scene, renterId)).toBe(500_000n)
    await expectSound(scene)
  })
})
