import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { documentVersions } from '@/db/schema/terms'
import { newId } from '@/lib/ids'
import { publishVersion, rejectVersion } from '@/lib/terms/decide'
import { earliestEffect, listComing, listPublished, readInForce } from '@/lib/terms/read'
import { DAY_MS, kstMidnight } from '@/lib/time'
import { openRoles, refusal } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { openOffice } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const { app, owner } = openRoles(scene.database)
const { drafter, publisher, inDays, draft, publish } = await openOffice(scene)

beforeEach(async () => {
  await ctx.db.$client.query(
    `update document_versions set status = 'REJECTED', decided_by = $1, decided_at = now(), rejection = 'x' where status = 'DRAFT'`,
    [publisher],
  )
})

describe('a version', () => {
  test('that came with the product is in force from the start, of each document', async () => {
    for (const name of ['terms', 'privacy', 'dispute'] as const) {
      const inForce = await readInForce(ctx, name)
      expect(inForce).toMatchObject({ version: '2026-11-22', draftedBy: null, status: 'PUBLISHED' })
      expect(inForce!.content.sections.length).toBeGreaterThan(3)
    }
  })

  test('is drafted by one and published by another, and both are written down', async () => {
    const { id } = await draft('dispute')
    const refused = { code: 'FORBIDDEN' }
    await expect(publishVersion(ctx, { operatorId: drafter, id })).rejects.toMatchObject(refused)
    await publishVersion(ctx, { operatorId: publisher, id })
    const [row] = await ctx.db.select().from(documentVersions).where(eq(documentVersions.id, id))
    expect(row).toMatchObject({ status: 'PUBLISHED', draftedBy: drafter, decidedBy: publisher })
    const trail = await ctx.db.select().from(auditLog).where(eq(auditLog.target, id)).orderBy(auditLog.id)
    expect(trail.map(({ action }) => action)).toEqual(['terms.drafted', 'terms.published'])
    await expectSound(scene)
  })

  test('is not published by who may draft and publish and has drafted it', async () => {
    await ctx.db.$client.query(`update users set roles = '{admin}' where id = $1`, [drafter])
    const { id } = await draft('privacy')
    const own = { operatorId: drafter, id }
    await expect(publishVersion(ctx, own)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(rejectVersion(ctx, { ...own, reason: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(
      await refusal(
        app.query(
          `update document_versions set status = 'PUBLISHED', decided_by = drafted_by, decided_at = drafted_at where id = $1`,
          [id],
        ),
      ),
    ).toBe('document_versions_two_people')
    await ctx.db.$client.query(`update users set roles = '{finance_maker}' where id = $1`, [drafter])
  })

  test('is the only draft of its document, and one that was rejected makes room', async () => {
    const { id } = await draft('privacy')
    await expect(draft('privacy')).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await rejectVersion(ctx, { operatorId: publisher, id, reason: '오타가 있어요' })
    await expect(publishVersion(ctx, { operatorId: publisher, id })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    await expect(draft('privacy')).resolves.toBeDefined()
  })

  test('is announced before it is in force, and what it follows stays readable', async () => {
    const version = inDays(45)
    await publish('terms', { version })
    expect((await readInForce(ctx, 'terms'))!.version).toBe('2026-11-22')
    expect((await listComing(ctx)).map((each) => each.version)).toContain(version)
    await expect(draft('terms', { version })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    const { offsetMs } = toss
    await toss.advance(46 * DAY_MS)
    expect((await readInForce(ctx, 'terms'))!.version).toBe(version)
    expect((await listPublished(ctx, 'terms')).map((each) => each.version)).toEqual([version, '2026-11-22'])
    await toss.advance(offsetMs - toss.offsetMs)
  })

  test('that was decided, or its text, is changed by nobody', async () => {
    const changes = [
      `update document_versions set content = '{}' where version = '2026-11-22'`,
      `update document_versions set told_at = null where version = '2026-11-22'`,
      `delete from document_versions`,
      'truncate document_versions cascade',
      `update consents set version = version`,
      'delete from consents',
      'update marketing_choices set agreed = true',
    ]
    await ctx.db.$client.query(
      `insert into marketing_choices (user_id, agreed, at) values ($1, false, now())`,
      [drafter],
    )
    for (const change of changes) expect(await refusal(owner.query(change)), change).toBe('PP001')
  })

  test.each([
    ['no heading', '- 요점'],
    ['no main point', '# 제목\n문단'],
    ['a paragraph below items', '- 요점\n# 제목\n- 항목\n문단'],
    ['a heading with nothing below', '- 요점\n# 제목'],
  ])('with %s is refused with words at the text', async (_, text) => {
    const refused = { code: 'INVALID_REQUEST', fields: { text: expect.any(String) } }
    await expect(draft('dispute', { text, version: inDays(90) })).rejects.toMatchObject(refused)
  })
})

const at = (time: string) => new Date(`${time}+09:00`)

describe('the database refuses to publish', () => {
  /** A draft of a fresh document row, published at a moment of its own; every try is rolled back. */
  async function tryAt(document: string, worse: boolean, version: string, decidedAt: Date): Promise<string> {
    const client = await app.connect()
    try {
      await client.query('begin')
      const id = newId()
      await client.query(
        `insert into document_versions (id, document, version, effective_at, content, summary, reason, worse, drafted_by, drafted_at)
          values ($1, $2, $3, $4, '{}', '요약', '이유', $5, $6, $7)`,
        [id, document, version, kstMidnight(version), worse, drafter, decidedAt],
      )
      const sql = `update document_versions set status = 'PUBLISHED', decided_by = $2, decided_at = $3 where id = $1`
      return await refusal(client.query(sql, [id, publisher, decidedAt]))
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  test.each([
    ['terms', false, '2028-04-11', '2028-03-10T23:59:59.999'],
    ['terms', true, '2028-04-11', '2028-03-10T23:59:59.999'],
    ['privacy', true, '2028-04-11', '2028-03-10T23:59:59.999'],
    ['dispute', true, '2028-04-11', '2028-03-10T23:59:59.999'],
    ['privacy', false, '2028-04-11', '2028-04-03T23:59:59.999'],
    ['dispute', false, '2028-04-11', '2028-04-03T23:59:59.999'],
    // February is shorter than the 30 days that were promised.
    ['terms', false, '2028-03-03', '2028-02-01T23:59:59.999'],
    // A month after the 31st of January is the last of February, and 30 days are more.
    ['terms', false, '2028-03-02', '2028-01-31T23:59:59.999'],
  ])('%s (worse: %s) for %s a millisecond after %s', async (document, worse, version, last) => {
    const inTime = at(last)
    expect(await tryAt(document, worse, version, inTime)).toBe('accepted')
    expect(await tryAt(document, worse, version, new Date(inTime.getTime() + 1))).toBe('PP001')
    const earliest = await earliestEffect(ctx.db, {
      document: document as 'terms',
      worse,
      at: inTime,
    })
    expect(earliest).toEqual(kstMidnight(version))
  })

  test('before what is published already', async () => {
    expect(await tryAt('dispute', false, '2026-11-22', at('2026-10-01T00:00:00'))).toBe('PP001')
  })

  test('a draft that came too late to its day', async () => {
    const { offsetMs } = toss
    const { id } = await draft('dispute', { version: inDays(60) })
    await toss.advance(53 * DAY_MS)
    const late = { operatorId: publisher, id }
    await expect(publishVersion(ctx, late)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await toss.advance(offsetMs - toss.offsetMs)
  })
})
