import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { orders } from '@/db/schema/charge'
import type { ConfirmCharge } from '@/lib/charge/claim'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { SECOND_MS } from '@/lib/time'
import { openCrashScene } from '../support/crash-scene'
import { expectSound, newRenter } from '../support/scene'
import { CHARGE_POINTS, DEATHS, OUTCOMES, outcomeOf, type Death, type Outcome } from './crash-points'

const AMOUNT = 10_000n
/** Nothing may be left open for longer once Toss can answer. */
const LONGEST_OPEN_MS = 60 * SECOND_MS
const STEP_MS = 5 * SECOND_MS

const { scene, start, die } = await openCrashScene('tests/faults/confirm-once.ts')
const { ctx, toss } = scene

type Cell = { point: string; death: Death; outcome: Outcome; order: ConfirmCharge }

const cells: Cell[] = []
let longestOpenMs = 0

beforeAll(async () => {
  for (const outcome of Object.keys(OUTCOMES) as Outcome[]) {
    for (const death of Object.keys(DEATHS) as Death[]) await playAll(outcome, death)
  }
  await finishAll()
}, 400_000)

/** One charge for every point, each in a process of its own, all of them dying the same death. */
async function playAll(outcome: Outcome, death: Death): Promise<void> {
  const { charge, decline } = outcomeOf(outcome)
  if (charge) await toss.play(charge, CHARGE_POINTS.length)
  const acts = await Promise.all(
    CHARGE_POINTS.map(async (point) => {
      const order = await paidOrder(decline)
      cells.push({ point, death, outcome, order })
      const { userId, orderId, paymentKey, amount } = order
      return start([userId, orderId, paymentKey, String(amount)], { point, death })
    }),
  )
  await die(acts, death)
  await toss.clearFaults()
}

async function paidOrder(decline?: string): Promise<ConfirmCharge> {
  const { userId } = await newRenter({ ctx })
  const { orderId } = await createOrder(ctx, { userId, amount: AMOUNT })
  const paymentKey = await toss.authenticate(orderId, AMOUNT, 'CARD', decline)
  return { userId, orderId, paymentKey, amount: AMOUNT }
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
