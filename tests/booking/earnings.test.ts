import { expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { readEarnings } from '@/lib/booking/earnings'
import { payBooking } from '@/lib/booking/pay'
import { readWallet } from '@/lib/ledger/read'
import { addDays, kstDay, kstMidnight } from '@/lib/time'
import { ledgerPost, openRoles, request } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { setSetting } from '../support/set-setting'
import { bookHours, newKey, newPlace, richRenter, rowOf, type Place } from './support'

const scene = await openScene()
const { superuser } = openRoles(scene.database)
const { ctx } = scene
const today = kstDay(ctx.now())
const tomorrow = addDays(today, 1)
const NONE = { gross: 0n, fee: 0n, net: 0n }
const SOLD = { gross: 20_000n, fee: 2_000n, net: 18_000n }
const BACK = { gross: -20_000n, fee: -2_000n, net: -18_000n }

async function sell(place: Place, renterId: string, hour: number): Promise<string> {
  const { id } = await bookHours(scene, { ...place, renterId, hour })
  await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
  return id
}

const cancelAt = (now: Date, userId: string, bookingId: string) =>
  cancelBooking({ ...ctx, now: () => now }, { userId, bookingId, key: newKey() })

/** The setting of the whole platform, from now on. */
const delaySettlement = (delayHours: number | null) =>
  setSetting(ctx.db, 'settlement', { delayHours }, ctx.now())

test.each([
  ['at once', null],
  ['after use', 24],
])('payments count on their day and refunds on theirs, when owners are paid %s', async (_, hours) => {
  await delaySettlement(hours)
  const place = await newPlace(scene)
  const renterId = await richRenter(scene, 100_000n)
  await sell(place, renterId, 1)
  const undone = await sell(place, renterId, 4)
  await cancelAt(kstMidnight(tomorrow), renterId, undone)
  expect((await rowOf(ctx, undone)).refunded).toBe(20_000n)

  const held =
    hours === null ? { pending: 0n, withdrawable: 18_000n } : { pending: 18_000n, withdrawable: 0n }
  const { ownerId } = place
  expect(await readEarnings(ctx, { ownerId, from: addDays(today, -1), to: tomorrow })).toEqual({
    ...SOLD,
    ...held,
    days: [
      { date: addDays(today, -1), ...NONE },
      { date: today, gross: 40_000n, fee: 4_000n, net: 36_000n },
      { date: tomorrow, ...BACK },
    ],
  })
  expect(await readEarnings(ctx, { ownerId, from: tomorrow, to: tomorrow })).toEqual({
    ...BACK,
    ...held,
    days: [{ date: tomorrow, ...BACK }],
  })
  await expectSound(scene)
})

test('a refund that leaves a debt, and a sale that repays one, count in full', async () => {
  await delaySettlement(null)
  const place = await newPlace(scene)
  const renterId = await richRenter(scene, 100_000n)
  const { ownerId } = place
  const first = await sell(place, renterId, 1)
  // The money is gone from the wallet, as a withdrawal takes it.
  const gone = [
    { account: 'withdrawable', user: ownerId, amount: -18_000n },
    { account: 'withdrawals_in_transit', amount: 18_000n },
  ]
  await ledgerPost(superuser, request(gone))
  await cancelAt(ctx.now(), ownerId, first)
  const now = () => readEarnings(ctx, { ownerId, from: today, to: today })
  expect(await now()).toMatchObject({ ...NONE, withdrawable: 0n })
  expect((await readWallet(ctx, ownerId)).debt).toBe(18_000n)

  await sell(place, renterId, 1)
  expect(await now()).toMatchObject({ ...SOLD, withdrawable: 0n })
  expect((await readWallet(ctx, ownerId)).debt).toBe(0n)
})

test('what one pays as a renter is not what one earns, and a stranger earns nothing', async () => {
  await delaySettlement(null)
  const [place, other] = [await newPlace(scene), await newPlace(scene)]
  const renterId = await richRenter(scene, 100_000n)
  await sell(place, renterId, 1)
  for (const ownerId of [renterId, other.ownerId]) {
    expect(await readEarnings(ctx, { ownerId, from: today, to: today })).toMatchObject({
      ...NONE,
      withdrawable: 0n,
    })
  }
})

test.each([
  [0, 366],
  [0, -1],
])('a range from %i to %i days on is refused', async (from, to) => {
  const asked = { from: addDays(today, from), to: addDays(today, to) }
  const { ownerId } = await newPlace(scene)
  await expect(readEarnings(ctx, { ownerId, ...asked })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
})

test('a year with a leap day in it can be asked for at once, and has each of its days', async () => {
  const { ownerId } = await newPlace(scene)
  const { days } = await readEarnings(ctx, { ownerId, from: '2028-01-01', to: '2028-12-31' })
  expect(days.map(({ date }) => date)).toHaveLength(366)
  expect(days[59]).toEqual({ date: '2028-02-29', ...NONE })
})
