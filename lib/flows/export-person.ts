import { sql, type SQL } from 'drizzle-orm'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { requireFresh } from '@/lib/identity/fresh-login'
import { toKstIso } from '@/lib/time'

type Part = (userId: SQL) => SQL

/** Everything that is kept about a person, as they may have it: no keys, nobody else's data, account numbers masked. */
const PARTS: Record<string, Part> = {
  profile: (id) => sql`select id, email, name, status, created_at from users where id = ${id}`,
  socialLogins: (id) => sql`select provider, created_at from social_logins where user_id = ${id} order by 2`,
  consents: (id) =>
    sql`select document, version, agreed_at, address from consents where user_id = ${id} order by agreed_at`,
  marketingChoices: (id) =>
    sql`select agreed, at, address from marketing_choices where user_id = ${id} order by id`,
  logins: (id) =>
    sql`select channel, created_at, last_seen_at, ended_at, address, user_agent from sessions where user_id = ${id} order by id`,
  wallets: (id) => sql`select kind, balance from wallets where user_id = ${id} order by kind`,
  transactions: (
    id,
  ) => sql`select t.id, t.type, t.reference, e.account, e.amount, e.balance_after, t.occurred_at
    from wallets w join entries e on e.wallet_id = w.id join transactions t on t.id = e.transaction_id
    where w.user_id = ${id} order by t.seq, e.account`,
  charges: (id) => sql`select id, amount, refunded, status, method, failure_code, created_at, approved_at
    from orders where user_id = ${id} order by created_at`,
  chargeRefunds: (id) => sql`select id, order_id, amount, status, requested_at, ended_at
    from charge_refunds where user_id = ${id} order by id`,
  autoTopUps: (
    id,
  ) => sql`select id, state, amount, threshold, monthly_cap, card_issuer, card_tail, consented_at, off_at
    from auto_topups where user_id = ${id} order by id`,
  bookings: (
    id,
  ) => sql`select b.id, s.name as space, b.starts_at, b.ends_at, b.status, b.price, b.paid_at, b.refunded
    from bookings b join spaces s on s.id = b.space_id where b.renter_id = ${id} order by b.id`,
  spaces: (id) => sql`select id, name, address, description, capacity, hourly_price, status, created_at
    from spaces where owner_id = ${id} order by id`,
  bookingsOfMySpaces: (id) => sql`select id, space_id, starts_at, ends_at, status, price, paid_at, refunded
    from bookings where owner_id = ${id} order by id`,
  bankAccounts: (
    id,
  ) => sql`select bank_code, '****' || tail as number, holder_name, state, requested_at, verified_at
    from bank_accounts where user_id = ${id} order by requested_at`,
  withdrawals: (id) => sql`select id, amount, withheld, status, requested_at, completed_at
    from withdrawals where user_id = ${id} order by id`,
  businesses: (id) => sql`select kind, said_at from businesses where user_id = ${id}`,
  notices: (id) => sql`select kind, subject, data - 'sealedToken' as data, created_at, read_at, mailed_at
    from notifications where user_id = ${id} order by id`,
  records: (id) => sql`select at, action, address from audit_log
    where actor = 'user:' || ${id}::text or target = ${id}::text order by id`,
}

/**
 * All of a person's data for themselves, from one moment. Money is in won. Taking it is written down. Throws
 * REAUTH_REQUIRED.
 */
export async function exportPerson(
  ctx: Ctx,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<Record<string, unknown>> {
  await requireFresh(ctx, { userId, sessionId })
  return withTx(ctx.db, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read`)
    const id = sql`${userId}::uuid`
    const parts: Record<string, unknown> = {}
    for (const [name, part] of Object.entries(PARTS)) {
      const { rows } = await tx.execute<{ part: unknown }>(
        sql`select coalesce(jsonb_agg(row), '[]') as part from (${part(id)}) row`,
      )
      parts[name] = rows[0]!.part
    }
    await audit(ctx, tx, { action: 'user.exported', target: userId })
    return { exportedAt: toKstIso(ctx.now()), ...parts }
  })
}
