import type { Invariant } from '@/lib/ledger/invariants'

/** What automatic top-ups promise; that money comes from a run as from any charge, the orders' own say. */
export const AUTO_TOPUP_INVARIANTS: Invariant[] = [
  {
    name: 'runs_stay_within_the_month',
    says: 'when a run began, those of its person in its KST month came to no more than what was agreed to',
    sql: `select r.id as detail from orders r join auto_topups a on a.id = r.auto_topup_id
      where r.status in ('CONFIRMING', 'DONE', 'NEEDS_REVIEW') and r.confirming_at is not null
        and a.monthly_cap < (select sum(o.amount) from orders o
          where o.user_id = r.user_id and o.auto_topup_id is not null and o.confirming_at <= r.confirming_at
            and (o.status in ('CONFIRMING', 'DONE', 'NEEDS_REVIEW') or (o.status = 'CANCELED' and o.approved_at is not null))
            and date_trunc('month', o.confirming_at at time zone 'Asia/Seoul') = date_trunc('month', r.confirming_at at time zone 'Asia/Seoul'))`,
  },
  {
    name: 'one_run_is_under_way',
    says: 'at most one run of a person is under way',
    sql: `select user_id::text as detail from orders where auto_topup_id is not null and status in ('READY', 'CONFIRMING')
      group by user_id having count(*) > 1`,
  },
  {
    name: 'runs_are_their_owners',
    says: "a run is its own person's, was agreed to before, and began before it was turned off",
    sql: `select o.id as detail from orders o join auto_topups a on a.id = o.auto_topup_id
      where o.user_id <> a.user_id or o.created_at < a.consented_at or o.confirming_at > a.off_at + interval '5 seconds'`,
  },
  {
    name: 'runs_charge_what_was_agreed',
    says: 'a run begins only on what was agreed to, and one that begins by itself charges the amount agreed to',
    sql: `select o.id as detail from orders o join auto_topups a on a.id = o.auto_topup_id
      where (o.topup_trigger = 'threshold' and (a.threshold is null or o.amount <> a.amount))
        or (o.topup_trigger = 'shortage' and not a.on_shortage)`,
  },
  {
    name: 'nothing_is_charged_when_off',
    says: 'no request to charge a card is newer than its being turned off',
    sql: `select c.id::text as detail from toss_calls c join orders o on o.id = c.order_id
      join auto_topups a on a.id = o.auto_topup_id
      where c.operation = 'charge' and c.started_at > a.off_at + interval '5 seconds'`,
  },
  {
    name: 'cards_are_charged_by_runs',
    says: 'only the order of a run charges a registered card, and no run is confirmed as if somebody came back',
    sql: `select c.id::text as detail from toss_calls c join orders o on o.id = c.order_id
      where (c.operation = 'charge' and o.auto_topup_id is null) or (c.operation = 'confirm' and o.auto_topup_id is not null)`,
  },
  {
    name: 'failures_end_in_a_rest',
    says: 'after three runs in a row that took nothing it is not on',
    sql: `select id::text as detail from auto_topups where state = 'ON' and failures >= 3`,
  },
  {
    name: 'deleted_keys_are_gone',
    says: 'what is off keeps no key, or one that is being deleted',
    sql: `select id::text as detail from auto_topups
      where state = 'OFF' and next_check_at is null and (billing_key_sealed is not null or auth_key_sealed is not null)`,
  },
  {
    name: 'cards_are_not_forgotten',
    says: 'a card that waits to be registered or deleted was looked at when its time came',
    sql: `select id::text as detail from auto_topups where next_check_at < :now::timestamptz - interval '15 minutes'`,
    atRest: true,
  },
]
