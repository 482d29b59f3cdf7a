import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { notifications } from '@/db/schema/notification'
import { cancelBooking } from '@/lib/booking/cancel'
import { tellPaid } from '@/lib/booking/tell-paid'
import { expectSound, openScene } from '../support/scene'
import { newKey, newPlace, noticesOf, paidBooking, richRenter } from './support'

const scene = await openScene()
const { ctx } = scene

const paid = async (hour: number) => {
  const place = await newPlace(scene)
  return paidBooking(scene, { ...place, renterId: await richRenter(scene, 20_000n), hour })
}

test('a payment is told to both sides, once, however many tell at once', async () => {
  const booking = await paid(1)
  expect(await noticesOf(ctx, booking.id)).toEqual([])
  const told = await Promise.all(Array.from({ length: 5 }, () => tellPaid(ctx)))
  expect(told.toSorted()).toEqual([0, 0, 0, 0, 1])
  expect(await noticesOf(ctx, booking.id)).toEqual(['renter booking.confirmed', 'owner booking.sold'])
  const [sold] = await ctx.db
    .select({ data: notifications.data })
    .from(notifications)
    .where(eq(notifications.userId, booking.ownerId))
  expect(sold!.data).toMatchObject({ amount: '20000', net: '18000', to: 'owner' })
  await expectSound(scene)
})

test('a payment that was cancelled before anybody heard of it is told as the cancellation alone', async () => {
  const { id, renterId } = await paid(3)
  await cancelBooking(ctx, { userId: renterId, bookingId: id, key: newKey() })
  expect(await tellPaid(ctx)).toBe(1)
  expect(new Set(await noticesOf(ctx, id))).toEqual(
    new Set(['renter booking.canceled', 'owner booking.canceled']),
  )
  await expectSound(scene)
})
