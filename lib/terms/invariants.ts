import type { Invariant } from '@/lib/ledger/invariants'

/** What the texts, those who agreed to them and those who left promise each other. */
export const TERMS_INVARIANTS: Invariant[] = [
  {
    name: 'versions_are_announced_in_time',
    says: 'what operators published was announced as early as the law has it, by one who did not draft it',
    sql: `select document || ' ' || version as detail from document_versions
      where status = 'PUBLISHED' and drafted_by is not null
        and (effective_at < earliest_effect(document, worse, decided_at) or decided_by is null or decided_by = drafted_by)`,
  },
  {
    name: 'documents_have_a_version_in_force',
    says: 'of each document a version is published',
    sql: `select name as detail from unnest(array['terms', 'privacy', 'dispute']) name
      where not exists (select from document_versions v where v.document = name and v.status = 'PUBLISHED')`,
  },
  {
    name: 'consents_are_to_what_was_published',
    says: 'what people agreed to was published',
    sql: `select c.user_id || ' ' || c.document || ' ' || c.version as detail from consents c
      where not exists (select from document_versions v
        where v.document = c.document and v.version = c.version and v.status = 'PUBLISHED')`,
  },
  {
    name: 'who_left_is_nobody_here',
    says: 'who left has no name, e-mail, password, login or session, and is written down apart until that is over',
    sql: `select u.id::text as detail from users u join leavers l on l.user_id = u.id
      where u.status <> 'closed' or u.email is not null or u.password_hash is not null
        or exists (select from social_logins s where s.user_id = u.id)
        or exists (select from sessions s where s.user_id = u.id and s.ended_at is null)`,
  },
]
