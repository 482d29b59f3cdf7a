import { expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { editSpace } from '@/lib/space/edit-space'
import { addMs, DAY_MS } from '@/lib/time'
import { expectSound, openScene } from '../support/scene'
import { fieldsOf } from '../space/support'
import { balanceOf, bookHours, hourOf, newKey, newPlace, richRenter, rowOf } from './support'

const scene = await openScene()

test('a booking is refunded by the own steps under which it was made, whatever the owner says later', async () => {
  const own = {
    refundPreset: 'custom',
    stepDays0: '5',
    stepPercent0: '70',
    stepDays1: '0',
    stepPercent1: '30',
  }
  const place = await newPlace(scene, own)
  const renterId = await richRenter(scene, 20_000n)
  const { id: bookingId } = await bookHours(scene, { ...place, renterId })
  await payBooking(scene.ctx, { renterId, bookingId, key: newKey() })
  await editSpace(scene.ctx, { ...place, fields: fieldsOf({ refundPreset: 'standard' }) })
  expect((await rowOf(scene.ctx, bookingId)).refundSteps).toEqual([
    { daysBefore: 5, percent: 70 },
    { daysBefore: 0, percent: 30 },
  ])

  // All of the day that is five days before is early enough.
  const lastMoment = addMs(hourOf(scene.ctx, 10 - 5, 0), DAY_MS - 1)
  const then = { ...scene.ctx, now: () => lastMoment }
  expect(await cancelBooking(then, { userId: renterId, bookingId, key: newKey() })).toMatchObject({
    refunded: 14_000n,
  })
  expect(await balanceOf(scene, renterId)).toBe(14_000n)
  await expectSound(scene)
})
