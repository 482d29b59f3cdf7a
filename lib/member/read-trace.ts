import { sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isId, isOrderId } from '@/lib/ids'
import { maskName } from '@/lib/mask'

export type TraceKind = 'order' | 'booking' | 'withdrawal'

/** One thing that happened about it. */
export type Step = {
  at: Date
  source: 'toss' | 'book' | 'audit' | 'webhook' | 'refund'
  id: string
  /** The operation at Toss, the type of the transaction, the audited action, Toss's event, or the refund's state. */
  what: string
  /** Won. */
  amount: bigint | null
  /** Of a call: HTTP status, Toss's code, when the answer came and what it said, keys and secrets left out. */
  httpStatus: number | null
  code: string | null
  answeredAt: Date | null
  answer: unknown
  actor: string | null
}

export type Trace = {
  kind: TraceKind
  id: string
  person: { userId: string; name: string }
  /** Won. */
  amount: bigint
  status: string
  at: Date
  /** The charge that pays for the booking. */
  orderId: string | null
  steps: Step[]
}

type Subject = Omit<Trace, 'person' | 'amount' | 'at' | 'steps'> &
  Record<'userId' | 'name' | 'amount' | 'at', string>
type StepRow = Omit<Step, 'at' | 'amount' | 'answeredAt'> & { at: string } & Record<
    'amount' | 'answeredAt',
    string | null
  >

/** All that is written down about an order, a booking or a withdrawal, in the order of time. Throws NOT_FOUND, FORBIDDEN. */
export async function readTrace(
  { db }: Pick<Ctx, 'db'>,
  { operatorId, id }: { operatorId: string; id: string },
): Promise<Trace> {
  await requireDuty(db, operatorId, 'members.read')
  const places = subjectsOf(id)
  if (places.length === 0) throw new PosPayError('NOT_FOUND')
  const { rows } = await db.execute<Subject>(sql`
    select s.kind, s.id, s.user_id as "userId", u.name, s.amount::text, s.status, s.at::text, s.order_id as "orderId"
    from (${sql.join(places, sql` union all `)}) s (kind, id, user_id, amount, status, at, order_id)
    join users u on u.id = s.user_id`)
  if (!rows[0]) throw new PosPayError('NOT_FOUND')
  const { userId, name, amount, at, ...subject } = rows[0]
  const { rows: steps } = await db.execute<StepRow>(sql`
    select at::text, source, id, what, amount::text, http_status as "httpStatus", code, answered_at::text as "answeredAt", answer, actor
    from (${sql.join(stepsOf(subject.kind, id), sql` union all `)})
      s (at, source, id, what, amount, http_status, code, answered_at, answer, actor)
    order by s.at, s.source, s.id limit ${MOST}`)
  return {
    ...subject,
    person: { userId, name: maskName(name) },
    amount: BigInt(amount),
    at: new Date(at),
    steps: steps.map((step) => ({
      ...step,
      at: new Date(step.at),
      amount: step.amount === null ? null : BigInt(step.amount),
      answeredAt: step.answeredAt === null ? null : new Date(step.answeredAt),
    })),
  }
}

/** An order that Toss was asked about for a day every 30 seconds has nearly three thousand. */
const MOST = 5_000

function subjectsOf(id: string): SQL[] {
  if (isId(id)) {
    return [
      sql`select 'booking', id::text, renter_id, price, status, created_at, order_id from bookings where id = ${id}::uuid`,
      sql`select 'withdrawal', id::text, user_id, amount, status, requested_at, null from withdrawals where id = ${id}::uuid`,
    ]
  }
  if (!isOrderId(id)) return []
  return [sql`select 'order', id, user_id, amount, status, created_at, null from orders where id = ${id}`]
}

function stepsOf(kind: TraceKind, id: string): SQL[] {
  const audited = sql`select at, 'audit', id::text, action, null::bigint, null::int, null, null::timestamptz, null::jsonb, actor
    from audit_log where target = ${id}`
  switch (kind) {
    case 'order':
      return [
        audited,
        calls(sql`order_id = ${id}`),
        posted(sql`t.order_id = ${id}`),
        heard(sql`order_id = ${id}`),
        sql`select requested_at, 'refund', id::text, status, amount, null, failure_code, ended_at, null, null
          from charge_refunds where order_id = ${id}`,
      ]
    case 'withdrawal':
      return [
        audited,
        calls(sql`withdrawal_id = ${id}::uuid`),
        heard(sql`entity_id = (select payout_id from payouts where withdrawal_id = ${id}::uuid)`),
        posted(
          sql`t.type in ('withdraw', 'withdraw_paid', 'withdraw_failed', 'withdraw_returned') and t.reference = ${id}`,
        ),
      ]
    case 'booking':
      return [
        audited,
        posted(sql`t.type in ('payment', 'release') and t.reference = ${id}`),
        posted(sql`t.type = 'refund' and t.reference = any(
          select ${id} || '#' || nth from bookings b cross join generate_series(1, b.refunds) nth where b.id = ${id}::uuid)`),
      ]
  }
}

function calls(where: SQL): SQL {
  return sql`select started_at, 'toss', id::text, operation, null::bigint, http_status, code, answered_at, answer, null
    from toss_calls where ${where}`
}

function heard(where: SQL): SQL {
  return sql`select received_at, 'webhook', id::text, coalesce(event, '?'), null::bigint, null::int, state, null::timestamptz, null::jsonb, null
    from webhook_events where ${where}`
}

function posted(where: SQL): SQL {
  return sql`select t.recorded_at, 'book', t.id::text, t.type, (
      select sum(amount) from entries where transaction_id = t.id and amount > 0)::bigint, null::int, null, null::timestamptz, null::jsonb, t.actor
    from transactions t where ${where}`
}
