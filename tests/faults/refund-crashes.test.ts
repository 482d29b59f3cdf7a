import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { chargeRefunds } from '@/db/schema/refund'
import type { Ctx } from '@/lib/context'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { readOrderRefunds } from '@/lib/refund/read'
import { recoverRefunds } from '@/lib/refund/recover'
import { isOpen } from '@/lib/refund/refund'
import { refundCharges } from '@/lib/refund/refund-charges'
import { createSealer } from '@/lib/seal'
import { SECOND_MS } from '@/lib/time'
import { createTossClient } from '@/lib/toss/client'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { startSimulator } from '@/toss-simulator/server'
import { charged, newKey, type Charged } from '../refund/support'
import { bundle } from '../support/bundle'
import { startCrashablePostgres } from '../support/crashable-postgres'
import { expectSound, type Scene } from '../support/scene'
import { SiteProcess } from '../support/site-process'
import { TossControls } from '../support/toss-controls'
import { DEATHS, OUTCOMES, outcomeOf, REFUND_POINTS, type Death, type Outcome } from './crash-points'

const CHARGED = 10_000n
const BACK = 4_000n
/** Nothing may be left open for longer once Toss can answer. */
const LONGEST_OPEN_MS = 60 * SECOND_MS
const STEP_MS = 5 * SECOND_MS

const directory = mkdtempSync(join(tmpdir(), 'pospay-crash-'))
const clockFile = join(directory, 'clock.json')
const script = await bundle('tests/faults/refund-once.ts')
const postgres = await startCrashablePostgres()
const simulator = await startSimulator({ port: 0, clockFile, rules: { processingMs: 20 } })
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

type Point = (typeof REFUND_POINTS)[number]
type Cell = { point: string; death: Death; outcome: Outcome; charge: Charged; key: string }

const cells: Cell[] = []
let longestOpenMs = 0

beforeAll(async () => {
  for (const outcome of Object.keys(OUTCOMES) as Outcome[]) {
    for (const death of Object.keys(DEATHS) as Death[]) {
      for (const points of roundsOf(death)) await playAll(outcome, death, points)
    }
  }
}, 400_000)

afterAll(async () => {
  await ctx.db.$client.end()
  await simulator.close()
  await postgres.remove()
  rmSync(directory, { recursive: true, force: true })
})

/** One that halts while it posts keeps the others from posting: whoever has to come further goes by itself. */
function roundsOf(death: Death): Point[][] {
  const [last] = REFUND_POINTS.slice(-1)
  return death === 'loses its database' ? [REFUND_POINTS.slice(0, -1), [last!]] : [[...REFUND_POINTS]]
}

/** One refund for every point, each in a process of its own, all of them dying the same death. */
async function playAll(outcome: Outcome, death: Death, points: Point[]): Promise<void> {
  const charges = await Promise.all(points.map(() => charged({ ctx, toss } as Scene, CHARGED)))
  await troubleToss(outcome)
  const running = points.map((point, at) => {
    const cell = { point, death, outcome, charge: charges[at]!, key: newKey() }
    cells.push(cell)
    const process = refundProcess(cell)
    process.start({ PP_FAILPOINT: `${point}:1:${DEATHS[death]}` })
    return process
  })
  if (death === 'loses its database') {
    // One after the other: looking for them takes time from the simulator, which lives in this process.
    for (const process of running) await process.halted()
    await postgres.kill()
    await postgres.startAgain()
    running.forEach((process) => process.resume())
  }
  await Promise.all(running.map((process) => process.gone()))
  await finish(cells.slice(-points.length))
  await toss.clearFaults()
}

/** What goes wrong with every cancel; a refusal is for good, so it lasts until each was asked again. */
async function troubleToss(outcome: Outcome): Promise<void> {
  const { refund } = outcomeOf(outcome)
  if (refund) await toss.play(refund, outcome === 'declines' ? 100 : REFUND_POINTS.length)
}

function refundProcess({ charge: { userId, orderId }, key }: Cell): SiteProcess {
  const { PATH = '', HOME = '', AUTH_SECRET = '', ENCRYPTION_KEYS = '' } = process.env
  const env = {
    ...{ PATH, HOME, AUTH_SECRET, ENCRYPTION_KEYS, APP_ENV: 'test', POSPAY_CLOCK_FILE: clockFile },
    DATABASE_URL: postgres.appUrl,
    TOSS_API_URL: simulator.url,
    TOSS_WIDGET_CLIENT_KEY: widget.clientKey,
    TOSS_WIDGET_SECRET_KEY: widget.secretKey,
    TOSS_MERCHANT_IDS: mId,
  }
  const args = [script, userId, orderId, String(BACK), key]
  return new SiteProcess({ args, env, logFile: join(directory, 'refund.log') })
}

/** Who got no answer asks again with the same key; the worker's job does the rest as time goes by. */
async function finish(round: Cell[]): Promise<void> {
  for (const { charge, key } of round) {
    const parts = [{ orderId: charge.orderId, amount: BACK }]
    await refundCharges(ctx, { userId: charge.userId, parts, key })
  }
  const open = () => ctx.db.select().from(chargeRefunds).where(isOpen)
  let openMs = 0
  while ((await open()).length > 0 && openMs < 2 * LONGEST_OPEN_MS) {
    await toss.advance(STEP_MS)
    openMs += STEP_MS
    while ((await recoverRefunds(ctx)) > 0);
  }
  longestOpenMs = Math.max(longestOpenMs, openMs)
}

const matrix = REFUND_POINTS.flatMap((point) =>
  Object.keys(DEATHS).flatMap((death) => Object.keys(OUTCOMES).map((outcome) => ({ point, death, outcome }))),
)

describe('a charge refund whose process dies (RF-16)', () => {
  test.each(matrix)('at $point, where it $death, while Toss $outcome', async ({ point, death, outcome }) => {
    const { charge } = cells.find(
      (each) => each.point === point && each.death === death && each.outcome === outcome,
    )!
    const { userId, orderId } = charge
    const back = outcome === 'declines' ? 0n : BACK
    const { refunds } = await readOrderRefunds(ctx, userId, orderId)
    expect(refunds).toMatchObject([{ status: back > 0n ? 'DONE' : 'FAILED', amount: BACK }])
    expect(await toss.taken(orderId)).toBe(CHARGED - back)
    expect((await readWallet(ctx, userId)).balance).toBe(CHARGED - back)
    const { items } = await readHistory(ctx, { userId })
    const failed = back > 0n ? [] : ['charge_refund_failed']
    expect(items.map(({ type }) => type)).toEqual([...failed, 'charge_refund', 'charge'])
  })

  test('is open for no longer than a minute after Toss can answer', () => {
    expect(longestOpenMs).toBeLessThanOrEqual(LONGEST_OPEN_MS)
  })

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound({ ctx })
  })
})
