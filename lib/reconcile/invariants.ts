import type { Invariant } from '@/lib/ledger/invariants'

/** What reconciliation promises about itself. */
export const RECONCILIATION_INVARIANTS: Invariant[] = [
  {
    name: 'open_breaks_were_seen_last',
    says: 'the breaks that are open, or were explained since, are those that the last complete run found',
    sql: `select coalesce(b.subject, r.breaks || ' found') as detail
      from (select * from reconciliation_runs where state = 'COMPLETE' order by finished_at desc, id desc limit 1) r
        cross join lateral (select count(*) as left_over from reconciliation_breaks where closed_at is null
          or closed_how = 'explained' and last_seen_at = r.started_at) known
        left join reconciliation_breaks b on b.closed_at is null
      where r.breaks <> known.left_over or b.last_seen_at <> r.started_at`,
  },
  {
    name: 'breaks_differ',
    says: 'a break between our book and Toss is of something that is not the same on both sides',
    sql: `select subject as detail from reconciliation_breaks
      where ours is not distinct from theirs and class not in ('SETTLEMENT_MISMATCH', 'FEE_MISMATCH')`,
  },
  {
    name: 'corrected_breaks_were_adjusted',
    says: 'a break that was closed as corrected has an adjustment of two people that is in the book',
    sql: `select b.subject as detail from reconciliation_breaks b left join adjustments a on a.id = b.adjustment_id
      where b.cause = 'corrected' and a.status is distinct from 'POSTED'`,
  },
  {
    name: 'reconciled_within_26_hours',
    says: 'once there were charges, our book was held against all of Toss in the last 26 hours',
    sql: `select coalesce('last on ' || max(r.started_at), 'never') as detail from reconciliation_runs r
      where r.state = 'COMPLETE' and r.started_at <= :now
      having (select min(recorded_at) from transactions where order_id is not null) < :now::timestamptz - interval '26 hours'
        and coalesce(max(r.started_at), '-infinity') < :now::timestamptz - interval '26 hours'`,
    atRest: true,
  },
]
