import type { Invariant } from '@/lib/ledger/invariants'

/** What operators say of filings. */
export const TAX_INVARIANTS: Invariant[] = [
  {
    name: 'filings_follow_each_other',
    says: 'a period is filed, and then taken back, and so on; never twice the same',
    sql: `select kind || ' ' || period as detail from
      (select kind, period, filed, lag(filed, 1, false) over (partition by kind, period order by id) as before from filings) f
      where filed = before`,
  },
  {
    name: 'filings_are_audited',
    says: 'what was said of a period, filed or not, is in the audit log',
    sql: `select f.id::text as detail from filings f where not exists (select from audit_log a
      where a.target = f.id::text and a.action = case when f.filed then 'filing.filed' else 'filing.taken_back' end)`,
  },
]
