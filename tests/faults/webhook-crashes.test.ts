import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { webhookEvents } from '@/db/schema/webhook'
import type { ConfirmCharge } from '@/lib/charge/claim'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { readHistory } from '@/lib/ledger/read'
import { SECOND_MS } from '@/lib/time'
import { receiveWebhook } from '@/lib/webhook/receive'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { bundle } from '../support/bundle'
import { startCrashablePostgres } from '../support/crashable-postgres'
import { expectSound, openScene, paidOrder, type Scene } from '../support/scene'
import { SiteProcess } from '../support/site-process'
import { DEATHS, WEBHOOK_POINTS, type Death } from './crash-points'

/** What the message is about: a deposit that has come, one that was undone, a card payment that was charged back. */
const ABOUT = ['deposit', 'undo', 'chargeback'] as const
type About = (typeof ABOUT)[number]
type Cell = { step: string; point: string; death: Death; about: About; order: ConfirmCharge }

const AMOUNT = 10_000n
const directory = mkdtempSync(join(tmpdir(), 'pospay-crash-'))
const calm = await openScene()
const script = await bundle('tests/faults/webhook-once.ts')
const postgres = await startCrashablePostgres()
const db = connect(postgres.appUrl)
const scene: Scene = { ...calm, ctx: { ...calm.ctx, db } }
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

afterAll(async () => {
  await db.$client.end()
  await postgres.remove()
  rmSync(directory, { recursive: true, force: true })
})

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
async function dieAndRepeat({ step, point, death, order }: Cell): Promise<void> {
  if (step === 'apply') await receive(order, 'second')
  const process = stepProcess(step, order)
  process.start({ PP_FAILPOINT: `${point}:1:${DEATHS[death]}` })
  if (death === 'loses its database') {
    await process.halted()
    await postgres.kill()
    await postgres.startAgain()
    process.resume()
  }
  await process.gone()
  if (step === 'receive') await receive(order, 'second')
  for (let turn = 0; turn < 2; turn++) {
    await toss.advance(35 * SECOND_MS)
    await applyWebhooks(ctx)
  }
}

function stepProcess(step: string, order: ConfirmCharge): SiteProcess {
  const { PATH = '', HOME = '', AUTH_SECRET = '', ENCRYPTION_KEYS = '' } = process.env
  const { widget, mId } = DEFAULT_MERCHANT
  const env = {
    ...{ PATH, HOME, AUTH_SECRET, ENCRYPTION_KEYS, APP_ENV: 'test' },
    POSPAY_CLOCK_FILE: join(directory, 'clock.json'),
    DATABASE_URL: postgres.appUrl,
    TOSS_API_URL: toss.url,
    TOSS_WIDGET_CLIENT_KEY: widget.clientKey,
    TOSS_WIDGET_SECRET_KEY: widget.secretKey,
    TOSS_MERCHANT_IDS: mId,
  }
  writeFileSync(env.POSPAY_CLOCK_FILE, JSON.stringify({ offsetMs: toss.offsetMs }))
  const args = [script, step, idOf(order, 'second'), bodyOf(order)]
  return new SiteProcess({ args, env, logFile: join(directory, 'webhook.log') })
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
    expect(await db.select().from(webhookEvents).where(eq(webhookEvents.state, 'pending'))).toEqual([])
    await expectSound({ ctx })
  })
})
