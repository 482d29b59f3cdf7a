import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { topUpBalances } from '@/lib/charge/auto-topup/top-up-balances'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { readOrderRefunds } from '@/lib/refund/read'
import { recoverRefunds } from '@/lib/refund/recover'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { SCENARIOS, type ScenarioId } from '@/toss-simulator/scenarios/catalog'
import type { Subject } from '@/toss-simulator/scenarios/scenario'
import { FIGURES, runsOf, turnedOn } from '../charge/auto-topup/support'
import { charged, refund } from '../refund/support'
import { expectSound, openScene, paidOrder } from '../support/scene'

const AMOUNT = 10_000n
const BACK = 4_000n

const scene = await openScene({ webhooks: true })
const { ctx, toss } = scene

beforeEach(() => void vi.spyOn(log, 'error').mockImplementation(() => undefined))
afterEach(() => toss.clearFaults())
afterAll(() => expectSound(scene))

const about = (subject: Subject) =>
  SCENARIOS.filter((scenario) => scenario.subject === subject).map(({ id, ending }) => [
    id as ScenarioId,
    ending,
  ])

/** A minute in which Toss can be asked again: nothing may be open for longer. */
async function aMinutePasses(): Promise<void> {
  await toss.clearFaults()
  for (let passed = 0; passed < MINUTE_MS; passed += 5 * SECOND_MS) {
    await toss.advance(5 * SECOND_MS)
    await Promise.all([applyWebhooks(ctx), recoverCharges(ctx), recoverRefunds(ctx)])
  }
}

describe('what the lab offers ends as it says', () => {
  test.each(about('charge'))('a charge: %s ends %s', async (id, ending) => {
    const order = await paidOrder(scene, AMOUNT)
    await toss.play(id as ScenarioId)
    await confirmCharge(ctx, order)
    await aMinutePasses()
    const { status } = await getOrder(ctx, order.userId, order.orderId)
    expect(status).toBe(ending === 'charged' ? 'DONE' : 'FAILED')
    const taken = ending === 'charged' ? AMOUNT : 0n
    expect(await toss.taken(order.orderId)).toBe(taken)
    expect((await readWallet(ctx, order.userId)).balance).toBe(taken)
  })

  test.each(about('topup'))('an automatic top-up: %s ends %s', async (id, ending) => {
    const { userId } = await turnedOn(scene)
    await toss.play(id as ScenarioId)
    await topUpBalances(ctx)
    await aMinutePasses()
    const [run] = await runsOf(scene, userId)
    expect(run!.status).toBe(ending === 'charged' ? 'DONE' : 'FAILED')
    const taken = ending === 'charged' ? FIGURES.amount : 0n
    expect(await toss.taken(run!.id)).toBe(taken)
    expect((await readWallet(ctx, userId)).balance).toBe(taken)
  })

  test.each(about('refund'))('a refund: %s ends %s', async (id, ending) => {
    const charge = await charged(scene, AMOUNT)
    await toss.play(id as ScenarioId)
    await refund(scene, charge, BACK)
    await aMinutePasses()
    const { refunds } = await readOrderRefunds(ctx, charge.userId, charge.orderId)
    expect(refunds[0]!.status).toBe(ending === 'refunded' ? 'DONE' : 'FAILED')
    const left = ending === 'refunded' ? AMOUNT - BACK : AMOUNT
    expect(await toss.taken(charge.orderId)).toBe(left)
    expect((await readWallet(ctx, charge.userId)).balance).toBe(left)
  })

  test.each(about('webhook'))('a deposit whose messages suffer %s ends %s', async (id) => {
    const order = await paidOrder(scene, AMOUNT, undefined, 'VIRTUAL_ACCOUNT')
    await confirmCharge(ctx, order)
    await toss.play(id as ScenarioId)
    await toss.deposit(order.paymentKey)
    for (let minute = 0; minute < 5; minute++) await aMinutePasses()
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE' })
    expect((await readWallet(ctx, order.userId)).balance).toBe(AMOUNT)
  })
})
