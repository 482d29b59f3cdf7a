import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Sealer } from './seal'

/** How many pages of a table are read at once: some thousand rows. */
const PAGES = 200

type Column = { table: string; column: string }
export type Rotated = Column & { sealedAnew: number }

/**
 * Seals everything that an older key sealed under the one that seals now, column by column, while the site runs. What
 * is sealed is told by its column's name, `…_sealed`. Needs the tables' owner. Throws where a key is not there any more.
 */
export async function rotateKeys(db: Pick<Database, 'execute'>, sealer: Sealer): Promise<Rotated[]> {
  const { rows: columns } = await db.execute<Column>(sql`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and column_name like '%\\_sealed' order by 1, 2`)
  const rotated: Rotated[] = []
  for (const column of columns) {
    let sealedAnew = 0
    // A row that the site wrote meanwhile is met on the next round.
    for (let round = 1; round > 0; sealedAnew += round) round = await rotateColumn(db, sealer, column)
    rotated.push({ ...column, sealedAnew })
  }
  return rotated
}

async function rotateColumn(
  db: Pick<Database, 'execute'>,
  sealer: Sealer,
  { table, column }: Column,
): Promise<number> {
  const [from, sealed] = [sql.identifier(table), sql.identifier(column)]
  const old = sql`${sealed} is not null and not starts_with(${sealed}, ${`${sealer.activeId}.`})`
  let count = 0
  for (let page = 0; page < (await pagesOf(db, table)); page += PAGES) {
    const { rows } = await db.execute<{ place: string; sealed: string }>(sql`
      select ctid::text as place, ${sealed} as sealed from ${from}
      where ctid >= ${`(${page},0)`}::tid and ctid < ${`(${page + PAGES},0)`}::tid and ${old}`)
    // One at a time, which cannot deadlock; and only where it is still what was read.
    for (const row of rows) {
      await db.execute(sql`
        update ${from} set ${sealed} = ${sealer.seal(sealer.open(row.sealed))}
        where ctid = ${row.place}::tid and ${sealed} = ${row.sealed}`)
    }
    count += rows.length
  }
  return count
}

async function pagesOf(db: Pick<Database, 'execute'>, table: string): Promise<number> {
  const { rows } = await db.execute<{ pages: number }>(sql`
    select (pg_relation_size(format('%I', ${table}::text)::regclass) / current_setting('block_size')::int)::int as pages`)
  return rows[0]!.pages
}
