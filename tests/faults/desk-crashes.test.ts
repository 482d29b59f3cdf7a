import { beforeAll, describe, expect, test } from 'vitest'
import { openCase } from '@/lib/cases/open-case'
import { startSession } from '@/lib/identity/session'
import { newId } from '@/lib/ids'
import { readReport } from '@/lib/reconcile/report'
import { reconcileLater } from '../reconcile/support'
import { openCrashScene } from '../support/crash-scene'
import { expectSound, newRenter } from '../support/scene'
import { openOffice } from '../terms/support'
import { newOperator } from '../withdrawal/support'
import { DEATHS, DESK_POINTS, type Death } from './crash-points'
import { actAtDesk, type DeskAct } from './desk-act'

type Wish = { act: DeskAct; point: string; death: Death }
type Cell = Wish & { who: string; what: string; again: string }

const { scene, start, die } = await openCrashScene('tests/faults/desk-once.ts')
const { ctx } = scene
const office = await openOffice(scene)
const operatorId = await newOperator(scene, 'admin')
const cells: Cell[] = []
const wishes = Object.entries(DESK_POINTS).flatMap(([act, points]) =>
  points.flatMap((point) => Object.keys(DEATHS).map((death) => ({ act, point, death }) as Wish)),
)
let drafts = 0

beforeAll(async () => {
  for (const wish of wishes) {
    const { who, what } = await PREPARE[wish.act]()
    await die([start([wish.act, who, what], wish)], wish.death)
    // What somebody does whose page never answered.
    const again = await actAtDesk(ctx, wish.act, who, what).then(
      () => 'done',
      ({ code }: { code: string }) => code,
    )
    cells.push({ ...wish, who, what, again })
  }
}, 400_000)

const PREPARE: Record<DeskAct, () => Promise<{ who: string; what: string }>> = {
  leave: async () => {
    const { userId } = await newRenter(scene)
    return { who: userId, what: (await startSession(ctx, { userId, channel: 'web' })).id }
  },
  'publish a version': async () => {
    const { id } = await office.draft('terms', { version: office.inDays(40 + drafts++) })
    return { who: office.publisher, what: id }
  },
  'close a break': async () => {
    const orderId = `somebody-elses-${newId()}`
    await scene.toss.plant({ orderId })
    await reconcileLater(scene)
    const found = (await readReport(ctx)).open.find((row) => row.orderId === orderId)!
    return { who: operatorId, what: found.id }
  },
  'answer a case': async () => {
    const { userId } = await newRenter(scene)
    const story = { kind: 'error' as const, story: '두 번 결제됐어요.', about: null, paper: false }
    const { id } = await openCase(ctx, { userId, openedBy: userId, ...story })
    return { who: operatorId, what: id }
  },
}

/** What is to be there once, and is there or not as a whole: a row in its new state, its line in the audit log, its news. */
const DONE: Record<DeskAct, string> = {
  leave: `select (select count(*) from users u join leavers l on l.user_id = u.id where u.id::text = $1 and u.status = 'closed') as row,
    (select count(*) from audit_log where action = 'user.left' and target = $1) as line,
    (select 1 - count(*) from sessions where user_id::text = $1 and ended_at is null) as rest`,
  'publish a version': `select (select count(*) from document_versions where id::text = $2 and status = 'PUBLISHED' and decided_by::text = $1) as row,
    (select count(*) from audit_log where action = 'terms.published' and target = $2) as line, 1 as rest`,
  'close a break': `select (select count(*) from reconciliation_breaks where id::text = $2 and closed_by::text = $1) as row,
    (select count(*) from audit_log where action = 'break.explained' and target = $2) as line, 1 as rest`,
  'answer a case': `select (select count(*) from cases where id::text = $2 and state = 'ANSWERED' and answered_by::text = $1) as row,
    (select count(*) from audit_log where action = 'case.answered' and target = $2) as line,
    (select count(*) from notifications where kind = 'case.answered' and subject = $2) as rest`,
}

describe('what is done at a desk whose process dies', () => {
  test.each(wishes)('to $act, at $point, where it $death, is done once and whole', async (wish) => {
    const { act, who, what, again } = cells.find(
      (cell) => cell.act === wish.act && cell.point === wish.point && cell.death === wish.death,
    )!
    // Before its tx ended nothing had happened; after it whoever asks again is told so, and who left has left.
    expect(again).toBe(wish.point.endsWith('.1') || act === 'leave' ? 'done' : 'STATE_CONFLICT')
    const { rows } = await ctx.db.$client.query(DONE[act].replace(/^select/, 'select $1::text, $2::text,'), [
      who,
      what,
    ])
    expect(rows[0]).toMatchObject({ row: '1', line: '1' })
    expect(Number(rows[0].rest)).toBe(1)
  })

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound(scene)
  })
})
