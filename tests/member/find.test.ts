import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { payBooking } from '@/lib/booking/pay'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { find } from '@/lib/member/find'
import { readTrace } from '@/lib/member/read-trace'
import { kstDay } from '@/lib/time'
import { newKey, newPlace, plantHeld } from '../booking/support'
import { newRenter, openScene, paidOrder } from '../support/scene'
import { newOperator, request, richOwner } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene

let operatorId: string
beforeAll(async () => {
  operatorId = await newOperator(scene, 'support')
})

const found = (typed: string) => find(ctx, { operatorId, typed })
const kindsOf = async (typed: string) => (await found(typed)).map(({ kind, id }) => [kind, id])
const today = () => kstDay(ctx.now())

/** Somebody who paid 30,000 won for a place, and all that came of it. */
async function story() {
  const person = await newRenter(scene)
  const { paymentKey, orderId } = await paidOrder(scene, 61_700n, person.userId)
  await confirmCharge(ctx, { ...person, orderId, paymentKey, amount: 61_700n })
  const place = await newPlace(scene)
  const { id: bookingId } = await plantHeld(scene, {
    ...place,
    renterId: person.userId,
    price: 30_900n,
    days: 3,
    hour: 10,
  })
  await payBooking(ctx, { renterId: person.userId, bookingId, key: newKey() })
  return { ...person, paymentKey, orderId, bookingId }
}

describe('the one box finds', () => {
  test('a person by e-mail, id and the beginning of a name, masked', async () => {
    const { userId, email } = await newRenter(scene)
    const [member] = await found(email.toUpperCase())
    expect(member).toMatchObject({ kind: 'member', id: userId, status: 'active', person: { name: '김*늘' } })
    expect(member!.person!.email).toMatch(/^..\*{4}@example\.com$/)
    expect(await kindsOf(userId)).toEqual([['member', userId]])
    await ctx.db.execute(sql`update users set name = '남궁 100%_수' where id = ${userId}::uuid`)
    expect(await kindsOf('남궁 100%')).toEqual([['member', userId]])
    expect(await kindsOf('남궁 1000')).toEqual([])
  })

  test('a charge by its orderId and by its paymentKey, whatever became of it', async () => {
    const { orderId, paymentKey, userId } = await story()
    for (const typed of [orderId, `${orderId}#1`, paymentKey]) {
      expect(await found(typed)).toMatchObject([
        { kind: 'order', id: orderId, amount: 61_700n, status: 'DONE', person: { userId } },
      ])
    }
    const failing = await paidOrder(scene, 12_300n)
    await scene.toss.fault('code:REJECT_CARD_PAYMENT')
    await confirmCharge(ctx, failing)
    expect(await found(failing.paymentKey)).toMatchObject([
      { kind: 'order', id: failing.orderId, status: 'FAILED' },
    ])
  })

  test('a booking and a withdrawal by their ids', async () => {
    const { bookingId } = await story()
    expect(await kindsOf(bookingId)).toEqual([['booking', bookingId]])
    const owner = await richOwner(scene, 90_000n)
    const { id } = await request(scene, owner.userId, 40_000n)
    expect(await found(id)).toMatchObject([{ kind: 'withdrawal', person: { userId: owner.userId } }])
  })

  test('what moved an amount on a day, and charges that never came about', async () => {
    const { userId, bookingId, orderId } = await story()
    const paid = await found(`30,900원 ${today()}`)
    expect(paid).toContainEqual(
      expect.objectContaining({
        kind: 'transaction',
        status: 'payment',
        traceId: bookingId,
        amount: 30_900n,
      }),
    )
    expect(paid.find(({ traceId }) => traceId === bookingId)!.person).toMatchObject({ userId })
    expect((await found('61,700원')).map(({ traceId }) => traceId)).toContain(orderId)
    expect(await found('30,900원 2026-01-01')).toEqual([])
    const lone = await createOrder(ctx, { userId, amount: 77_100n })
    expect(await found('77100 오늘')).toMatchObject([{ kind: 'order', id: lone.orderId, status: 'READY' }])
  })

  test('nothing of what is nowhere, and nothing for those without the duty', async () => {
    for (const typed of ['', 'nobody@example.com', 'tgen_00000000000000nowhere', '없는사람', '9999999999']) {
      expect(await found(typed)).toEqual([])
    }
    const viewer = await newOperator(scene, 'viewer')
    await expect(find(ctx, { operatorId: viewer, typed: '1' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a trace', () => {
  test('of a charge has every call to Toss and what it did to the book, in the order of time', async () => {
    const { orderId, userId } = await story()
    const trace = await readTrace(ctx, { operatorId, id: orderId })
    expect(trace).toMatchObject({
      kind: 'order',
      amount: 61_700n,
      status: 'DONE',
      person: { userId, name: '김*늘' },
    })
    const steps = trace.steps.filter(({ source }) => source === 'toss' || source === 'book')
    expect(steps).toMatchObject([
      { source: 'toss', what: 'confirm', httpStatus: 200 },
      { source: 'book', what: 'charge', amount: 61_700n },
    ])
    const { rows } = await ctx.db.execute(sql`select id from toss_calls where order_id = ${orderId}`)
    expect(trace.steps.filter(({ source }) => source === 'toss')).toHaveLength(rows.length)
  })

  test('of a booking has its payment, of a withdrawal its way to the bank', async () => {
    const { bookingId } = await story()
    const booking = await readTrace(ctx, { operatorId, id: bookingId })
    expect(booking.steps.filter(({ source }) => source === 'book').map(({ what }) => what)).toEqual([
      'payment',
    ])
    const owner = await richOwner(scene, 90_000n)
    const { id } = await request(scene, owner.userId, 40_000n)
    const withdrawal = await readTrace(ctx, { operatorId, id })
    expect(withdrawal.steps.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['withdrawal.requested', 'withdraw']),
    )
  })

  test('of nothing is not found', async () => {
    for (const id of ['x', 'ord_AAAAAAAAAAAAAAAAAAAAAA', '019a0000-0000-7000-8000-000000000000']) {
      await expect(readTrace(ctx, { operatorId, id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})
