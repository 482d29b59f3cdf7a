import { inArray } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { OPEN_WITHDRAWALS, withdrawals } from '@/db/schema/withdrawal'
import { readWallet } from '@/lib/ledger/read'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { sendDue } from '@/lib/withdrawal/send-due'
import { openCrashScene } from '../support/crash-scene'
import { expectSound } from '../support/scene'
import { newKey } from '../withdrawal/support'
import { goTo, openTossScene, payable } from '../withdrawal/toss-support'
import { PAYOUT_POINTS, WITHDRAWAL_POINTS } from './crash-points'

const EARNED = 9_000n
const OUT = 4_000n
/** The lease of a dead worker has to pass first, and a payout takes a minute. */
const LONGEST_OPEN_MS = 3 * MINUTE_MS
const STEP_MS = 5 * SECOND_MS

/** What becomes of Toss's first answers, about sellers and about payouts. */
const ANSWERS = { come: null, 'are lost': 'drop-after' } as const
type Answers = keyof typeof ANSWERS

const POINTS = [...WITHDRAWAL_POINTS, ...PAYOUT_POINTS]
type Point = (typeof POINTS)[number]
type Cell = { point: Point; answers: Answers; userId: string; key: string }

const { scene, start, die } = await openCrashScene('tests/faults/withdrawal-once.ts', openTossScene)
const { ctx, toss } = scene
const cells: Cell[] = []
let longestOpenMs = 0

beforeAll(async () => {
  for (const answers of Object.keys(ANSWERS) as Answers[]) await playAll(answers)
}, 400_000)

/** One withdrawal for every point, each in a process of its own, which is killed there. */
async function playAll(answers: Answers): Promise<void> {
  await goTo(scene, 10)
  const owners = []
  for (const point of POINTS) owners.push({ point, ...(await payable(scene, EARNED)) })
  const fault = ANSWERS[answers]
  for (const match of fault ? ['POST /v2/sellers', 'POST /v2/payouts'] : [])
    await toss.fault(fault!, { match, times: POINTS.length })
  const acts = owners.map(({ point, userId }) => {
    const cell = { point, answers, userId, key: newKey() }
    cells.push(cell)
    return start([userId, String(OUT), cell.key], { point, death: 'is killed' })
  })
  await die(acts, 'is killed')
  await toss.clearFaults()
  await finish(cells.slice(-POINTS.length))
}

/** Who got no answer asks again with the same key; the worker's job does the rest as time goes by. */
async function finish(round: Cell[]): Promise<void> {
  for (const { userId, key } of round) await requestWithdrawal(ctx, { userId, amount: OUT, key })
  const isOpen = inArray(withdrawals.status, [...OPEN_WITHDRAWALS])
  const open = () => ctx.db.$count(withdrawals, isOpen)
  let openMs = 0
  while ((await open()) > 0 && openMs < 2 * LONGEST_OPEN_MS) {
    await toss.advance(STEP_MS)
    openMs += STEP_MS
    while ((await sendDue(ctx)) > 0);
  }
  longestOpenMs = Math.max(longestOpenMs, openMs)
}

const matrix = POINTS.flatMap((point) =>
  (Object.keys(ANSWERS) as Answers[]).map((answers) => ({ point, answers })),
)

describe('a withdrawal that Toss carries, whose process is killed (PO-17)', () => {
  test.each(matrix)('at $point, while the answers $answers: one payout', async ({ point, answers }) => {
    const { userId } = cells.find((each) => each.point === point && each.answers === answers)!
    const made = (await ctx.db.select().from(withdrawals)).filter((row) => row.userId === userId)
    expect(made).toMatchObject([{ status: 'COMPLETED', amount: OUT, carrier: 'toss' }])
    const paid = (await toss.payouts()).filter(({ refPayoutId }) => refPayoutId === made[0]!.id)
    expect(paid).toMatchObject([{ status: 'COMPLETED', amount: { value: Number(OUT) } }])
    expect((await readWallet(ctx, userId)).withdrawable).toBe(EARNED - OUT)
  })

  test('is open for no longer than three minutes after Toss can answer', () => {
    expect(longestOpenMs).toBeLessThanOrEqual(LONGEST_OPEN_MS)
  })

  test('leaves as many sellers as owners, and nothing in the books that contradicts anything else', async () => {
    expect(await toss.sellers()).toHaveLength(cells.length)
    await expectSound({ ctx })
  })
})
