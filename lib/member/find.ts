import { sql, type SQL } from 'drizzle-orm'
import { TRANSACTION_TYPES } from '@/db/schema/ledger'
import type { Ctx } from '@/lib/context'
import { requireDuty } from '@/lib/identity/duties'
import { atMostBy, endOf, surelyBy } from '@/lib/ledger/moment'
import { maskEmail, maskName } from '@/lib/mask'
import { addDays, kstDay, kstMidnight } from '@/lib/time'
import { understand, type Asked } from './understand'

export type FoundKind = 'member' | 'order' | 'booking' | 'withdrawal' | 'refund' | 'transaction'

export type Found = {
  kind: FoundKind
  id: string
  /** Of the order, booking or withdrawal that a transaction came of. */
  traceId: string | null
  /** The person, masked; null where it is nobody's. */
  person: { userId: string; name: string; email: string | null } | null
  /** Won. */
  amount: bigint | null
  /** In the kind's own words; a transaction's is its type. */
  status: string
  at: Date
}

type Row = Pick<Found, 'kind' | 'id' | 'traceId' | 'status'> &
  Record<'userId' | 'name' | 'email' | 'amount', string | null> & { at: string }

const MOST = 30
/** How far back an amount is looked for that was typed without a day. */
const DAYS = 7

/** What answers to what was typed into the one box, newest first. Throws FORBIDDEN. */
export async function find(
  ctx: Pick<Ctx, 'db' | 'sealer' | 'now'>,
  { operatorId, typed }: { operatorId: string; typed: string },
): Promise<Found[]> {
  await requireDuty(ctx.db, operatorId, 'members.read')
  const today = kstDay(ctx.now())
  const places = placesOf(ctx, understand(typed, today), today)
  if (places.length === 0) return []
  const { rows } = await ctx.db.execute<Row>(sql`
    select f.kind, f.id, f.trace_id as "traceId", f.user_id as "userId", u.name, u.email, f.amount::text, f.status, f.at::text
    from (${sql.join(places, sql` union all `)}) f (kind, id, trace_id, user_id, amount, status, at)
    left join users u on u.id = f.user_id
    order by f.at desc, f.id limit ${MOST}`)
  return rows.map(({ userId, name, email, amount, at, ...row }) => ({
    ...row,
    person: userId && name ? { userId, name: maskName(name), email: email && maskEmail(email) } : null,
    amount: amount === null ? null : BigInt(amount),
    at: new Date(at),
  }))
}

/** Where to look, each by an index. */
function placesOf({ sealer }: Pick<Ctx, 'sealer'>, asked: Asked, today: string): SQL[] {
  switch (asked.by) {
    case 'nothing':
      return []
    case 'email':
      return [members(sql`email = ${asked.email}`)]
    case 'name':
      return [members(sql`name like ${asked.name.replaceAll(/[\\%_]/g, '\\$&') + '%'}`)]
    case 'id':
      return byId(sql`${asked.id}::uuid`)
    case 'key':
      return byKey(asked.key, sealer.fingerprint(asked.key))
    case 'amount':
      return byAmount(asked.amount, asked.day ?? addDays(today, -DAYS), asked.day ?? today)
  }
}

function byId(id: SQL): SQL[] {
  return [
    members(sql`id = ${id}`),
    bookings(sql`id = ${id}`),
    withdrawals(sql`id = ${id}`),
    refunds(sql`id = ${id} or batch_id = ${id}`),
    posted(
      sql`t.id = ${id} or (t.type in ('adjustment', 'bank_transfer', 'write_off') and t.reference = ${id}::text)`,
    ),
  ]
}

const TYPES = sql.param([...TRANSACTION_TYPES])

function byKey(key: string, fingerprint: string): SQL[] {
  return [
    orders(sql`id = ${key}`),
    // Two indexes have them: of payments that came about and of those that did not.
    orders(
      sql`payment_key_fingerprint = ${fingerprint} and status in ('DONE', 'WAITING_FOR_DEPOSIT', 'CANCELED')`,
    ),
    orders(
      sql`payment_key_fingerprint = ${fingerprint} and status not in ('DONE', 'WAITING_FOR_DEPOSIT', 'CANCELED')`,
    ),
    withdrawals(sql`transfer_id = ${key}`),
    refunds(sql`transaction_key = ${key}`),
    posted(
      sql`t.type = any(${TYPES}::text[]) and t.reference = ${key} and t.order_id is distinct from ${key}`,
    ),
  ]
}

/** What the book has of it within these KST days, and the charges that never came into it. */
function byAmount(amount: bigint, from: string, to: string): SQL[] {
  const [after, until] = [kstMidnight(from).toISOString(), kstMidnight(addDays(to, 1)).toISOString()]
  return [
    posted(sql`t.seq > ${surelyBy({ before: from })} and t.seq <= ${atMostBy(endOf(to))}
      and t.business_date between ${from}::date and ${to}::date and exists (
        select from entries where transaction_id = t.id and amount in (${amount}::bigint, ${-amount}::bigint))`),
    orders(sql`amount = ${amount}::bigint and status <> 'DONE'
      and created_at >= ${after}::timestamptz and created_at < ${until}::timestamptz`),
  ]
}

/** One kind of thing with the columns of all: kind, id, trace, person, won, state, time. */
function newest(of: SQL): SQL {
  return sql`(${of} order by 7 desc limit ${MOST})`
}

function members(where: SQL): SQL {
  return newest(
    sql`select 'member', id::text, null, id, null::bigint, status, created_at from users where ${where}`,
  )
}

function orders(where: SQL): SQL {
  return newest(sql`select 'order', id, id, user_id, amount, status, created_at from orders where ${where}`)
}

function bookings(where: SQL): SQL {
  return newest(
    sql`select 'booking', id::text, id::text, renter_id, price, status, created_at from bookings where ${where}`,
  )
}

function withdrawals(where: SQL): SQL {
  return newest(
    sql`select 'withdrawal', id::text, id::text, user_id, amount, status, requested_at from withdrawals where ${where}`,
  )
}

function refunds(where: SQL): SQL {
  return newest(
    sql`select 'refund', id::text, order_id, user_id, amount, status, requested_at from charge_refunds where ${where}`,
  )
}

/** Whose it is: of two people the one whose money goes. */
function posted(where: SQL): SQL {
  return sql`(
    select 'transaction', t.id::text,
      case when t.order_id is not null then t.order_id
        when t.type in ('payment', 'release', 'refund') or t.type like 'withdraw%' then split_part(t.reference, '#', 1) end,
      (select w.user_id from entries e join wallets w on w.id = e.wallet_id
        where e.transaction_id = t.id order by e.amount, e.line limit 1),
      (select sum(amount) from entries where transaction_id = t.id and amount > 0)::bigint, t.type, t.recorded_at
    from (select * from transactions t where ${where} order by t.seq desc limit ${MOST}) t)`
}
