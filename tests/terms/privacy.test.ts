import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readInForce } from '@/lib/terms/read'
import { openRoles } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { superuser } = openRoles(scene.database)

const MIGRATION = readFileSync(
  join(import.meta.dirname, '../../drizzle/0035_privacy_names_business_numbers.sql'),
  'utf8',
)
/** The text as it was before, from which the migration begins. */
const BEFORE = `alter table document_versions disable trigger document_versions_kept;
  update document_versions set content = jsonb_set(content, '{sections,0,items}', (content #> '{sections,0,items}') - 3)
    where document = 'privacy'`

async function migratedFrom(
  before: string,
): Promise<{ version: string; in_time: boolean; named: boolean }[]> {
  const client = await superuser.connect()
  try {
    await client.query(`begin; ${before}`)
    await client.query(MIGRATION.replaceAll('--> statement-breakpoint', ''))
    const { rows } = await client.query<{ version: string; in_time: boolean; named: boolean }>(
      `select version, told_at is null and effective_at = earliest_effect('privacy', false, now()) as in_time,
        content #>> '{sections,0,items}' like '%사업자등록번호%' as named
      from document_versions where document = 'privacy' order by effective_at`,
    )
    return rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}

test('the first text that anybody reads names the business numbers of owners as kept and passed on', async () => {
  const { content } = (await readInForce(scene.ctx, 'privacy'))!
  const naming = content.sections.filter(({ items }) =>
    items?.some((item) => item.includes('사업자등록번호')),
  )
  expect(naming.map(({ heading }) => heading)).toEqual([
    '1. 처리하는 개인정보와 목적',
    '2. 보유 기간',
    '3. 제3자 제공',
  ])
  expect(await migratedFrom(BEFORE)).toEqual([{ version: '2026-11-22', in_time: false, named: true }])
  await expectSound(scene)
})

test('where people have agreed to the one before, it is announced as early as the law has it', async () => {
  await newRenter(scene)
  expect(await migratedFrom(BEFORE)).toMatchObject([
    { version: '2026-11-22', named: false },
    { in_time: true, named: true },
  ])
  await expectSound(scene)
})
