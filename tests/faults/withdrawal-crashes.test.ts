import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { OPEN_WITHDRAWALS, withdrawals } from '@/db/schema/withdrawal'
import { createSimulatedBank } from '@/lib/bank/simulated-bank'
import type { Ctx } from '@/lib/context'
import { readWallet } from '@/lib/ledger/read'
import { createSealer } from '@/lib/seal'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { createTossClient } from '@/lib/toss/client'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { sendDue } from '@/lib/withdrawal/send-due'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { startSimulator } from '@/toss-simulator/server'
import { bundle } from '../support/bundle'
import { startCrashablePostgres } from '../support/crashable-postgres'
import { expectSound, type Scene } from '../support/scene'
import { SiteProcess } from '../support/site-process'
import { TossControls } from '../support/toss-controls'
import { ENDING, newKey, paidOut, richOwner } from '../withdrawal/support'
import { DEATHS, WITHDRAWAL_POINTS, type Death } from './crash-points'

const EARNED = 9_000n
const OUT = 4_000n
/** The lease of a dead worker has to pass first. */
const LONGEST_OPEN_MS = 2 * MINUTE_MS
const STEP_MS = 5 * SECOND_MS

/** What the bank does with a transfer. */
const BANK = {
  'carries it out': {},
  'cannot carry it out': { ending: ENDING.fails },
  'carries it out, and the answer is lost': { fault: 'drop-after' },
  'does not get it the first time': { fault: 'drop-before' },
} as const satisfies Record<string, { ending?: string; fault?: string }>

type Outcome = keyof typeof BANK

const directory = mkdtempSync(join(tmpdir(), 'pospay-crash-'))
const clockFile = join(directory, 'clock.json')
const script = await bundle('tests/faults/withdrawal-once.ts')
const postgres = await startCrashablePostgres()
const simulator = await startSimulator({ port: 0, clockFile, rules: { processingMs: 0 } })
const toss = new TossControls(simulator.url)
const { widget, mId } = DEFAULT_MERCHANT
const bank = createSimulatedBank(simulator.url)
const ctx: Ctx = {
  db: connect(postgres.appUrl),
  toss: createTossClient({ baseUrl: simulator.url, secretKey: widget.secretKey, merchantIds: [mId] }),
  billing: null,
  carrier: bank,
  verifier: bank,
  sealer: createSealer(process.env.ENCRYPTION_KEYS!),
  mailer: null,
  actor: 'user:test',
  requestId: 'test-request',
  address: '127.0.0.1',
  now: () => new Date(Date.now() + toss.offsetMs),
}
const scene = { ctx, toss } as Scene

type Point = (typeof WITHDRAWAL_POINTS)[number]
type Cell = { point: Point; death: Death; outcome: Outcome; userId: string; key: string }

const cells: Cell[] = []
let longestOpenMs = 0

beforeAll(async () => {
  for (const outcome of Object.keys(BANK) as Outcome[]) {
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
  const [last] = WITHDRAWAL_POINTS.slice(-1)
  return death === 'loses its database' ? [WITHDRAWAL_POINTS.slice(0, -1), [last!]] : [[...WITHDRAWAL_POINTS]]
}

/** One withdrawal for every point, each in a process of its own, all of them dying the same death. */
async function playAll(outcome: Outcome, death: Death, points: Point[]): Promise<void> {
  const { ending, fault }: { ending?: string; fault?: string } = BANK[outcome]
  const owners = await Promise.all(points.map(() => richOwner(scene, EARNED, ending)))
  if (fault) await toss.fault(fault, { match: 'POST /bank/transfers', times: WITHDRAWAL_POINTS.length })
  const running = points.map((point, at) => {
    const cell = { point, death, outcome, userId: owners[at]!.userId, key: newKey() }
    cells.push(cell)
    const process = withdrawalProcess(cell)
    process.start({ PP_FAILPOINT: `${point}:1:${DEATHS[death]}` })
    return process
  })
  if (death === 'loses its database') {
    for (const process of running) await process.halted()
    await postgres.kill()
    await postgres.startAgain()
    running.forEach((process) => process.resume())
  }
  await Promise.all(running.map((process) => process.gone()))
  await toss.clearFaults()
  await finish(cells.slice(-points.length))
}

function withdrawalProcess({ userId, key }: Cell): SiteProcess {
  const { PATH = '', HOME = '', AUTH_SECRET = '', ENCRYPTION_KEYS = '' } = process.env
  const env = {
    ...{ PATH, HOME, AUTH_SECRET, ENCRYPTION_KEYS, APP_ENV: 'test', POSPAY_CLOCK_FILE: clockFile },
    DATABASE_URL: postgres.appUrl,
    TOSS_API_URL: simulator.url,
    TOSS_WIDGET_CLIENT_KEY: widget.clientKey,
    TOSS_WIDGET_SECRET_KEY: widget.secretKey,
    TOSS_MERCHANT_IDS: mId,
  }
  const args = [script, userId, String(OUT), key]
  return new SiteProcess({ args, env, logFile: join(directory, 'withdrawal.log') })
}

/** Who got no answer asks again with the same key; the worker's job does the rest as time goes by. */
async function finish(round: Cell[]): Promise<void> {
  for (const { userId, key } of round) await requestWithdrawal(ctx, { userId, amount: OUT, key })
  const isOpen = inArray(withdrawals.status, [...OPEN_WITHDRAWALS])
  const open = () => ctx.db.select().from(withdrawals).where(isOpen)
  let openMs = 0
  while ((await open()).length > 0 && openMs < 2 * LONGEST_OPEN_MS) {
    await toss.advance(STEP_MS)
    openMs += STEP_MS
    while ((await sendDue(ctx)) > 0);
  }
  longestOpenMs = Math.max(longestOpenMs, openMs)
}

const matrix = WITHDRAWAL_POINTS.flatMap((point) =>
  Object.keys(DEATHS).flatMap((death) => Object.keys(BANK).map((outcome) => ({ point, death, outcome }))),
)

describe('a withdrawal whose process dies (PO-17)', () => {
  test.each(matrix)(
    'at $point, where it $death, while the bank $outcome',
    async ({ point, death, outcome }) => {
      const { userId } = cells.find(
        (each) => each.point === point && each.death === death && each.outcome === outcome,
      )!
      const made = (await ctx.db.select().from(withdrawals)).filter((row) => row.userId === userId)
      const fails = outcome === 'cannot carry it out'
      expect(made).toMatchObject([{ status: fails ? 'FAILED' : 'COMPLETED', amount: OUT }])
      expect(await paidOut({ toss }, made[0]!.id)).toEqual(fails ? [] : [Number(OUT)])
      expect((await readWallet(ctx, userId)).withdrawable).toBe(fails ? EARNED : EARNED - OUT)
    },
  )

  test('is open for no longer than two minutes after the bank can answer', () => {
    expect(longestOpenMs).toBeLessThanOrEqual(LONGEST_OPEN_MS)
  })

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound({ ctx })
  })
})
