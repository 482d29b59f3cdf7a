import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { approveAdjustment } from '@/lib/adjustment/decide'
import { draftSchema } from '@/lib/adjustment/draft'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { reconcileByHand } from '@/lib/flows/reconcile-by-hand'
import { beginRun, endIncomplete } from '@/lib/reconcile/runs'
import { newId } from '@/lib/ids'
import { explainBreak, noteBreak, takeBreak, type Explanation } from '@/lib/reconcile/handle-break'
import { listRuns, readBreak } from '@/lib/reconcile/read-break'
import { readReport, type BreakRow } from '@/lib/reconcile/report'
import { openRoles, refusal } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'
import { reconcileLater } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const { app, superuser } = openRoles(scene.database)
const operatorId = await newOperator(scene, 'finance_maker')
const approver = await newOperator(scene, 'finance_approver')

let orders = 0

/** A payment at Toss that nobody here knows, as the next run finds it. */
async function newBreak(): Promise<BreakRow> {
  const orderId = `somebody-elses-order-${++orders}`
  await toss.plant({ orderId })
  await reconcileLater(scene)
  return (await openOf(orderId))!
}

async function openOf(orderId: string | null): Promise<BreakRow | undefined> {
  return (await readReport(ctx)).open.find((row) => row.orderId === orderId)
}

const explain = (breakId: string, given: Partial<Explanation> = {}) =>
  explainBreak(ctx, {
    ...{ operatorId, breakId, cause: 'not_ours', reason: '다른 상점의 결제예요', adjustmentId: null },
    ...given,
  })

/** Money for the safeguarded account, asked for by one and agreed to by another. */
async function adjustment({ posted }: { posted: boolean }): Promise<string> {
  const legs = [
    { account: 'safeguarded_bank', amount: '-1000' },
    { account: 'operating_bank', amount: '1000' },
  ]
  const draft = draftSchema.parse({ id: newId(), type: 'bank_transfer', legs })
  const { hash } = await previewAdjustment(ctx.db, draft)
  await proposeAdjustment(ctx, { draft, hash, reason: '차액을 채워요', operatorId })
  if (posted) await approveAdjustment(ctx, { adjustmentId: draft.id, hash, operatorId: approver })
  return draft.id
}

describe('a break', () => {
  test('is looked after by one operator at a time, with notes that stay', async () => {
    const { id: breakId } = await newBreak()
    await takeBreak(ctx, { operatorId: approver, breakId })
    await takeBreak(ctx, { operatorId, breakId })
    await noteBreak(ctx, { operatorId, breakId, text: '토스에 물어봤어요' })
    await noteBreak(ctx, { operatorId: approver, breakId, text: '답을 기다려요' })
    const shown = (await readBreak(ctx, breakId))!
    expect(shown).toMatchObject({ assignedTo: operatorId, theirs: 10_000n, ours: null })
    expect(shown.notes.map(({ text }) => text)).toEqual(['토스에 물어봤어요', '답을 기다려요'])
    for (const change of [`update break_notes set text = 'x'`, 'delete from break_notes'])
      expect([await refusal(app.query(change)), await refusal(superuser.query(change))]).toEqual([
        '42501',
        'PP001',
      ])
  })

  test('stays closed once it is explained, while the same amounts differ, and is told of', async () => {
    const found = await newBreak()
    await explain(found.id)
    await expectSound(scene)
    const run = await reconcileLater(scene)
    expect(await openOf(found.orderId)).toBeUndefined()
    expect(run.breaks).toBe((await readReport(ctx)).open.length)
    await expectSound(scene)
    const [written] = await ctx.db.select().from(auditLog).where(eq(auditLog.target, found.id))
    expect(written).toMatchObject({ action: 'break.explained', reason: '다른 상점의 결제예요' })
  })

  test('is opened anew when the amounts change', async () => {
    const found = await newBreak()
    await explain(found.id)
    await superuser.query(
      `alter table reconciliation_breaks disable trigger all; update reconciliation_breaks set theirs = theirs - 1 where id = '${found.id}';
        alter table reconciliation_breaks enable always trigger reconciliation_breaks_closed_once`,
    )
    await reconcileLater(scene)
    expect(await openOf(found.orderId)).toMatchObject({ theirs: found.theirs })
    await expectSound(scene)
  })

  test('is closed as corrected only by an adjustment that two people have posted', async () => {
    const { id } = await newBreak()
    const asked = await adjustment({ posted: false })
    for (const adjustmentId of [null, newId(), 'none', asked])
      await expect(explain(id, { cause: 'corrected', adjustmentId })).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
      })
    const adjustmentId = await adjustment({ posted: true })
    await explain(id, { cause: 'corrected', adjustmentId })
    expect(await readBreak(ctx, id)).toMatchObject({ closedHow: 'explained', adjustmentId })
    await expectSound(scene)
  })

  test('is closed once', async () => {
    const { id } = await newBreak()
    const closed = await Promise.allSettled([explain(id), explain(id)])
    expect(closed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(takeBreak(ctx, { operatorId, breakId: id })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    const reopen = `update reconciliation_breaks set closed_at = null, closed_how = null, cause = null, reason = null, closed_by = null where id = $1`
    for (const role of [app, superuser]) expect(await refusal(role.query(reopen, [id]))).toBe('PP001')
  })

  test.each([
    ['reconciliation_breaks_closed', `closed_at = now()`],
    ['reconciliation_breaks_explained', `closed_at = now(), closed_how = 'explained'`],
    ['reconciliation_breaks_explained', `cause = 'timing', reason = 'x', closed_by = $2`],
    [
      'reconciliation_breaks_corrected',
      `closed_at = now(), closed_how = 'explained', cause = 'corrected', reason = 'x', closed_by = $2`,
    ],
    [
      'reconciliation_breaks_cause',
      `closed_at = now(), closed_how = 'explained', cause = 'mood', reason = 'x', closed_by = $2`,
    ],
    [
      'reconciliation_breaks_reason',
      `closed_at = now(), closed_how = 'explained', cause = 'timing', reason = '', closed_by = $2`,
    ],
  ])('is not closed against %s: %s', async (rule, change) => {
    const { id } = (await readReport(ctx)).open[0] ?? (await newBreak())
    const statement = `update reconciliation_breaks set ${change} where id = $1 and $2::uuid is not null`
    expect(await refusal(superuser.query(statement, [id, operatorId]))).toBe(rule)
  })

  test('is handled by those with the duty alone', async () => {
    const { id: breakId } = await newBreak()
    const stranger = { operatorId: await newOperator(scene, 'viewer'), breakId }
    for (const attempt of [
      () => takeBreak(ctx, stranger),
      () => noteBreak(ctx, { ...stranger, text: 'x' }),
      () => explain(breakId, stranger),
      () => reconcileByHand(ctx, stranger.operatorId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const none of [newId(), 'none'])
      await expect(takeBreak(ctx, { operatorId, breakId: none })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
  })
})

describe('a run by hand', () => {
  test('is one like any other, with a trace of who wanted it', async () => {
    const before = (await listRuns(ctx)).length
    await reconcileByHand(ctx, operatorId)
    const [newest, ...others] = await listRuns(ctx)
    expect([newest!.state, others.length]).toEqual(['COMPLETE', before])
    const [written] = await ctx.db.select().from(auditLog).where(eq(auditLog.target, newest!.id))
    expect(written!.action).toBe('reconciliation.begun')
  })

  test('waits for nobody: while one is at it there is no other', async () => {
    const running = (await beginRun(ctx))!
    await expect(reconcileByHand(ctx, operatorId)).rejects.toMatchObject({ code: 'REQUEST_IN_PROGRESS' })
    await endIncomplete(ctx, running, 'given up')
  })
})
