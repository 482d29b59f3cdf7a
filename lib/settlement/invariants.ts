import type { Invariant } from '@/lib/ledger/invariants'

/** What settlements and the book promise about each other. */
export const SETTLEMENT_INVARIANTS: Invariant[] = [
  {
    name: 'settlements_are_of_what_moved',
    says: 'each settlement is of one approval or cancel of its order, whole, and no other is of the same, but for those that came and went: what Toss still owes of an order is what it has not settled',
    sql: `select order_id || ': ' || amount || ' settled more often than moved' as detail from (
        select t.order_id, abs(e.amount) as amount, count(*) filter (where t.type = 'settlement') as settled,
          count(*) filter (where t.type = 'settlement') - count(*) filter (where t.type <> 'settlement') as beyond
        from transactions t join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
        where t.order_id in (select order_id from transactions where type = 'settlement' and seq > :since)
        group by t.order_id, abs(e.amount), (e.amount > 0) = (t.type = 'settlement')) way
      group by order_id, amount having max(beyond) > 0 and (max(beyond) > min(settled) or count(*) < 2)`,
  },
  {
    name: 'settlements_add_up',
    says: 'a settlement moves what Toss owed to the bank or to the balance of payouts, its fee and the VAT of that, and nothing else',
    sql: `select t.reference as detail from transactions t join entries e on e.transaction_id = t.id
      where t.seq > :since and t.type = 'settlement'
      group by t.id, t.reference, t.order_id
      having t.order_id is null or count(*) filter (where e.account = 'pg_receivable') <> 1
        or count(*) filter (where e.account in ('safeguarded_bank', 'pg_payout_balance')) > 1
        or bool_or(e.account not in ('pg_receivable', 'safeguarded_bank', 'pg_payout_balance', 'pg_fees', 'input_vat'))`,
  },
  {
    name: 'the_payout_balance_moves_as_at_toss',
    says: 'nothing moves the balance of payouts but what Toss settles, pays out or gets back, and what two people post',
    sql: `select t.type || ' ' || t.reference as detail from transactions t
        join entries e on e.transaction_id = t.id and e.account = 'pg_payout_balance'
      where t.seq > :since and t.type not in ('settlement', 'withdraw_paid', 'withdraw_returned', 'adjustment', 'bank_transfer')`,
  },
]
