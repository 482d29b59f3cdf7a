import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import type pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate } from '@/db/migrate'
import { createDatabase } from '../support/databases'
import { openRoles } from '../support/roles'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'pospay-migrations-'))
const database = await createDatabase()
const { owner, superuser } = openRoles(database)

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

describe('the migrations', () => {
  test('make exactly what the schema describes', { timeout: 60_000 }, async () => {
    const { stdout } = await promisify(execFile)(
      'npx',
      ['drizzle-kit', 'export', '--dialect=postgresql', '--schema=./db/schema/*.ts'],
      { cwd: root },
    )
    const described = stdout.slice(stdout.indexOf('CREATE TABLE'))
    // In a tx of its own, so that the names are the same and nothing is left of it.
    const client = await superuser.connect()
    try {
      const migrated = await describeTables(client)
      await client.query('begin; drop schema public cascade; create schema public')
      await client.query(handWritten(/^(CREATE|ALTER) DOMAIN [^;]+;/gm))
      await client.query(described)
      await client.query(handWritten(/^ALTER TABLE \S+ ADD CONSTRAINT \S+ EXCLUDE [^;]+;/gm))
      expect(await describeTables(client)).toEqual(migrated)
      expect(migrated.length).toBeGreaterThan(150)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('leave nothing to generate', { timeout: 60_000 }, async () => {
    cpSync(join(root, 'drizzle'), folder, { recursive: true })
    const config = join(folder, 'config.json')
    // drizzle-kit takes every path as relative to where it runs.
    const out = relative(root, folder)
    writeFileSync(config, JSON.stringify({ dialect: 'postgresql', schema: './db/schema/*.ts', out }))
    const before = readdirSync(folder)
    await promisify(execFile)('npx', ['drizzle-kit', 'generate', `--config=${config}`], { cwd: root })
    expect(readdirSync(folder)).toEqual(before)
  })

  test('run again change nothing', async () => {
    expect(await migrate({ ownerUrl: database.ownerUrl })).toEqual({ applied: [] })
  })

  test('started twice at once wait for each other', async () => {
    const both = await Promise.all([1, 2].map(() => migrate({ ownerUrl: database.ownerUrl })))
    expect(both).toEqual([{ applied: [] }, { applied: [] }])
  })

  test('refuse a database that is newer than the code', async () => {
    const future = 4_102_444_800_000
    await owner.query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('future', $1)`, [
      future,
    ])
    await expect(migrate({ ownerUrl: database.ownerUrl })).rejects.toThrow('migrations newer than this code')
    await owner.query('delete from drizzle.__drizzle_migrations where created_at = $1', [future])
  })

  test('say in a sentence that the database cannot be reached', async () => {
    await expect(migrate({ ownerUrl: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(
      /^The database cannot be reached: /,
    )
  })
})

/** What drizzle-kit cannot describe: the domains that columns are of, as the migrations make them. */
function handWritten(statement: RegExp): string {
  const migrations = readdirSync(join(root, 'drizzle'))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(join(root, 'drizzle', name), 'utf8'))
  return migrations.flatMap((text) => text.match(statement) ?? []).join('\n')
}

/** Every column, constraint and index, as Postgres itself words them. */
async function describeTables(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
      pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
    union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace and contype <> 't'
    union all select indexdef from pg_indexes where schemaname = 'public' order by 1`)
  return rows.map(({ line }) => line)
}
