import type { Invariant } from '@/lib/ledger/invariants'
import { AT_TOSS, OWED, UNREDEEMED } from '@/lib/ledger/position'

const listed = (accounts: string[]) => accounts.map((account) => `'${account}'`).join(', ')

export const SAFEGUARD_INVARIANTS: Invariant[] = [
  {
    name: 'safeguard_checks_say_what_the_book_says',
    wholeBook: true,
    says: 'what was written down of a day is where users’ money was at its end, and what was charged on it',
    sql: `select c.day::text as detail from safeguard_checks c
      cross join lateral (select
          coalesce(sum(balance) filter (where account in (${listed(OWED)})), 0) as owed,
          coalesce(sum(balance) filter (where account in (${listed(UNREDEEMED)})), 0) as unredeemed,
          coalesce(-sum(balance) filter (where account = 'safeguarded_bank'), 0) as safeguarded,
          coalesce(-sum(balance) filter (where account in (${listed(AT_TOSS)})), 0) as at_toss
        from (select distinct on (account) account, balance from account_days where business_date <= c.day
          order by account, business_date desc) held) h
      left join (select t.business_date as day, -sum(e.amount) as amount from transactions t
        join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
        where t.type = 'charge' group by 1) i on i.day = c.day
      where (c.owed, c.unredeemed, c.safeguarded, c.at_toss, c.issued)
        <> (h.owed, h.unredeemed, h.safeguarded, h.at_toss, coalesce(i.amount, 0))`,
  },
  {
    name: 'safeguard_checks_have_no_hole',
    says: 'the days that were checked follow each other, and a gap that lasts keeps its deadline',
    sql: `select day::text as detail from (
        select day, due_on, lag(day) over by_day as day_before, lag(due_on) over by_day as due_before
        from safeguard_checks window by_day as (order by day)) c
      where day <> day_before + 1 or due_on <> due_before or due_on <= day and due_before is null`,
  },
  {
    name: 'closed_days_are_checked',
    says: 'an hour after a day was closed it is known whether users’ money was safe at its end',
    sql: `select d.business_date::text as detail from closed_days d
      where d.closed_at < :now::timestamptz - interval '1 hour'
        and d.business_date > coalesce((select max(day) from safeguard_checks), '-infinity')
        and exists (select from account_days a where a.business_date <= d.business_date)`,
    atRest: true,
  },
  {
    name: 'bank_checks_say_what_the_bank_says',
    wholeBook: true,
    says: 'a day that was checked by the bank’s statement has the balance of its last line, and the gap that is left of it',
    sql: `select b.day::text as detail from safeguard_bank_checks b join safeguard_checks c using (day)
        left join lateral (select balance from bank_lines l where l.day <= b.day order by number desc limit 1) l on true
      where b.balance is distinct from l.balance
        or b.gap <> greatest(0, c.owed - (b.balance - b.timing) - c.at_toss)`,
  },
]
