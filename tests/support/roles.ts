import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll } from 'vitest'
import { sqlState, violatedConstraint } from '@/db/sql-state'
import type { TestDatabase } from './databases'

/** Plain connections to one database: as the application, as the owner of the tables, and as a superuser. */
export function openRoles({ appUrl, ownerUrl, superuserUrl }: TestDatabase) {
  const [app, owner, superuser] = [appUrl, ownerUrl, superuserUrl].map((connectionString) => {
    const pool = new pg.Pool({ connectionString, max: 20 })
    pool.on('error', () => undefined)
    return pool
  }) as [pg.Pool, pg.Pool, pg.Pool]
  afterAll(() => Promise.all([app.end(), owner.end(), superuser.end()]))
  return { app, owner, superuser }
}

/** What refused: the constraint's name, else the SQLSTATE; `accepted` when nothing did. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: unknown) => violatedConstraint(error) ?? sqlState(error) ?? String(error),
  )
}

export type Leg = { account: string; user?: string; amount: bigint | string; overflow?: string[] }
type Verdict = { verdict: string; transaction_id: string | null; detail: string | null }

/** One request to `ledger_post`, as raw as it gets. */
export function request(legs: Leg[], given: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    type: 'charge',
    reference: `test-${randomUUID()}`,
    actor: 'user:test',
    request_id: 'test-request',
    occurred_at: '2026-11-22T10:00:00.000Z',
    recorded_at: '2026-11-22T10:00:00.000Z',
    legs: legs.map((leg) => ({ ...leg, amount: String(leg.amount) })),
    ...given,
  }
}

/** Posts the requests in one call and one transaction; the verdicts come in their order. */
export async function ledgerPost(
  pool: Pick<pg.Pool | pg.PoolClient, 'query'>,
  ...requests: ReturnType<typeof request>[]
): Promise<Verdict[]> {
  const { rows } = await pool.query<Verdict>(
    'select verdict, transaction_id, detail from ledger_post($1::jsonb) order by ordinal',
    [JSON.stringify(requests)],
  )
  return rows
}

/** Puts money into a wallet, from what Toss owes us. */
export const deposit = (user: string, amount: bigint): Leg[] => [
  { account: 'pg_receivable', amount: -amount },
  { account: 'balance', user, amount, overflow: ['charge_debt'] },
]

/** Takes money out again; what the wallet does not have becomes debt. */
export const reversal = (user: string, amount: bigint): Leg[] => [
  { account: 'balance', user, amount: -amount, overflow: ['charge_debt'] },
  { account: 'pg_receivable', amount },
]

export const transfer = (from: string, to: string, amount: bigint): Leg[] => [
  { account: 'balance', user: from, amount: -amount },
  { account: 'balance', user: to, amount },
]

/** A user's wallets by kind: what is in them and how many entries they have. */
export async function walletsOf(
  pool: pg.Pool,
  user: string,
): Promise<Record<string, { id: bigint; balance: bigint; version: bigint }>> {
  const { rows } = await pool.query<{ kind: string; id: string; balance: string; version: string }>(
    'select kind, id, balance, version from wallets where user_id = $1',
    [user],
  )
  return Object.fromEntries(
    rows.map(({ kind, id, balance, version }) => [
      kind,
      { id: BigInt(id), balance: BigInt(balance), version: BigInt(version) },
    ]),
  )
}
