import type { Invariant } from '@/lib/ledger/invariants'

const OPEN = "('REFUNDING', 'NEEDS_REVIEW')"

/** What charge refunds, their orders, calls to Toss and the book promise about each other. */
export const REFUND_INVARIANTS: Invariant[] = [
  {
    name: 'refunds_are_in_transit',
    says: 'what is in transit is what open refunds have taken out of their wallets',
    sql: `select coalesce(b.amount, 0) || ' in transit, ' || coalesce(r.amount, 0) || ' open' as detail
      from (select sum(amount) as amount from entries where account = 'charge_refunds_in_transit') b
        cross join (select sum(amount) as amount from charge_refunds where status in ${OPEN}) r
      where coalesce(b.amount, 0) <> coalesce(r.amount, 0)`,
    wholeBook: true,
  },
  {
    name: 'refunds_are_posted_by_state',
    says: 'a refund took its amount from its user once, and has ended in the book as its state says, for its order',
    sql: `select r.id || ': ' || r.status || ', ' || p.taken || ' taken, ' || p.paid || ' paid, ' || p.failed || ' failed' as detail
      from charge_refunds r
      cross join lateral (
        select coalesce(-sum(e.amount) filter (where t.type = 'charge_refund' and w.user_id = r.user_id), 0) as taken,
          coalesce(sum(e.amount) filter (where t.type = 'charge_refund_paid' and e.account = 'pg_receivable'), 0) as paid,
          coalesce(sum(e.amount) filter (where t.type = 'charge_refund_failed' and w.user_id = r.user_id), 0) as failed,
          bool_and(t.order_id is not distinct from r.order_id and (w.id is null or w.user_id = r.user_id)) as own
        from transactions t join entries e on e.transaction_id = t.id left join wallets w on w.id = e.wallet_id
        where t.type in ('charge_refund', 'charge_refund_paid', 'charge_refund_failed') and t.reference = r.id::text) p
      where p.taken <> r.amount or p.own is not true
        or p.paid <> case when r.status = 'DONE' then r.amount else 0 end
        or p.failed <> case when r.status = 'FAILED' then r.amount else 0 end`,
  },
  {
    name: 'refund_postings_have_refunds',
    says: 'every posting of a charge refund belongs to one',
    sql: `select t.type || ' ' || t.reference as detail from transactions t
      left join charge_refunds r on r.id::text = t.reference
      where t.seq > :since and t.type in ('charge_refund', 'charge_refund_paid', 'charge_refund_failed') and r.id is null`,
  },
  {
    name: 'orders_know_their_refunds',
    says: 'what an order says has gone back is what its refunds have, by its own user; all of it gone makes it CANCELED',
    sql: `select o.id || ': ' || o.status || ', ' || o.refunded || ' of ' || o.amount as detail from orders o
      cross join lateral (
        select coalesce(sum(r.amount) filter (where r.status <> 'FAILED'), 0) as refunded,
          coalesce(sum(r.amount) filter (where r.status = 'DONE'), 0) as done,
          count(*) filter (where r.user_id <> o.user_id) as strangers
        from charge_refunds r where r.order_id = o.id) g
      where g.refunded <> o.refunded or g.strangers > 0 or o.amount < g.refunded
        or (g.refunded > 0 and (g.done + o.taken_back = o.amount) <> (o.status = 'CANCELED'))`,
  },
  {
    name: 'lots_within_balance',
    says: 'the charges that a balance is made of are no more than it, each at most what is held of it',
    sql: `select w.user_id || ': ' || sum(l.remaining) || ' of ' || w.balance as detail
      from charge_lots l join wallets w on w.user_id = l.user_id and w.kind = 'balance'
      group by w.user_id, w.balance
      having sum(l.remaining) > w.balance or bool_or(l.held < 0 or l.remaining < 0 or l.remaining > l.held)`,
    wholeBook: true,
  },
  {
    name: 'done_refunds_are_at_toss',
    says: "a refund is DONE by a cancel in an answer of Toss's, for its order and amount",
    sql: `select r.id::text as detail from charge_refunds r where r.status = 'DONE' and not exists (
        select from toss_calls c where c.order_id = r.order_id and c.answered_at is not null and jsonb_path_exists(c.answer,
          '$.cancels[*] ? (@.transactionKey == $key && @.cancelStatus == "DONE" && @.cancelAmount == $amount)',
          jsonb_build_object('key', r.transaction_key, 'amount', r.amount)))`,
  },
  {
    name: 'toss_gave_back_no_more_than_we_say',
    says: "what Toss's last answer shows given back of a charge has gone back in the book, or is on its way",
    sql: `select l.order_id || ': ' || c.gone || ' at Toss, ' || o.amount - l.held || ' here' as detail
      from charge_lots l join orders o on o.id = l.order_id cross join lateral (
        select (answer ->> 'totalAmount')::bigint - (answer ->> 'balanceAmount')::bigint as gone, answered_at from toss_calls
        where order_id = o.id and answer ->> 'balanceAmount' is not null order by answered_at desc, id desc limit 1) c
      where c.gone > o.amount - l.held and c.answered_at < :now::timestamptz - interval '15 minutes'`,
    atRest: true,
  },
  {
    name: 'open_refunds_are_not_forgotten',
    says: 'a refund that waits for an answer was looked at when its time came',
    sql: `select id::text as detail from charge_refunds
      where status in ${OPEN} and next_check_at < :now::timestamptz - interval '15 minutes'`,
    atRest: true,
  },
]
