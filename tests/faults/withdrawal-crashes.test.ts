import { inArray } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { OPEN_WITHDRAWALS, withdrawals } from '@/db/schema/withdrawal'
import { readWallet } from '@/lib/ledger/read'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { sendDue } from '@/lib/withdrawal/send-due'
import { openCrashScene } from '../support/crash-scene'
import { expectSound } from '../support/scene'
import { ENDING, newKey, paidOut, plantWithholding, richOwner } from '../withdrawal/support'
import { DEATHS, WITHDRAWAL_POINTS, type Death } from './crash-points'

const EARNED = 9_000n
const OUT = 4_000n
/** 3 % and a tenth of that, each without what is below ten won. */
const WITHHELD = 130n
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

const { scene, start, die } = await openCrashScene('tests/faults/withdrawal-once.ts')
const { ctx, toss } = scene

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

/** One that halts while it posts keeps the others from posting: whoever has to come further goes by itself. */
function roundsOf(death: Death): Point[][] {
  const [last] = WITHDRAWAL_POINTS.slice(-1)
  return death === 'loses its database' ? [WITHDRAWAL_POINTS.slice(0, -1), [last!]] : [[...WITHDRAWAL_POINTS]]
}

/** One withdrawal for every point, each in a process of its own, all of them dying the same death. */
async function playAll(outcome: Outcome, death: Death, points: Point[]): Promise<void> {
  const { ending, fault }: { ending?: string; fault?: string } = BANK[outcome]
  const owners = await Promise.all(points.map(() => richOwner(scene, EARNED, ending)))
  for (const { userId } of owners) await plantWithholding(scene, userId, 'business_income')
  if (fault) await toss.fault(fault, { match: 'POST /bank/transfers', times: WITHDRAWAL_POINTS.length })
  const acts = points.map((point, at) => {
    const cell = { point, death, outcome, userId: owners[at]!.userId, key: newKey() }
    cells.push(cell)
    return start([cell.userId, String(OUT), cell.key], cell)
  })
  await die(acts, death)
  await toss.clearFaults()
  await finish(cells.slice(-points.length))
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
      expect(made).toMatchObject([
        { status: fails ? 'FAILED' : 'COMPLETED', amount: OUT, withheld: WITHHELD },
      ])
      expect(await paidOut({ toss }, made[0]!.id)).toEqual(fails ? [] : [Number(OUT - WITHHELD)])
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
