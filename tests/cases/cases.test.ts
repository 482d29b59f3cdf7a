import { drizzle } from 'drizzle-orm/node-postgres'
import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { answerBy, paperBy } from '@/lib/cases/deadlines'
import { answerCase, closeCase, noteCase, sendPaper } from '@/lib/cases/handle-case'
import { CASE_INVARIANTS } from '@/lib/cases/invariants'
import { openCase, openCaseFor, type Opening } from '@/lib/cases/open-case'
import { listCases, listOwnCases, readCase } from '@/lib/cases/read-cases'
import { readMorning } from '@/lib/flows/morning/read-morning'
import { newId } from '@/lib/ids'
import { kstDay } from '@/lib/time'
import { verify } from '@/lib/verify'
import { openRoles, refusal } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene
const { app, superuser } = openRoles(scene.database)
const operatorId = await newOperator(scene, 'support')

const STORY: Opening = { kind: 'error', story: '두 번 결제됐어요', about: null, paper: false }

async function newCase(given: Partial<Opening> = {}): Promise<{ caseId: string; userId: string }> {
  const { userId } = await newRenter(scene)
  const { id } = await openCase(ctx, { ...STORY, ...given, userId, openedBy: userId })
  return { caseId: id, userId }
}

const told = (userId: string, kind: 'case.opened' | 'case.answered') =>
  ctx.db
    .select({ data: notifications.data })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), eq(notifications.kind, kind)))

test.each([
  ['error', '2026-12-31', '2027-01-14'],
  ['dispute', '2026-12-31', '2027-01-15'],
  ['complaint', '2026-02-20', '2026-03-07'],
] as const)('%s of %s is answered by %s', (kind, openedOn, dueOn) => {
  expect(answerBy(kind, openedOn)).toBe(dueOn)
})

describe('a case', () => {
  test('tells whoever opens it by when it is answered, and is on the board of the law’s clocks', async () => {
    const { userId, caseId } = await newCase({ kind: 'dispute', paper: true })
    const today = kstDay(ctx.now())
    const dueOn = answerBy('dispute', today)
    expect(await told(userId, 'case.opened')).toEqual([{ data: { dueOn } }])
    const { clocks } = await readMorning(ctx)
    expect(clocks).toContainEqual({ kind: 'case_dispute', count: 1, dueOn })
    expect(clocks).toContainEqual({ kind: 'paper', count: 1, dueOn: paperBy(today) })
    expect((await listCases(ctx)).open.map(({ id }) => id)).toContain(caseId)
    expect(await listOwnCases(ctx, userId)).toHaveLength(1)
  })

  test('is answered once, by mail, then closed, and each step leaves a trace', async () => {
    const { userId, caseId } = await newCase()
    const step = { operatorId, caseId }
    await expect(closeCase(ctx, step)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await noteCase(ctx, { ...step, text: '토스에서 취소됐어요' })
    const both = await Promise.allSettled(
      [1, 2].map(() => answerCase(ctx, { ...step, answer: '돌려드렸어요' })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await told(userId, 'case.answered')).toEqual([{ data: { answer: '돌려드렸어요' } }])
    await closeCase(ctx, step)
    expect(await readCase(ctx, caseId)).toMatchObject({
      ...{ state: 'CLOSED', answer: '돌려드렸어요', notes: [{ text: '토스에서 취소됐어요' }] },
    })
    const trail = await ctx.db.select().from(auditLog).where(eq(auditLog.target, caseId)).orderBy(auditLog.id)
    expect(trail.map(({ action }) => action)).toEqual([
      ...['case.opened', 'case.noted', 'case.answered', 'case.closed'],
    ])
    await expectSound(scene)
  })

  test('stays open until the paper that was asked for is sent', async () => {
    const { caseId } = await newCase({ paper: true })
    const step = { operatorId, caseId }
    await answerCase(ctx, { ...step, answer: '보내 드려요' })
    await expect(closeCase(ctx, step)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await sendPaper(ctx, step)
    await expect(sendPaper(ctx, step)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await closeCase(ctx, step)
  })

  test('may be written down by support for somebody who called', async () => {
    const { email, userId } = await newRenter(scene)
    const { id } = await openCaseFor(ctx, { ...STORY, operatorId, email })
    expect(await readCase(ctx, id)).toMatchObject({ userId, openedBy: operatorId })
    const nobody = openCaseFor(ctx, { ...STORY, operatorId, email: 'nobody@example.com' })
    await expect(nobody).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('is handled by those with the duty alone', async () => {
    const { caseId, userId } = await newCase()
    for (const by of [userId, await newOperator(scene, 'viewer')]) {
      const step = { operatorId: by, caseId }
      for (const attempt of [
        () => noteCase(ctx, { ...step, text: 'x' }),
        () => answerCase(ctx, { ...step, answer: 'x' }),
        () => sendPaper(ctx, step),
        () => closeCase(ctx, step),
        () => openCaseFor(ctx, { ...STORY, operatorId: by, email: 'x@example.com' }),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    await expect(closeCase(ctx, { operatorId, caseId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('is one of ten that one person may have open', async () => {
    const { userId } = await newRenter(scene)
    const open = () => openCase(ctx, { ...STORY, userId, openedBy: userId })
    for (let each = 0; each < 10; each++) await open()
    await expect(open()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  test('keeps what was said, and never goes back', async () => {
    const { caseId } = await newCase()
    await answerCase(ctx, { operatorId, caseId, answer: '답이에요' })
    const change = (set: string) => superuser.query(`update cases set ${set} where id = $1`, [caseId])
    for (const set of [
      `story = 'x'`,
      `due_on = due_on + 1`,
      `answer = 'x'`,
      `state = 'OPEN', answer = null, answered_by = null, answered_at = null`,
    ])
      expect(await refusal(change(set)), set).toBe('PP001')
    expect(await refusal(app.query(`update cases set story = 'x'`))).toBe('42501')
    expect(await refusal(superuser.query('delete from cases'))).toBe('PP001')
  })

  test('that nobody was told of breaks a rule', async () => {
    const client = await superuser.connect()
    try {
      await client.query('begin')
      expect(await verify(drizzle(client), CASE_INVARIANTS)).toEqual([])
      await client.query(
        `update notifications set data = data || '{"answer": "x"}' where kind = 'case.answered'`,
      )
      expect((await verify(drizzle(client), CASE_INVARIANTS)).map(({ name }) => name)).toEqual([
        'cases_were_told_of',
      ])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
