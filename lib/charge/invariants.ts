import type { Invariant } from '@/lib/ledger/invariants'

/** What orders, calls to Toss and the book promise about each other. */
export const CHARGE_INVARIANTS: Invariant[] = [
  {
    name: 'done_orders_are_credited',
    says: "an order is DONE, or was CANCELED after, exactly when one charge more is posted than its deposit was undone, each to its user's wallets, for its amount",
    sql: `select o.id || ': ' || o.status as detail from orders o
      left join lateral (
        select count(*) as charges, bool_or(c.credited is distinct from o.amount or c.strangers > 0) as wrong
        from transactions t
        cross join lateral (
          select sum(e.amount) filter (where w.user_id = o.user_id) as credited,
            count(*) filter (where w.user_id <> o.user_id) as strangers
          from entries e join wallets w on w.id = e.wallet_id where e.transaction_id = t.id) c
        where t.type = 'charge' and t.order_id = o.id and (t.reference = o.id or starts_with(t.reference, o.id || '#'))) posted on true
      where posted.wrong
        or posted.charges <> o.deposits_undone
          + case when o.status = 'DONE' or (o.status = 'CANCELED' and o.approved_at is not null) then 1 else 0 end`,
  },
  {
    name: 'charges_are_numbered',
    says: 'the first charge of an order has its id, the next its id and how often the deposit was undone before',
    sql: `select t.reference as detail from transactions t join orders o on o.id = t.order_id
      where t.type = 'charge' and starts_with(t.reference, o.id || '#')
        and t.reference not in (select o.id || '#' || nth from generate_series(1, o.deposits_undone) nth)`,
  },
  {
    name: 'undone_deposits_are_reversed',
    says: "each deposit that was undone has its reversal, and an order's other reversals add up to what others took back of it",
    sql: `select o.id as detail from orders o
      left join lateral (
        select count(*) filter (where r.undo) as undone, sum(r.taken) filter (where not r.undo and r.seq > r.last_undo) as taken
        from (
          select t.seq, starts_with(t.reference, o.id || '#') as undo,
            coalesce(max(t.seq) filter (where starts_with(t.reference, o.id || '#')) over (), 0) as last_undo,
            (select -sum(e.amount) from entries e where e.transaction_id = t.id and e.wallet_id is not null) as taken
          from transactions t where t.type = 'charge_reversal' and t.order_id = o.id) r) reversed on true
      where coalesce(reversed.undone, 0) <> o.deposits_undone or coalesce(reversed.taken, 0) <> o.taken_back`,
  },
  {
    name: 'charges_have_orders',
    says: 'every charge and every reversal belongs to an order',
    sql: `select t.reference as detail from transactions t left join orders o on o.id = t.order_id
      where t.type in ('charge', 'charge_reversal', 'suspense_in') and o.id is null`,
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
    sql: `select id as detail from orders where status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT') and next_check_at is null`,
  },
  {
    name: 'answers_follow_their_request',
    says: 'no answer of Toss’s is older than the request, or there without one',
    sql: `select id::text as detail from toss_calls
      where answered_at < started_at or (answered_at is null) <> (http_status is null)`,
  },
  {
    name: 'applied_webhooks_were_asked_about',
    says: 'a webhook counts as applied only where Toss has answered about its order, payout or seller',
    sql: `select e.id::text as detail from webhook_events e where e.state = 'applied' and not exists (
        select from toss_calls c where c.order_id = e.order_id and c.operation = 'query' and c.answered_at is not null)
      and not exists (
        select from payouts p join toss_calls c on c.withdrawal_id = p.withdrawal_id
        where p.payout_id = e.entity_id and c.operation = 'find_payout' and c.answered_at is not null)
      and not exists (
        select from toss_calls c where c.ref_seller_id is not null and c.operation = 'find_seller'
          and c.answered_at is not null and c.answer ->> 'id' = e.entity_id)`,
  },
  {
    name: 'open_orders_are_not_forgotten',
    says: 'an order that waits for an answer was looked at when its time came',
    sql: `select id as detail from orders
      where status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT') and next_check_at < :now::timestamptz - interval '15 minutes'`,
    atRest: true,
  },
]
