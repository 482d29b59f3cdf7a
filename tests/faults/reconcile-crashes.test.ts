import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { reconciliationBreaks, reconciliationRuns } from '@/db/schema/reconciliation'
import { createOrder } from '@/lib/charge/create-order'
import { reconcile } from '@/lib/flows/reconcile'
import { readHistory } from '@/lib/ledger/read'
import type { RunRow } from '@/lib/reconcile/runs'
import { readAtToss } from '@/lib/settlement/unsettled'
import { DAY_MS, HOUR_MS } from '@/lib/time'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { charged } from '../refund/support'
import { bundle } from '../support/bundle'
import { startCrashablePostgres } from '../support/crashable-postgres'
import { expectSound, newRenter, openScene, type Scene } from '../support/scene'
import { SiteProcess } from '../support/site-process'
import { DEATHS, RECONCILIATION_POINTS, type Death } from './crash-points'

const AMOUNT = 10_000n
const directory = mkdtempSync(join(tmpdir(), 'pospay-crash-'))
const calm = await openScene()
const script = await bundle('tests/faults/reconcile-once.ts')
const postgres = await startCrashablePostgres()
const db = connect(postgres.appUrl)
const scene: Scene = { ...calm, ctx: { ...calm.ctx, db } }
const { ctx, toss } = scene

/** A charge to settle, one that only Toss knows, and a payment that nobody here will ever know. */
type Drift = { settled: string; missing: { userId: string; orderId: string }; stranger: string }
type Cell = { point: string; death: Death; drift: Drift; after: RunRow | null }

const cells: Cell[] = []
const wishes = RECONCILIATION_POINTS.flatMap((point) =>
  (Object.keys(DEATHS) as Death[]).map((death) => ({ point, death })),
)

beforeAll(async () => {
  for (const wish of wishes) {
    const drift = await prepare(cells.length)
    await die(wish)
    await toss.advance(HOUR_MS + 60_000)
    cells.push({ ...wish, drift, after: await reconcile(ctx) })
  }
}, 600_000)

afterAll(async () => {
  await db.$client.end()
  await postgres.remove()
  rmSync(directory, { recursive: true, force: true })
})

async function prepare(nth: number): Promise<Drift> {
  const { orderId: settled } = await charged(scene, AMOUNT)
  await toss.advance(5 * DAY_MS)
  const { userId } = await newRenter(scene)
  const { orderId } = await createOrder(ctx, { userId, amount: AMOUNT })
  const stranger = `somebody-elses-order-${nth}`
  await toss.plant({ orderId, totalAmount: Number(AMOUNT) })
  await toss.plant({ orderId: stranger, totalAmount: 7_000 })
  await toss.advance(HOUR_MS / 2)
  return { settled, missing: { userId, orderId }, stranger }
}

async function die({ point, death }: { point: string; death: Death }): Promise<void> {
  const process = runProcess()
  process.start({ PP_FAILPOINT: `${point}:1:${DEATHS[death]}` })
  if (death === 'loses its database') {
    await process.halted()
    await postgres.kill()
    await postgres.startAgain()
    process.resume()
  }
  await process.gone()
}

function runProcess(): SiteProcess {
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
  const args = [script]
  return new SiteProcess({ args, env, logFile: join(directory, 'reconcile.log') })
}

describe('a reconciliation whose process dies', () => {
  test.each(wishes)('at $point, where it $death: the next one leaves what one alone would', async (wish) => {
    const { drift, after } = cells.find(({ point, death }) => point === wish.point && death === wish.death)!
    expect(after).toMatchObject({ state: 'COMPLETE' })
    const { items } = await readHistory(ctx, { userId: drift.missing.userId })
    expect(items.map(({ type, amount }) => [type, amount])).toEqual([['charge', AMOUNT]])
    const atToss = await readAtToss(ctx, [drift.settled])
    expect(atToss.get(drift.settled)).toMatchObject({ unsettled: [] })
    expect(atToss.get(drift.settled)!.settled.size).toBe(1)
    const open = await db
      .select({ class: reconciliationBreaks.class })
      .from(reconciliationBreaks)
      .where(and(eq(reconciliationBreaks.orderId, drift.stranger), isNull(reconciliationBreaks.closedAt)))
    expect(open).toEqual([{ class: 'MISSING_HERE' }])
  })

  test('leaves no run behind, nothing found that is not, and sound books', async () => {
    const running = eq(reconciliationRuns.state, 'RUNNING')
    expect(await db.select().from(reconciliationRuns).where(running)).toEqual([])
    expect(await db.select().from(reconciliationBreaks)).toHaveLength(wishes.length)
    await expectSound({ ctx })
  })
})
