import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { orders } from '@/db/schema/charge'
import type { ConfirmCharge } from '@/lib/charge/claim'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import type { Ctx } from '@/lib/context'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { createSealer } from '@/lib/seal'
import { SECOND_MS } from '@/lib/time'
import { createTossClient } from '@/lib/toss/client'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { startSimulator } from '@/toss-simulator/server'
import { bundle } from '../support/bundle'
import { startCrashablePostgres } from '../support/crashable-postgres'
import { expectSound, newRenter } from '../support/scene'
import { SiteProcess } from '../support/site-process'
import { TossControls } from '../support/toss-controls'
import { CHARGE_POINTS, DEATHS, OUTCOMES, outcomeOf, type Death, type Outcome } from './crash-points'

const AMOUNT = 10_000n
/** Nothing may be left open for longer once Toss can answer. */
const LONGEST_OPEN_MS = 60 * SECOND_MS
const STEP_MS = 5 * SECOND_MS

const directory = mkdtempSync(join(tmpdir(), 'pospay-crash-'))
const clockFile = join(directory, 'clock.json')
const logFile = join(directory, 'confirm.log')
const script = await bundle('tests/faults/confirm-once.ts')
const postgres = await startCrashablePostgres()
const simulator = await startSimulator({ port: 0, clockFile })
const toss = new TossControls(simulator.url)
const { widget, mId } = DEFAULT_MERCHANT
const ctx: Ctx = {
  db: connect(postgres.appUrl),
  toss: createTossClient({ baseUrl: simulator.url, secretKey: widget.secretKey, merchantIds: [mId] }),
  billing: null,
  sealer: createSealer(process.env.ENCRYPTION_KEYS!),
  carrier: null,
  verifier: null,
  mailer: null,
  actor: 'user:test',
  requestId: 'test-request',
  address: '127.0.0.1',
  now: () => new Date(Date.now() + toss.offsetMs),
}

type Cell = { point: string; death: Death; outcome: Outcome; order: ConfirmCharge }

const cells: Cell[] = []
let longestOpenMs = 0

beforeAll(async () => {
  for (const outcome of Object.keys(OUTCOMES) as Outcome[]) {
    for (const death of Object.keys(DEATHS) as Death[]) await playAll(outcome, death)
  }
  await finishAll()
}, 400_000)

afterAll(async () => {
  await ctx.db.$client.end()
  await simulator.close()
  await postgres.remove()
  rmSync(directory, { recursive: true, force: true })
})

/** One charge for every point, each in a process of its own, all of them dying the same death. */
async function playAll(outcome: Outcome, death: Death): Promise<void> {
  const { charge, decline } = outcomeOf(outcome)
  if (charge) await toss.play(charge, CHARGE_POINTS.length)
  const running = await Promise.all(
    CHARGE_POINTS.map(async (point) => {
      const order = await paidOrder(decline)
      cells.push({ point, death, outcome, order })
      const process = confirmProcess(order)
      process.start({ PP_FAILPOINT: `${point}:1:${DEATHS[death]}` })
      return process
    }),
  )
  if (death === 'loses its database') {
    await Promise.all(running.map((process) => process.halted()))
    await postgres.kill()
    await postgres.startAgain()
    running.forEach((process) => process.resume())
  }
  await Promise.all(running.map((process) => process.gone()))
  await toss.clearFaults()
}

async function paidOrder(decline?: string): Promise<ConfirmCharge> {
  const { userId } = await newRenter({ ctx })
  const { orderId } = await createOrder(ctx, { userId, amount: AMOUNT })
  const paymentKey = await toss.authenticate(orderId, AMOUNT, 'CARD', decline)
  return { userId, orderId, paymentKey, amount: AMOUNT }
}

function confirmProcess({ userId, orderId, paymentKey, amount }: ConfirmCharge): SiteProcess {
  const { PATH = '', HOME = '', AUTH_SECRET = '', ENCRYPTION_KEYS = '' } = process.env
  const env = {
    ...{ PATH, HOME, AUTH_SECRET, ENCRYPTION_KEYS, APP_ENV: 'test', POSPAY_CLOCK_FILE: clockFile },
    DATABASE_URL: postgres.appUrl,
    TOSS_API_URL: simulator.url,
    TOSS_WIDGET_CLIENT_KEY: widget.clientKey,
    TOSS_WIDGET_SECRET_KEY: widget.secretKey,
    TOSS_MERCHANT_IDS: mId,
  }
  return new SiteProcess({ args: [script, userId, orderId, paymentKey, String(amount)], env, logFile })
}

/** Buyers whose order never left READY come back once; the worker's job does the rest as time goes by. */
async function finishAll(): Promise<void> {
  for (const { order } of cells) {
    const { status } = await getOrder(ctx, order.userId, order.orderId)
    if (status === 'READY') await confirmCharge(ctx, order)
  }
  const open = () => ctx.db.select().from(orders).where(eq(orders.status, 'CONFIRMING'))
  while ((await open()).length > 0 && longestOpenMs < 2 * LONGEST_OPEN_MS) {
    await toss.advance(STEP_MS)
    longestOpenMs += STEP_MS
    while ((await recoverCharges(ctx)) > 0);
  }
}

const points = CHARGE_POINTS.flatMap((point) =>
  Object.keys(DEATHS).flatMap((death) => Object.keys(OUTCOMES).map((outcome) => ({ point, death, outcome }))),
)

describe('a charge whose process dies', () => {
  test.each(points)('at $point, where it $death, while Toss $outcome', async ({ point, death, outcome }) => {
    const cell = cells.find(
      (each) => each.point === point && each.death === death && each.outcome === outcome,
    )
    const { userId, orderId } = cell!.order
    const approved = outcome !== 'declines'
    expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: approved ? 'DONE' : 'FAILED' })
    const expected = approved ? AMOUNT : 0n
    expect(await toss.taken(orderId)).toBe(expected)
    expect((await readWallet(ctx, userId)).balance).toBe(expected)
    expect((await readHistory(ctx, { userId })).items).toHaveLength(approved ? 1 : 0)
  })

  test('is open for no longer than a minute after Toss can answer', () => {
    expect(longestOpenMs).toBeLessThanOrEqual(LONGEST_OPEN_MS)
  })

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound({ ctx })
  })
})
