import { createHash, randomUUID } from 'node:crypto'
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
    request_hash: null as Buffer | null,
    reverses: null as string | null,
    actor: 'user:test',
    request_id: 'test-request',
    order_id: null as string | null,
    occurred_at: '2026-11-22T10:00:00.000Z',
    recorded_at: '2026-11-22T10:00:00.000Z',
    legs,
    ...given,
  }
}

export type Request = ReturnType<typeof request>

const keyOf = (user: string, kind: string) => `${kind.endsWith('_debt') ? 1 : 0} ${user} ${kind}`

/** Posts the requests in one call and one transaction; the verdicts come in their order. */
export async function ledgerPost(
  pool: Pick<pg.Pool | pg.PoolClient, 'query'>,
  ...requests: Request[]
): Promise<Verdict[]> {
  const values = toArguments(requests)
  const { rows } = await pool.query<Verdict>(
    `select verdict, transaction_id, detail from public.ledger_post(${values.map((_, i) => `$${i + 1}`).join()})`,
    values,
  )
  return rows
}

/** Without a thought of what makes sense: what is asked for is what is sent. */
export function toArguments(requests: Request[]): unknown[] {
  const legs = requests.flatMap((each, index) => each.legs.map((leg) => ({ ...leg, request: index + 1 })))
  const named = new Map<string, { user: string; kind: string; optional: boolean }>()
  for (const { user, account, amount, overflow = [] } of legs.filter((leg) => leg.user)) {
    for (const kind of [account, ...overflow]) {
      const optional = kind !== account && !String(amount).startsWith('-')
      const known = named.get(keyOf(user!, kind))?.optional ?? true
      named.set(keyOf(user!, kind), { user: user!, kind, optional: optional && known })
    }
  }
  const sorted = [...named].sort(([a], [b]) => (a < b ? -1 : 1))
  const [locked, debts] = [false, true].map((wanted) =>
    sorted.filter(([, { optional }]) => optional === wanted),
  )
  const keys = [...locked!, ...debts!].map(([key]) => key)
  const place = (user?: string, kind?: string) => (user && kind ? keys.indexOf(keyOf(user, kind)) + 1 : null)
  const hash = ({ request_hash, type, reference, legs: asked }: Request) =>
    request_hash ??
    createHash('sha256')
      .update(
        JSON.stringify([type, reference, asked], (_, value) =>
          typeof value === 'bigint' ? String(value) : value,
        ),
      )
      .digest()
  return [
    ...[locked!, debts!].flatMap((wallets) => [
      wallets.map(([, { user }]) => user),
      wallets.map(([, { kind }]) => kind),
    ]),
    requests.map(({ id }) => id),
    requests.map(({ type }) => type),
    requests.map(({ reference }) => reference),
    requests.map(hash),
    requests.map(({ reverses }) => reverses),
    requests.map(({ actor }) => actor),
    requests.map(({ request_id }) => request_id),
    requests.map(({ order_id }) => order_id),
    requests.map(({ occurred_at }) => occurred_at),
    requests.map(({ recorded_at }) => recorded_at),
    legs.map((leg) => leg.request),
    legs.map((leg) => place(leg.user, leg.account)),
    legs.map((leg) => (leg.user ? null : leg.account)),
    legs.map((leg) => String(leg.amount)),
    legs.map((leg) => place(leg.user, leg.overflow?.[0])),
    legs.map((leg) => place(leg.user, leg.overflow?.[1])),
  ]
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
