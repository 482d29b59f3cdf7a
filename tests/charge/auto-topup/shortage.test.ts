import { afterEach, describe, expect, test } from 'vitest'
import { linkCharge } from '@/lib/booking/charge-link'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { recoverCharges } from '@/lib/charge/recover'
import { payFromCharges, startChargeForBooking } from '@/lib/flows/charge-and-pay'
import { readTopUpOffer, topUpAndPay } from '@/lib/flows/top-up-and-pay'
import type { Figures } from '@/lib/charge/auto-topup/consent'
import { SECOND_MS } from '@/lib/time'
import { balanceOf, bookHours, charge, newPlace, rowOf as bookingRow } from '../../booking/support'
import { expectSound, openScene } from '../../support/scene'
import { setSwitch } from '../../support/set-setting'
import { CHARGE, rowOf, runsOf, turnedOn } from './support'

const scene = await openScene()
const { ctx, toss } = scene

afterEach(async () => {
  await toss.clearFaults()
  await expectSound(scene)
})

/** Somebody with 5,000 won who holds a space for 20,000. */
async function short(figures: Partial<Figures> = {}, decline?: string) {
  const person = await turnedOn(scene, { threshold: null, ...figures }, decline)
  await charge(scene, person.userId, 5_000n)
  const booking = await bookHours(scene, { ...(await newPlace(scene)), renterId: person.userId })
  const asked = { userId: person.userId, bookingId: booking.id, requestKey: 'one-tap-in-the-pay-sheet' }
  return { ...person, booking, asked }
}

describe('a payment that is short', () => {
  test.each([
    ['what is missing', { amount: 10_000n }, 15_000n],
    ['the amount agreed to where it is greater', { amount: 30_000n }, 30_000n],
    [
      'what is missing where the month has no room for more',
      { amount: 30_000n, monthlyCap: 30_000n },
      30_000n,
    ],
  ])('is offered %s', async (_what, figures, amount) => {
    const { userId } = await short(figures)
    expect(await readTopUpOffer(ctx, userId, 20_000n)).toMatchObject({ amount, card: '현대카드 789*' })
  })

  test('is offered nothing beyond the month, when not agreed to, when stopped, or when nothing is missing', async () => {
    const { userId } = await short({ monthlyCap: 14_999n })
    expect(await readTopUpOffer(ctx, userId, 20_000n)).toBeNull()
    expect(await readTopUpOffer(ctx, userId, 5_000n)).toBeNull()
    const other = await short({ onShortage: false, threshold: 1n })
    expect(await readTopUpOffer(ctx, other.userId, 20_000n)).toBeNull()
    const third = await short()
    await setSwitch(scene.ctx.db, 'auto_top_up', false)
    expect(await readTopUpOffer(ctx, third.userId, 20_000n)).toBeNull()
    await setSwitch(scene.ctx.db, 'auto_top_up', true)
  })

  test('is charged and paid in one tap, and a second tap is the same one', async () => {
    const { userId, booking, asked } = await short()
    const taps = await Promise.all([1, 2, 3].map(() => topUpAndPay(ctx, { ...asked, amount: 15_000n })))
    expect(new Set(taps.map(({ orderId }) => orderId)).size).toBe(1)
    await payFromCharges(ctx)
    expect(await bookingRow(ctx, booking.id)).toMatchObject({ status: 'CONFIRMED' })
    expect(await balanceOf(scene, userId)).toBe(0n)
    expect(await runsOf(scene, userId)).toMatchObject([{ status: 'DONE', topUpTrigger: 'shortage' }])
  })

  test('stays paid when a tap that was slow links its charge once more', async () => {
    const { userId, booking, asked } = await short()
    const { orderId } = await topUpAndPay(ctx, { ...asked, amount: 15_000n })
    const paid = await bookingRow(ctx, booking.id)
    expect(paid).toMatchObject({ status: 'CONFIRMED' })
    await linkCharge(ctx, { renterId: userId, bookingId: booking.id, orderId })
    expect(await bookingRow(ctx, booking.id)).toEqual(paid)
  })

  test('is never charged anything but what was shown', async () => {
    const { userId, asked } = await short()
    const tapped = topUpAndPay(ctx, { ...asked, amount: 14_999n })
    await expect(tapped).rejects.toMatchObject({ code: 'AMOUNT_MISMATCH' })
    expect(await runsOf(scene, userId)).toEqual([])
  })

  test('is finished by the server when Toss answers after the browser has gone', async () => {
    const { booking, asked } = await short()
    await toss.fault('drop-after', { match: CHARGE })
    expect(await topUpAndPay(ctx, { ...asked, amount: 15_000n })).toMatchObject({ status: 'CONFIRMING' })
    await toss.advance(11 * SECOND_MS)
    await recoverCharges(ctx)
    await payFromCharges(ctx)
    expect(await bookingRow(ctx, booking.id)).toMatchObject({ status: 'CONFIRMED' })
  })

  test('whose card is declined stays held, takes nothing, and can be charged another way', async () => {
    const { userId, booking, asked } = await short({}, 'REJECT_CARD_PAYMENT')
    expect(await topUpAndPay(ctx, { ...asked, amount: 15_000n })).toMatchObject({ status: 'FAILED' })
    expect(await bookingRow(ctx, booking.id)).toMatchObject({ status: 'HELD' })
    expect(await balanceOf(scene, userId)).toBe(5_000n)
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'ON', failures: 1 })
    expect(await startChargeForBooking(ctx, { userId, bookingId: booking.id })).toMatchObject({
      status: 'READY',
      amount: 15_000n,
    })
  })

  test('turned off just before is not charged', async () => {
    const { userId, asked } = await short()
    await turnOffAutoTopUp(ctx, userId)
    await expect(topUpAndPay(ctx, { ...asked, amount: 15_000n })).rejects.toMatchObject({
      code: 'AMOUNT_MISMATCH',
    })
  })

  test('of somebody else is not found', async () => {
    const mine = await short()
    const other = await short()
    const tapped = topUpAndPay(ctx, { ...mine.asked, userId: other.userId, amount: 15_000n })
    await expect(tapped).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
