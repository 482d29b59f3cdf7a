import type { Invariant } from '@/lib/ledger/invariants'

/** What orders, calls to Toss and the book promise about each other. */
export const CHARGE_INVARIANTS: Invariant[] = [
  {
    name: 'done_orders_are_credited',
    says: "an order is DONE, or CANCELED once all of it went back, exactly when its charge is posted, to its user's wallets, for its amount",
    sql: `select o.id || ': ' || o.status as detail from orders o
      left join transactions t on t.type = 'charge' and t.reference = o.id
      left join lateral (
        select coalesce(sum(e.amount) filter (where w.user_id = o.user_id), 0) as credited,
          count(*) filter (where w.user_id <> o.user_id) as strangers
        from entries e join wallets w on w.id = e.wallet_id where e.transaction_id = t.id) c on true
      where (o.status = 'DONE' or (o.status = 'CANCELED' and o.approved_at is not null)) <> (t.id is not null)
        or (t.id is not null and (c.credited <> o.amount or c.strangers > 0 or t.order_id is distinct from o.id))`,
  },
  {
    name: 'charges_have_orders',
    says: 'every charge belongs to an order',
    sql: `select t.reference as detail from transactions t left join orders o on o.id = t.order_id
      where t.type in ('charge', 'suspense_in') and o.id is null`,
  },
  {
    name: 'suspended_orders_need_review',
    says: 'money in suspense has an order under review',
    sql: `select t.reference as detail from transactions t join orders o on o.id = t.order_id
      where t.type = 'suspense_in' and o.status <> 'NEEDS_REVIEW'`,
  },
  {
    name: 'payment_credits_one_order',
    says: 'one payment at Toss credits at most one order',
    sql: `select payment_key_fingerprint as detail from orders where status = 'DONE'
      group by payment_key_fingerprint having count(*) > 1`,
  },
  {
    name: 'done_orders_have_toss_answer',
    says: "a DONE order has an answer of Toss's that says so, for its id and amount",
    sql: `select o.id as detail from orders o where o.status = 'DONE' and not exists (
        select 1 from toss_calls c where c.order_id = o.id and c.answered_at is not null
          and c.answer ->> 'status' = 'DONE' and c.answer ->> 'orderId' = o.id
          and (c.answer ->> 'totalAmount')::bigint = o.amount)`,
  },
  {
    name: 'toss_key_carries_one_request',
    says: 'an idempotency key for Toss never carries two different requests',
    sql: `select idempotency_key as detail from toss_calls where idempotency_key is not null
      group by idempotency_key having count(distinct request_hash) > 1`,
  },
  {
    name: 'open_orders_are_looked_after',
    says: 'an order that waits for an answer has a time for the next look',
    sql: `select id as detail from orders where status in ('READY', 'CONFIRMING') and next_check_at is null`,
  },
  {
    name: 'answers_follow_their_request',
    says: 'no answer of Toss’s is older than the request, or there without one',
    sql: `select id::text as detail from toss_calls
      where answered_at < started_at or (answered_at is null) <> (http_status is null)`,
  },
  {
    name: 'open_orders_are_not_forgotten',
    says: 'an order that waits for an answer was looked at when its time came',
    sql: `select id as detail from orders
      where status in ('READY', 'CONFIRMING') and next_check_at < :now::timestamptz - interval '15 minutes'`,
    atRest: true,
  },
]
