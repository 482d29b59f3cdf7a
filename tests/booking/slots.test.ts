import { expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { readSlots } from '@/lib/space/slots'
import { kstDay, toKstIso } from '@/lib/time'
import { openScene } from '../support/scene'
import { bookHours, hourOf, newKey, newPlace, richRenter } from './support'

const scene = await openScene()
const { ctx } = scene

test('hours that are held or paid cannot be booked, and can again once they are given up', async () => {
  const { ownerId, spaceId } = await newPlace(scene)
  const renterId = await richRenter(scene, 50_000n)
  const taken = async () => {
    const slots = await readSlots(ctx, spaceId, kstDay(hourOf(ctx, 10, 0)))
    return slots
      .filter(({ available }) => !available)
      .map(({ startAt }) => Number(toKstIso(startAt).slice(11, 13)))
  }
  expect(await taken()).toEqual([])

  const held = await bookHours(scene, { ownerId, spaceId, renterId, hour: 10 })
  expect(await taken()).toEqual([10, 11])
  await payBooking(ctx, { renterId, bookingId: held.id, key: newKey() })
  const other = await bookHours(scene, { ownerId, spaceId, renterId, hour: 20, hours: 1 })
  expect(await taken()).toEqual([10, 11, 20])
  await cancelBooking(ctx, { userId: renterId, bookingId: held.id, key: newKey() })
  expect(await taken()).toEqual([20])
  await cancelBooking(ctx, { userId: renterId, bookingId: other.id, key: newKey() })
  expect(await taken()).toEqual([])
})
