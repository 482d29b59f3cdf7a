import type { Invariant } from '@/lib/ledger/invariants'

export const BANK_STATEMENT_INVARIANTS: Invariant[] = [
  {
    name: 'bank_lines_follow_each_other',
    says: 'the bank’s lines are known without a gap, and each begins with what the one before it left',
    sql: `select number::text as detail from (
        select number, day, amount, balance, lag(number) over chain as before, lag(balance) over chain as left_before,
          lag(day) over chain as day_before
        from bank_lines window chain as (order by number)) l
      where number <> before + 1 or balance <> left_before + amount or day < day_before`,
  },
  {
    name: 'bank_matches_are_the_same_money',
    says: 'what of our book is matched to a line of the bank’s adds up to it',
    sql: `select l.number::text as detail from bank_matches m join bank_lines l on l.number = m.line
        left join entries e on e.transaction_id = m.transaction_id and e.account = 'safeguarded_bank'
      group by l.number having coalesce(-sum(e.amount), 0) <> l.amount`,
  },
  {
    name: 'bank_lines_are_matched_or_open',
    says: 'each of the bank’s lines has its match, or is among those that are looked for',
    sql: `select l.number::text as detail from bank_lines l left join bank_open_lines o on o.line = l.number
      where exists (select from bank_matches m where m.line = l.number) = (o.line is not null)`,
  },
  {
    name: 'what_moves_the_bank_is_matched_or_open',
    says: 'what has moved the safeguarded account has its line at the bank, or is among what is looked for, however old',
    sql: `select t.type || ' ' || t.reference as detail from transactions t
        left join bank_matches m on m.transaction_id = t.id left join bank_open_items o on o.transaction_id = t.id
      where t.seq > :since and t.seq <= (select through from bank_watch)
        and exists (select from entries e where e.transaction_id = t.id and e.account = 'safeguarded_bank')
        and t.type in ('settlement', 'withdraw_paid', 'withdraw_returned', 'adjustment', 'bank_transfer', 'write_off')
        and (m.transaction_id is null) = (o.transaction_id is null)`,
  },
  {
    name: 'the_bank_is_held_against_all_that_moves_it',
    says: 'nothing moves the safeguarded account in our book that is not looked for at the bank',
    sql: `select t.type || ' ' || t.reference as detail from transactions t
        join entries e on e.transaction_id = t.id and e.account = 'safeguarded_bank'
      where t.seq > :since and t.type not in ('settlement', 'withdraw_paid', 'withdraw_returned', 'adjustment',
        'bank_transfer', 'write_off')`,
  },
]
