import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Account, TransactionType } from '@/db/schema/ledger'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { maskName } from '@/lib/mask'

export type JournalLeg = {
  account: Account
  /** Won, credit positive. */
  amount: bigint
  /** Whose wallet it is on, masked, and what this held after it; null where the account is the platform's. */
  userId: string | null
  userName: string | null
  balanceAfter: bigint | null
}

/** What a transaction came of. */
export type Origin =
  | { kind: 'order' | 'withdrawal'; id: string; amount: bigint; status: string }
  | { kind: 'booking'; id: string; amount: bigint; status: string; spaceName: string; startsAt: Date }

export type JournalTransaction = {
  id: string
  type: TransactionType
  reference: string
  actor: string
  requestId: string
  occurredAt: Date
  recordedAt: Date
  businessDate: string
  reverses: string | null
  reversedBy: string[]
  legs: JournalLeg[]
  origin: Origin | null
}

type Row = Omit<JournalTransaction, 'occurredAt' | 'recordedAt' | 'legs' | 'origin'> & {
  orderId: string | null
  occurredAt: string
  recordedAt: string
}

/** Throws NOT_FOUND. */
export async function readTransaction(ctx: { db: Database }, id: string): Promise<JournalTransaction> {
  if (!isId(id)) throw new PosPayError('NOT_FOUND')
  const { rows } = await ctx.db.execute<Row>(sql`
    select t.id, t.type, t.reference, t.actor, t.request_id as "requestId", t.order_id as "orderId", t.reverses,
      t.occurred_at::text as "occurredAt", t.recorded_at::text as "recordedAt",
      to_char(t.business_date, 'YYYY-MM-DD') as "businessDate",
      array(select r.id::text from transactions r where r.order_id = t.order_id and r.reverses = t.id) as "reversedBy"
    from transactions t where t.id = ${id}::uuid`)
  if (!rows[0]) throw new PosPayError('NOT_FOUND')
  const { orderId, occurredAt, recordedAt, ...row } = rows[0]
  const [legs, origin] = await Promise.all([readLegs(ctx, id), readOrigin(ctx, row, orderId)])
  return { ...row, occurredAt: new Date(occurredAt), recordedAt: new Date(recordedAt), legs, origin }
}

async function readLegs({ db }: { db: Database }, id: string): Promise<JournalLeg[]> {
  type LegRow = Omit<JournalLeg, 'amount' | 'balanceAfter'> & {
    amount: string
    balanceAfter: string | null
  }
  const { rows } = await db.execute<LegRow>(sql`
    select e.account, e.amount::text, w.user_id as "userId", u.name as "userName", e.balance_after::text as "balanceAfter"
    from entries e left join wallets w on w.id = e.wallet_id left join users u on u.id = w.user_id
    where e.transaction_id = ${id}::uuid order by e.line`)
  return rows.map(({ amount, balanceAfter, userName, ...leg }) => ({
    ...leg,
    userName: userName && maskName(userName),
    amount: BigInt(amount),
    balanceAfter: balanceAfter === null ? null : BigInt(balanceAfter),
  }))
}

async function readOrigin(
  { db }: { db: Database },
  { type, reference }: Pick<Row, 'type' | 'reference'>,
  orderId: string | null,
): Promise<Origin | null> {
  type OriginRow = { id: string; amount: string; status: string; spaceName: string; startsAt: string }
  const id = reference.split('#')[0]!
  const only = async (query: ReturnType<typeof sql>) => (await db.execute<OriginRow>(query)).rows[0]
  if (orderId) {
    const row = await only(sql`select id, amount::text, status from orders where id = ${orderId}`)
    return row ? { kind: 'order', id: row.id, amount: BigInt(row.amount), status: row.status } : null
  }
  if (!isId(id)) return null
  if (type.startsWith('withdraw')) {
    const row = await only(sql`select id, amount::text, status from withdrawals where id = ${id}::uuid`)
    return row ? { kind: 'withdrawal', id, amount: BigInt(row.amount), status: row.status } : null
  }
  const row = await only(sql`
    select b.id, b.price::text as amount, b.status, s.name as "spaceName", b.starts_at::text as "startsAt"
    from bookings b join spaces s on s.id = b.space_id where b.id = ${id}::uuid`)
  if (!row) return null
  const { amount, status, spaceName, startsAt } = row
  return { kind: 'booking', id, amount: BigInt(amount), status, spaceName, startsAt: new Date(startsAt) }
}
