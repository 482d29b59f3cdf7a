import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { CONNECTIONS } from './book'
import { measure, type Sample } from './measure'
import { createPgbench } from './pgbench'
import { openPool } from './pool'
import type { Server } from './server'

/** pgbench's default script, "TPC-B-like", at scale 100. */
export type Tpcb = {
  /** What runs it. */
  through: string
  run(clients: number, seconds: number): Promise<Sample>
}

const TPCB = 'tpcb'
const SCALE = 100
const TELLERS = 10 * SCALE
const ACCOUNTS = 100_000 * SCALE

/** With pgbench where it is installed, else as the same statements through the driver that the product uses. */
export async function createTpcb(server: Server, signal: AbortSignal): Promise<Tpcb> {
  await server.createDatabase(TPCB)
  const program = findPgbench()
  if (program)
    return createPgbench(
      { program, url: new URL(server.urlOf('owner', TPCB)), signal },
      SCALE,
      server.readWal,
    )
  await createTables(server)
  const pool = openPool(server.urlOf('owner', TPCB), CONNECTIONS)
  return {
    through: "pgbench's script through node-postgres, since pgbench is not installed",
    run: (clients, seconds) =>
      measure({ callers: clients, seconds, call: () => runScript(pool), readWal: server.readWal }),
  }
}

/** In the path, or where Debian's postgresql-contrib puts it. */
function findPgbench(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian).map((version) => join(debian, version, 'bin', 'pgbench'))
    : []
  return ['pgbench', ...versions].find(runs) ?? null
}

function runs(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/** As `pgbench -i` makes them. */
async function createTables(server: Server): Promise<void> {
  const client = new pg.Client({ connectionString: server.urlOf('owner', TPCB) })
  await client.connect()
  await client.query(`
    create table pgbench_branches (bid int not null, bbalance int, filler char(88)) with (fillfactor = 100);
    create table pgbench_tellers (tid int not null, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches select n, 0, '' from generate_series(1, ${SCALE}) n;
    insert into pgbench_tellers select n, (n - 1) / 10 + 1, 0, '' from generate_series(1, ${TELLERS}) n;
    insert into pgbench_accounts select n, (n - 1) / 100000 + 1, 0, '' from generate_series(1, ${ACCOUNTS}) n;
    alter table pgbench_branches add primary key (bid);
    alter table pgbench_tellers add primary key (tid);
    alter table pgbench_accounts add primary key (aid)`)
  for (const table of ['branches', 'tellers', 'accounts', 'history']) {
    await client.query(`vacuum (analyze) pgbench_${table}`)
  }
  await client.end()
}

const SCRIPT = {
  account: 'update pgbench_accounts set abalance = abalance + $1 where aid = $2',
  read: 'select abalance from pgbench_accounts where aid = $1',
  teller: 'update pgbench_tellers set tbalance = tbalance + $1 where tid = $2',
  branch: 'update pgbench_branches set bbalance = bbalance + $1 where bid = $2',
  history:
    'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
}

/** Prepared, as with `-M prepared`. */
async function runScript(pool: pg.Pool): Promise<void> {
  const upTo = (most: number) => 1 + Math.floor(Math.random() * most)
  const [aid, bid, tid, delta] = [upTo(ACCOUNTS), upTo(SCALE), upTo(TELLERS), upTo(10_001) - 5001]
  const client = await pool.connect()
  const send = (name: keyof typeof SCRIPT, ...values: number[]) =>
    client.query({ name, text: SCRIPT[name], values })
  try {
    await client.query('begin')
    await send('account', delta!, aid!)
    await send('read', aid!)
    await send('teller', delta!, tid!)
    await send('branch', delta!, bid!)
    await send('history', tid!, bid!, aid!, delta!)
    await client.query('end')
    client.release()
  } catch (error) {
    client.release(error as Error)
    throw error
  }
}
