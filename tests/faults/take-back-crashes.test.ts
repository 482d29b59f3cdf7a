import { beforeAll, describe, expect, test } from 'vitest'
import { readWallet } from '@/lib/ledger/read'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { sendDue } from '@/lib/withdrawal/send-due'
import { openCrashScene } from '../support/crash-scene'
import { expectSound } from '../support/scene'
import { request, rowOf } from '../withdrawal/support'
import { goTo, openTossScene, payable } from '../withdrawal/toss-support'
import { TAKE_BACK_POINTS } from './crash-points'

const EARNED = 9_000n
const OUT = 4_000n
/** The job looks ten seconds after Toss was asked. */
const STEP_MS = 15 * SECOND_MS
/** For so long an answer to what Toss was asked may still come. */
const OPEN_MS = 6 * MINUTE_MS

/** What becomes of Toss's answer, and whether anybody taps again. */
const CASES = [
  { answer: 'comes', fault: null, taps: false },
  { answer: 'is lost', fault: 'drop-after', taps: false },
  { answer: 'is lost, and its owner taps again', fault: 'drop-after', taps: true },
] as const
type Point = (typeof TAKE_BACK_POINTS)[number]
type Cell = { point: Point; answer: string; userId: string; withdrawalId: string }

const { scene, start, die } = await openCrashScene('tests/faults/take-back-once.ts', openTossScene)
const { ctx, toss } = scene
const cells: Cell[] = []

beforeAll(async () => {
  for (const each of CASES) await playAll(each)
  await goTo(scene, 10)
  for (let turn = 0; turn < 2; turn++) {
    while ((await sendDue(ctx)) > 0);
    await toss.advance(2 * MINUTE_MS)
  }
  while ((await sendDue(ctx)) > 0);
}, 400_000)

/** One withdrawal for every point, each taken back in a process of its own, which is killed there. */
async function playAll({ answer, fault, taps }: (typeof CASES)[number]): Promise<void> {
  await goTo(scene, 16)
  const round: Cell[] = []
  for (const point of TAKE_BACK_POINTS) {
    const { userId } = await payable(scene, EARNED)
    const { id: withdrawalId } = await request(scene, userId, OUT)
    round.push({ point, answer, userId, withdrawalId })
  }
  await sendDue(ctx)
  if (fault) await toss.fault(fault, { match: 'POST /v2/payouts/*/cancel', times: round.length })
  const acts = round.map(({ userId, withdrawalId, point }) =>
    start([userId, withdrawalId], { point, death: 'is killed' }),
  )
  await die(acts, 'is killed')
  await toss.clearFaults()
  if (taps)
    for (const { userId, withdrawalId } of round) await cancelWithdrawal(ctx, { userId, withdrawalId })
  for (let openMs = 0; openMs < OPEN_MS; openMs += STEP_MS) {
    await toss.advance(STEP_MS)
    while ((await sendDue(ctx)) > 0);
  }
  cells.push(...round)
}

const matrix = TAKE_BACK_POINTS.flatMap((point) => CASES.map(({ answer }) => ({ point, answer })))

describe('a process that takes back what Toss has set aside for a day, and is killed (PO-17)', () => {
  test.each(matrix)('at $point, while the answer $answer: back once, or paid once', async (where) => {
    const cell = cells.find(({ point, answer }) => point === where.point && answer === where.answer)!
    const { status } = await rowOf(scene, cell.withdrawalId)
    const [payout] = (await toss.payouts()).filter(({ refPayoutId }) => refPayoutId === cell.withdrawalId)
    // Only before Toss was asked it arrives on its day, unless somebody taps again.
    const paid = where.point === 'payout.3' && !where.answer.includes('taps')
    expect([status, payout!.status]).toEqual(paid ? ['COMPLETED', 'COMPLETED'] : ['CANCELED', 'CANCELED'])
    expect((await readWallet(ctx, cell.userId)).withdrawable).toBe(paid ? EARNED - OUT : EARNED)
  })

  test('leaves nothing in the books that contradicts anything else', () => expectSound({ ctx }))
})
