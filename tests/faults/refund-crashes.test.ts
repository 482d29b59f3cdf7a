import { beforeAll, describe, expect, test } from 'vitest'
import { chargeRefunds } from '@/db/schema/refund'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { readOrderRefunds } from '@/lib/refund/read'
import { recoverRefunds } from '@/lib/refund/recover'
import { isOpen } from '@/lib/refund/refund'
import { refundCharges } from '@/lib/refund/refund-charges'
import { SECOND_MS } from '@/lib/time'
import { charged, newKey, type Charged } from '../refund/support'
import { openCrashScene } from '../support/crash-scene'
import { expectSound } from '../support/scene'
import { DEATHS, OUTCOMES, outcomeOf, REFUND_POINTS, type Death, type Outcome } from './crash-points'

const CHARGED = 10_000n
const BACK = 4_000n
/** Nothing may be left open for longer once Toss can answer. */
const LONGEST_OPEN_MS = 60 * SECOND_MS
const STEP_MS = 5 * SECOND_MS

const { scene, start, die } = await openCrashScene('tests/faults/refund-once.ts')
const { ctx, toss } = scene

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

/** One that halts while it posts keeps the others from posting: whoever has to come further goes by itself. */
function roundsOf(death: Death): Point[][] {
  const [last] = REFUND_POINTS.slice(-1)
  return death === 'loses its database' ? [REFUND_POINTS.slice(0, -1), [last!]] : [[...REFUND_POINTS]]
}

/** One refund for every point, each in a process of its own, all of them dying the same death. */
async function playAll(outcome: Outcome, death: Death, points: Point[]): Promise<void> {
  const charges = await Promise.all(points.map(() => charged(scene, CHARGED)))
  await troubleToss(outcome)
  const acts = points.map((point, at) => {
    const charge = charges[at]!
    const cell = { point, death, outcome, charge, key: newKey() }
    cells.push(cell)
    return start([charge.userId, charge.orderId, String(BACK), cell.key], cell)
  })
  await die(acts, death)
  await finish(cells.slice(-points.length))
  await toss.clearFaults()
}

/** What goes wrong with every cancel; a refusal is for good, so it lasts until each was asked again. */
async function troubleToss(outcome: Outcome): Promise<void> {
  const { refund } = outcomeOf(outcome)
  if (refund) await toss.play(refund, outcome === 'declines' ? 100 : REFUND_POINTS.length)
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
