import type { Invariant } from '@/lib/ledger/invariants'

/** What settlements and the book promise about each other. */
export const SETTLEMENT_INVARIANTS: Invariant[] = [
  {
    name: 'settlements_are_of_what_moved',
    says: 'each settlement is of one approval or cancel of its order, whole, and no other is of the same: what Toss still owes of an order is what it has not settled',
    sql: `select t.order_id || ': ' || abs(e.amount) || ' settled more often than moved' as detail
      from transactions t join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
      where t.order_id in (select order_id from transactions where type = 'settlement' and seq > :since)
      group by t.order_id, abs(e.amount), (e.amount > 0) = (t.type = 'settlement')
      having count(*) filter (where t.type = 'settlement') > count(*) filter (where t.type <> 'settlement')`,
  },
  {
    name: 'settlements_add_up',
    says: 'a settlement moves what Toss owed to the bank, its fee and the VAT of that, and nothing else',
    sql: `select t.reference as detail from transactions t join entries e on e.transaction_id = t.id
      where t.seq > :since and t.type = 'settlement'
      group by t.id, t.reference, t.order_id
      having t.order_id is null or count(*) filter (where e.account = 'pg_receivable') <> 1
        or bool_or(e.account not in ('pg_receivable', 'safeguarded_bank', 'pg_fees', 'input_vat'))`,
  },
]
