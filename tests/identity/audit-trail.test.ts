import { describe, expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { audit } from '@/lib/audit'
import { writeCsv } from '@/lib/document/write-csv'
import { toAuditTable } from '@/lib/identity/audit-trail/audit-table'
import { auditSearch, exportAudit, searchAudit } from '@/lib/identity/audit-trail/search'
import { maskEmail } from '@/lib/mask'
import { addDays, kstDay } from '@/lib/time'
import { openRoles, refusal } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const { app, owner, superuser } = openRoles(scene.database)
const operatorId = await newOperator('auditor')

async function newOperator(role: 'auditor' | 'support') {
  const { userId } = await newRenter(scene)
  await ctx.db
    .update(users)
    .set({ roles: [role] })
    .where(eq(users.id, userId))
  return userId
}

const find = (asked: Record<string, string>) =>
  searchAudit(ctx, { operatorId, search: auditSearch.parse(asked) })

describe('the audit log', () => {
  const change = [
    `update audit_log set action = 'nothing'`,
    `delete from audit_log`,
    `truncate audit_log`,
    `alter table audit_log disable trigger all`,
  ]

  test.each(change)('refuses the application: %s', async (statement) => {
    expect(await refusal(app.query(statement))).toBe('42501')
  })

  test.each(change.slice(0, 3))('refuses its own owner: %s', async (statement) => {
    expect(await refusal(owner.query(statement))).not.toBe('accepted')
  })
})

describe('looking into it', () => {
  test('finds by person, action, target, request and day, the latest first', async () => {
    const { userId } = await newRenter(scene)
    const [user] = await ctx.db.select({ email: users.email }).from(users).where(eq(users.id, userId))
    const email = user!.email!
    const by = { ...ctx, actor: `user:${userId}`, requestId: `request-${userId}` }
    const changed = { before: { status: 'active' }, after: { status: 'frozen' }, reason: '신고, "확인"' }
    await audit(by, ctx.db, { action: 'test.changed', target: `t-${userId}`, ...changed })
    await audit(by, ctx.db, { action: 'test.looked', target: `t-${userId}` })
    const day = kstDay(ctx.now())
    const searches: Record<string, string>[] = [
      { person: email, target: `t-${userId}` },
      { person: userId, target: `t-${userId}`, day },
      { target: `t-${userId}` },
      { requestId: `request-${userId}` },
    ]
    for (const search of searches) {
      const { items } = await find(search)
      expect(items.map(({ action }) => action)).toEqual(['test.looked', 'test.changed'])
    }
    const { items } = await find({ action: 'test.changed', requestId: `request-${userId}` })
    // Somebody who is no operator is masked, as where they were is.
    expect(items).toMatchObject([
      { ...changed, address: '127.0.*.*', person: { name: '김*늘', email: maskEmail(email) } },
    ])
    expect((await find({ target: `t-${userId}`, day: addDays(day, 1) })).items).toEqual([])
    expect((await find({ person: 'nobody@example.com' })).items).toEqual([])
  })

  test('goes page by page through all of it, once', async () => {
    const target = 'many'
    for (let n = 0; n < 120; n++) await audit(ctx, ctx.db, { action: `test.${n}`, target })
    const seen: string[] = []
    for (let before: string | null = ''; before !== null;) {
      const { items, next } = await find({ target, before })
      seen.push(...items.map(({ action }) => action))
      before = next
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `test.${119 - n}`))
  })

  test('is kept from those without the duty, and as a file is written down itself', async () => {
    const search = auditSearch.parse({ target: 'many' })
    const stranger = await newOperator('support')
    await expect(searchAudit(ctx, { operatorId: stranger, search })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(exportAudit(ctx, { operatorId: stranger, search })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const items = await exportAudit(ctx, { operatorId, search })
    const lines = writeCsv(toAuditTable(items)).toString('utf8').split('\n')
    expect(lines.filter((line) => line.includes('test.7,'))).toHaveLength(1)
    const { items: written } = await find({ action: 'audit.exported' })
    expect(written).toMatchObject([{ detail: { target: 'many', rows: 120 } }])
  })

  test('of a person, a thing or a request asks their index, and does not walk through all there is', async () => {
    await superuser.query(`
      insert into audit_log (at, actor, action, target, request_id)
      select '2025-01-01'::timestamptz + n * interval '1 minute', 'user:' || n, 'test.' || n % 50, n, n
      from generate_series(1, 20000) n`)
    await superuser.query('analyze audit_log')
    for (const asked of ['actor = $1 or target = $1', 'target = $1', 'request_id = $1']) {
      const { rows } = await app.query<Record<string, string>>(
        `explain select * from audit_log where ${asked} order by id desc limit 51`,
        ['x'],
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toMatch(/Index (Only )?Scan (Backward )?(using|on) audit_log_(actor|target|request)/)
      expect(plan).not.toMatch(/Seq Scan|audit_log_pkey/)
    }
  })
})
