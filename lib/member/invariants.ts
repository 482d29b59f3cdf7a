import type { Invariant } from '@/lib/ledger/invariants'

/** What freezes and the people they are of promise about each other. */
export const MEMBER_INVARIANTS: Invariant[] = [
  {
    name: 'frozen_members_have_a_reason',
    says: 'whoever is frozen has a freeze that says why, and nobody else has one that is not lifted',
    sql: `select coalesce(u.id, f.user_id)::text as detail
      from (select id from users where status = 'frozen') u
      full join (select user_id from freezes where lifted_at is null) f on f.user_id = u.id
      where u.id is null or f.user_id is null`,
  },
]
