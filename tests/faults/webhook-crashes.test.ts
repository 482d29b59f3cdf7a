import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { webhookEvents } from '@/db/schema/webhook'
import type { ConfirmCharge } from '@/lib/charge/claim'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { readHistory } from '@/lib/ledger/read'
import { SECOND_MS } from '@/lib/time'
import { receiveWebhook } from '@/lib/webhook/receive'
import { openCrashScene } from '../support/crash-scene'
import { expectSound, paidOrder } from '../support/scene'
import { DEATHS, WEBHOOK_POINTS, type Death } from './crash-points'

/** What the message is about: a deposit that has come, one that was undone, a card payment that was charged back. */
const ABOUT = ['deposit', 'undo', 'chargeback'] as const
type About = (typeof ABOUT)[number]
type Cell = { step: string; point: string; death: Death; about: About; order: ConfirmCharge }

const AMOUNT = 10_000n
const { scene, start, die } = await openCrashScene('tests/faults/webhook-once.ts')
const { ctx, toss } = scene
const cells: Cell[] = []

const wishes = Object.entries(WEBHOOK_POINTS).flatMap(([step, points]) =>
  points.flatMap((point) =>
    (Object.keys(DEATHS) as Death[]).flatMap((death) =>
      (death === 'is killed' ? ABOUT : ABOUT.slice(0, 1)).map((about) => ({ step, point, death, about })),
    ),
  ),
)

beforeAll(async () => {
  for (const wish of wishes) {
    const cell = { ...wish, order: await prepare(wish.about) }
    cells.push(cell)
    await dieAndRepeat(cell)
  }
}, 600_000)

/** An order of which Toss knows more than we do. */
async function prepare(about: About): Promise<ConfirmCharge> {
  const method = about === 'chargeback' ? 'CARD' : 'VIRTUAL_ACCOUNT'
  const order = await paidOrder(scene, AMOUNT, undefined, method)
  await confirmCharge(ctx, order)
  if (about === 'chargeback') await toss.takeBack(order.paymentKey, 'chargeback')
  else await toss.deposit(order.paymentKey)
  if (about !== 'undo') return order
  await receive(order, 'first')
  await applyWebhooks(ctx)
  await toss.deposit(order.paymentKey, { undo: true })
  await toss.advance(6 * SECOND_MS)
  return order
}

const bodyOf = ({ orderId }: ConfirmCharge) =>
  JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId } })
const idOf = ({ orderId }: ConfirmCharge, which: string) => `whtrans_${orderId}-${which}`

function receive(order: ConfirmCharge, which: string) {
  const headers = new Headers({ 'tosspayments-webhook-transmission-id': idOf(order, which) })
  return receiveWebhook(ctx, { headers, raw: Buffer.from(bodyOf(order)) })
}

/** It dies on its way; Toss, which got no answer, sends it again, and the job goes on as time passes. */
async function dieAndRepeat(cell: Cell): Promise<void> {
  const { step, death, order } = cell
  if (step === 'apply') await receive(order, 'second')
  await die([start([step, idOf(order, 'second'), bodyOf(order)], cell)], death)
  if (step === 'receive') await receive(order, 'second')
  for (let turn = 0; turn < 2; turn++) {
    await toss.advance(35 * SECOND_MS)
    await applyWebhooks(ctx)
  }
}

const EXPECTED = {
  deposit: { status: 'DONE', history: [AMOUNT] },
  undo: { status: 'WAITING_FOR_DEPOSIT', history: [-AMOUNT, AMOUNT] },
  chargeback: { status: 'CANCELED', history: [-AMOUNT, AMOUNT] },
}

describe('a message of Toss’s that meets death', () => {
  test.each(wishes)('at $point, where it $death, about a $about: once, and within a minute', async (wish) => {
    const cell = cells.find(
      ({ point, death, about }) => point === wish.point && death === wish.death && about === wish.about,
    )!
    const { userId, orderId } = cell.order
    const { status, history } = EXPECTED[wish.about]
    expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status })
    const { items } = await readHistory(ctx, { userId })
    expect(items.map(({ amount }) => amount)).toEqual(history)
  })

  test('leaves none unlooked at, and nothing in the books that contradicts anything else', async () => {
    expect(await ctx.db.select().from(webhookEvents).where(eq(webhookEvents.state, 'pending'))).toEqual([])
    await expectSound({ ctx })
  })
})
