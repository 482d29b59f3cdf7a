import { expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { expectSound, openScene } from '../support/scene'
import { balanceOf, bookHours, newKey, newPlace, richRenter, rowOf } from './support'

const scene = await openScene()
const { ctx } = scene

test('a cancellation gives back no less than was shown, or does not happen', async () => {
  const renterId = await richRenter(scene, 20_000n)
  const { id } = await bookHours(scene, { ...(await newPlace(scene)), renterId })
  await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
  const asked = { userId: renterId, bookingId: id, key: newKey() }
  await expect(cancelBooking(ctx, { ...asked, atLeast: 20_001n })).rejects.toMatchObject({
    code: 'STATE_CONFLICT',
  })
  expect((await rowOf(ctx, id)).status).toBe('CONFIRMED')
  expect(await balanceOf(scene, renterId)).toBe(0n)
  await cancelBooking(ctx, { ...asked, atLeast: 20_000n })
  expect(await balanceOf(scene, renterId)).toBe(20_000n)
  await expectSound(scene)
})
