import { and, eq, isNull } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { reconciliationBreaks, reconciliationRuns } from '@/db/schema/reconciliation'
import { createOrder } from '@/lib/charge/create-order'
import { reconcile } from '@/lib/flows/reconcile'
import { readHistory } from '@/lib/ledger/read'
import type { RunRow } from '@/lib/reconcile/runs'
import { readAtToss } from '@/lib/settlement/unsettled'
import { DAY_MS, HOUR_MS } from '@/lib/time'
import { charged } from '../refund/support'
import { openCrashScene } from '../support/crash-scene'
import { expectSound, newRenter } from '../support/scene'
import { DEATHS, RECONCILIATION_POINTS, type Death } from './crash-points'

const AMOUNT = 10_000n
const { scene, start, die } = await openCrashScene('tests/faults/reconcile-once.ts')
const { ctx, toss } = scene
const { db } = ctx

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
    await die([start([], wish)], wish.death)
    await toss.advance(HOUR_MS + 60_000)
    cells.push({ ...wish, drift, after: await reconcile(ctx) })
  }
}, 600_000)

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
