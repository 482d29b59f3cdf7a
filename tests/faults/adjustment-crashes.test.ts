import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { adjustments } from '@/db/schema/adjustment'
import { approveAdjustment } from '@/lib/adjustment/decide'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { newId } from '@/lib/ids'
import { readHistory } from '@/lib/ledger/read'
import { richRenter } from '../booking/support'
import { openCrashScene } from '../support/crash-scene'
import { expectSound } from '../support/scene'
import { newOperator } from '../withdrawal/support'
import { ADJUSTMENT_POINTS, DEATHS, type Death } from './crash-points'

type Wish = { point: (typeof ADJUSTMENT_POINTS)[number]; death: Death }
type Cell = Wish & { userId: string; adjustmentId: string; hash: string; answer: string }

const { scene, start, die } = await openCrashScene('tests/faults/adjust-once.ts')
const { ctx } = scene
const cells: Cell[] = []
const wishes = ADJUSTMENT_POINTS.flatMap((point) =>
  Object.keys(DEATHS).map((death): Wish => ({ point, death: death as Death })),
)

beforeAll(async () => {
  const maker = await newOperator(scene, 'finance_maker')
  const operatorId = await newOperator(scene, 'finance_approver')
  for (const wish of wishes) {
    const userId = await richRenter(scene, 20_000n)
    const asked = await propose(maker, userId)
    await die([start([operatorId, asked.adjustmentId, asked.hash], wish)], wish.death)
    // What somebody does whose page never answered.
    const answer = await approveAdjustment(ctx, { operatorId, ...asked }).then(
      () => 'approved',
      ({ code }: { code: string }) => code,
    )
    cells.push({ ...wish, ...asked, userId, answer })
  }
}, 200_000)

async function propose(operatorId: string, user: string): Promise<{ adjustmentId: string; hash: string }> {
  const draft = {
    id: newId(),
    type: 'adjustment' as const,
    legs: [
      { account: 'balance' as const, amount: '-7000', user },
      { account: 'fee_revenue' as const, amount: '7000' },
    ],
  }
  const { hash } = await previewAdjustment(ctx.db, draft)
  await proposeAdjustment(ctx, { operatorId, draft, hash, reason: '이용료 누락' })
  return { adjustmentId: draft.id, hash }
}

describe('the yes to an adjustment whose process dies', () => {
  test.each(wishes)('at $point, where it $death, moves its money once', async ({ point, death }) => {
    const cell = cells.find((one) => one.point === point && one.death === death)!
    // Before its tx ended nothing had happened; after it the second yes is told so.
    expect(cell.answer).toBe(point === 'adjustment.1' ? 'approved' : 'STATE_CONFLICT')
    const [row] = await ctx.db.select().from(adjustments).where(eq(adjustments.id, cell.adjustmentId))
    expect(row?.status).toBe('POSTED')
    const { items } = await readHistory(ctx, { userId: cell.userId })
    expect(items.map(({ type, amount }) => [type, amount])).toEqual([
      ['adjustment', -7_000n],
      ['charge', 20_000n],
    ])
  })

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound(scene)
  })
})
