import type { Invariant } from '@/lib/ledger/invariants'

export const CASE_INVARIANTS: Invariant[] = [
  {
    name: 'cases_were_told_of',
    says: 'whoever a case is of was told by when it is answered, and then the answer',
    sql: `select c.id::text as detail from cases c
      left join notifications o on o.user_id = c.user_id and o.kind = 'case.opened' and o.subject = c.id::text
      left join notifications a on a.user_id = c.user_id and a.kind = 'case.answered' and a.subject = c.id::text
      where o.data->>'dueOn' is distinct from c.due_on::text or a.data->>'answer' is distinct from c.answer`,
  },
]
