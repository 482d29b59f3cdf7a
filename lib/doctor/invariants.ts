import type { Invariant } from '@/lib/ledger/invariants'

/** What was said to be done was said by somebody. */
export const EVIDENCE_INVARIANTS: Invariant[] = [
  {
    name: 'evidence_of_people_is_audited',
    says: 'what an operator said was done is in the audit log, under their name',
    sql: `select e.id || ': ' || e.kind as detail from evidence e where e.recorded_by is not null and not exists
      (select from audit_log a where a.target = e.id::text and a.action = 'evidence.recorded'
        and a.actor = 'user:' || e.recorded_by)`,
  },
]
