import pg from 'pg'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '@/db/client'
import { withTx, type Tx } from '@/db/tx'
import { createDatabase } from '../support/databases'
import { figure } from '../support/options'
import { follow, nextOrder } from './orders'
import { Sessions } from './schedule'

/**
 * Programs that are wrong on purpose, as textbooks have them: the explorer has to catch each in nearly every order of
 * its statements. Two sessions with five statements each have 252 orders; in twelve of them one has committed
 * before the other looks.
 */
const database = await createDatabase()
const superuser = new pg.Client({ connectionString: database.superuserUrl })
const ORDERS = 252
const ONLY_CONTROL = (statement: string) => statement.includes('pg_current_xact_id_if_assigned')
let sessions: Sessions

beforeAll(async () => {
  await superuser.connect()
  await superuser.query(`
    alter database ${database.name} set synchronous_commit = off;
    create table purses (owner int primary key);
    create table spends (owner int, amount int);
    create table receipts (owner int);
    grant select, insert, update on purses, spends, receipts to pospay_app`)
  sessions = await Sessions.open(database, 2, ONLY_CONTROL)
})

afterAll(async () => {
  await sessions.close()
  await superuser.end()
  await database.drop()
})

type Program = (tx: Tx, owner: number) => Promise<void>

const left = async (tx: Tx, owner: number): Promise<number> => {
  const { rows } = await tx.execute<{ left: number }>(
    sql`select 10 - coalesce(sum(amount), 0)::int as left from spends where owner = ${owner}`,
  )
  return rows[0]!.left
}

const spend = async (tx: Tx, owner: number): Promise<void> => {
  await tx.execute(sql`insert into spends values (${owner}, 10)`)
}

const readThenWrite: Program = async (tx, owner) => {
  if ((await left(tx, owner)) < 10) return
  await spend(tx, owner)
  await tx.execute(sql`insert into receipts values (${owner})`)
}

const lockWhatIsNotThere: Program = async (tx, owner) => {
  const { rows } = await tx.execute(sql`select from receipts where owner = ${owner} for update`)
  if (rows.length > 0) return
  await tx.execute(sql`insert into receipts values (${owner})`)
  await spend(tx, owner)
}

const checkThenInsert: Program = async (tx, owner) => {
  const { rows } = await tx.execute(sql`select from receipts where owner = ${owner}`)
  if (rows.length > 0) return
  await tx.execute(sql`insert into receipts values (${owner})`)
  await spend(tx, owner)
}

const lockThenSpend: Program = async (tx, owner) => {
  await tx.execute(sql`select from purses where owner = ${owner} for update`)
  if ((await left(tx, owner)) < 10) return
  await spend(tx, owner)
}

/** Two sessions run the program on one purse, in every order of their statements. */
async function playAll(program: Program): Promise<{ schedules: number; doubled: number }> {
  let schedules = 0
  let doubled = 0
  const spendOnce = (db: Database, owner: number) => () => withTx(db, (tx) => program(tx, owner))
  for (let path: string | null = ''; path !== null;) {
    const owner = ++owners
    await superuser.query('insert into purses values ($1)', [owner])
    const commands = sessions.databases.map((db) => spendOnce(db, owner))
    const played = await sessions.play(commands, follow(path))
    const { rows } = await superuser.query<{ times: string }>(
      'select count(*) as times from spends where owner = $1',
      [owner],
    )
    schedules++
    if (rows[0]!.times !== '1') doubled++
    path = nextOrder(played)
  }
  return { schedules, doubled }
}
let owners = 0

test.each<[string, Program]>([
  ['reading a balance and then writing, without a lock', readThenWrite],
  ['locking a row that is not there yet', lockWhatIsNotThere],
  ['asking for a natural key and then inserting it', checkThenInsert],
])('%s is caught in nearly every order', async (name, program) => {
  const { schedules, doubled } = await playAll(program)
  console.log(`interleavings control: ${name}: doubled in ${doubled} of ${figure(schedules)} orders`)
  expect(schedules).toBe(ORDERS)
  expect(doubled / schedules).toBeGreaterThanOrEqual(0.9)
})

test('locking the row that is there holds in every order', async () => {
  const { schedules, doubled } = await playAll(lockThenSpend)
  expect(schedules).toBeGreaterThan(10)
  expect(doubled).toBe(0)
})
