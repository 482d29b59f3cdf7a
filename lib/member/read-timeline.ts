import { sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isId } from '@/lib/ids'
import { maskAddress } from '@/lib/mask'
import { deviceOf } from './read-member'
import { unmaskedUntil } from './unmask'

export const EVENT_KINDS = ['charge', 'refund', 'booking', 'sale', 'withdrawal', 'login', 'audit'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** One thing in a person's history. */
export type MemberEvent = {
  kind: EventKind
  id: string
  at: Date
  /** Won. */
  amount: bigint | null
  /** The state; the action of an audited one, the channel of a login. */
  status: string
  /** A space's name, a device, or why somebody did it. */
  detail: string | null
  /** Of a login, masked unless the person is shown in plain. */
  address: string | null
  /** What its trace is of. */
  traceId: string | null
}

type Row = Omit<MemberEvent, 'at' | 'amount'> & { at: string; amount: string | null }
type Query = { operatorId: string; userId: string; kind?: EventKind | null; cursor?: string | null }

const PAGE = 30

/** What a person did and what was done to them, newest first, by keyset. Throws FORBIDDEN, INVALID_REQUEST for no cursor of ours. */
export async function readTimeline(
  ctx: Pick<Ctx, 'db' | 'now'>,
  { operatorId, userId, kind, cursor }: Query,
): Promise<{ items: MemberEvent[]; nextCursor: string | null }> {
  await requireDuty(ctx.db, operatorId, 'members.read')
  if (!isId(userId)) throw new PosPayError('NOT_FOUND')
  const kinds = kind ? [kind] : EVENT_KINDS
  const branches = kinds.map((each) => newest(EVENTS[each](userId), readCursor(cursor)))
  const { rows } = await ctx.db.execute<Row>(sql`
    select kind, id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, amount::text, status, detail, address,
      trace_id as "traceId"
    from (${sql.join(branches, sql` union all `)}) e (kind, id, at, amount, status, detail, address, trace_id)
    order by e.at desc, e.id desc limit ${PAGE + 1}`)
  const plain = (await unmaskedUntil(ctx, { operatorId, userId })) !== null
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      ...row,
      at: new Date(row.at),
      amount: row.amount === null ? null : BigInt(row.amount),
      detail: row.kind === 'login' ? deviceOf(row.detail) : row.detail,
      address: row.address && (plain ? row.address : maskAddress(row.address)),
    })),
    nextCursor: rows.length > PAGE && last ? `${last.at}_${last.id}` : null,
  }
}

/** Nothing but a time to the microsecond and an id. */
function readCursor(cursor: string | null | undefined): SQL {
  if (!cursor) return sql`true`
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]{15}Z)_([\w-]{1,64})$/.exec(cursor) ?? []
  if (!at || !id) throw new PosPayError('INVALID_REQUEST')
  return sql`(at, id) < (${at}::timestamptz, ${id})`
}

/** As many as a page may need of one kind, by the index on its person. */
function newest(events: SQL, before: SQL): SQL {
  return sql`(select * from (${events}) e (kind, id, at, amount, status, detail, address, trace_id)
    where ${before} order by at desc, id desc limit ${PAGE + 1})`
}

const EVENTS: Record<EventKind, (userId: string) => SQL> = {
  charge: (userId) =>
    sql`select 'charge', id, created_at, amount, status, failure_code, null, id from orders where user_id = ${userId}::uuid`,
  refund: (
    userId,
  ) => sql`select 'refund', id::text, requested_at, amount, status, failure_code, null, order_id
    from charge_refunds where user_id = ${userId}::uuid`,
  booking: (
    userId,
  ) => sql`select 'booking', b.id::text, b.created_at, b.price, b.status, s.name, null, b.id::text
    from bookings b join spaces s on s.id = b.space_id where b.renter_id = ${userId}::uuid`,
  sale: (userId) => sql`select 'sale', b.id::text, b.created_at, b.price, b.status, s.name, null, b.id::text
    from bookings b join spaces s on s.id = b.space_id where b.owner_id = ${userId}::uuid`,
  withdrawal: (
    userId,
  ) => sql`select 'withdrawal', id::text, requested_at, amount, status, failure_code, null, id::text
    from withdrawals where user_id = ${userId}::uuid`,
  login: (
    userId,
  ) => sql`select 'login', id::text, created_at, null::bigint, channel, user_agent, address, null
    from sessions where user_id = ${userId}::uuid`,
  audit: (userId) => sql`select 'audit', id::text, at, null::bigint, action, reason, null, null
    from audit_log where target = ${userId} and action <> 'login.succeeded'`,
}
