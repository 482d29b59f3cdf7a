import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { payBooking } from '@/lib/booking/pay'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { flip } from '@/lib/settings/flip'
import { isOn, type Switch } from '@/lib/settings/switches'
import { bookHours, newPlace, purse, richRenter } from '../booking/support'
import { openRoles, refusal } from '../support/roles'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene
const operatorId = await newOperator(scene, 'risk')

const turn = (which: Switch, on: boolean, by = operatorId) =>
  flip(ctx, { operatorId: by, which, on, reason: '점검이 필요해요' })

afterEach(async () => {
  for (const which of ['charge', 'pay'] as const) if (!(await isOn(ctx.db, which))) await turn(which, true)
})

describe('while charging is stopped', () => {
  test('no order is made, and one whose payer comes back stays as it was until it goes on', async () => {
    const order = await paidOrder(scene, 30_000n)
    await turn('charge', false)
    await expect(createOrder(ctx, { userId: order.userId, amount: 10_000n })).rejects.toMatchObject({
      code: 'TRY_AGAIN',
      retryAfterSeconds: 60,
    })
    await expect(confirmCharge(ctx, order)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(await purse(scene, order.userId)).toEqual({})
    await turn('charge', true)
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE' })
    expect(await purse(scene, order.userId)).toEqual({ balance: 30_000n })
    await expectSound(scene)
  })
})

describe('while paying is stopped', () => {
  test('a held booking stays held, and is paid when it goes on', async () => {
    const renterId = await richRenter(scene, 50_000n)
    const { id: bookingId } = await bookHours(scene, { ...(await newPlace(scene)), renterId, hour: 10 })
    const pay = () => payBooking(ctx, { renterId, bookingId, key: randomUUID() })
    await turn('pay', false)
    await expect(pay()).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    await turn('pay', true)
    expect(await pay()).toMatchObject({ balance: 30_000n })
    await turn('pay', false)
    expect(await purse(scene, renterId)).toEqual({ balance: 30_000n })
    await expectSound(scene)
  })
})

describe('a switch', () => {
  test('is flipped once, with a reason, by those who may', async () => {
    await turn('charge', false)
    await expect(turn('charge', false)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    const { userId } = await newRenter(scene)
    for (const by of [userId, await newOperator(scene, 'support')])
      await expect(turn('charge', true, by)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await isOn(ctx.db, 'charge')).toBe(false)
  })

  test('leaves a trace that nobody can take away', async () => {
    const { app, superuser } = openRoles(scene.database)
    await turn('pay', false)
    for (const change of ['update switch_flips set "on" = true', 'delete from switch_flips'])
      expect([await refusal(app.query(change)), await refusal(superuser.query(change))]).toEqual([
        '42501',
        'PP001',
      ])
  })
})
