import type { Invariant } from '@/lib/ledger/invariants'

/** What adjustments and the book promise about each other. */
export const ADJUSTMENT_INVARIANTS: Invariant[] = [
  {
    name: 'adjustments_are_posted_as_agreed',
    says: 'an adjustment that was agreed to is in the book exactly as its hash says, and no other is',
    sql: `select a.id || ': ' || a.status as detail from adjustments a
      left join transactions t on t.type = a.type and t.reference = a.id::text
      where (a.status = 'POSTED') <> (t.id is not null) or encode(t.request_hash, 'hex') <> a.hash`,
  },
  {
    name: 'adjustment_postings_have_two_people',
    says: 'what operators moved by hand was asked for by one and agreed to by another, neither of whom it belongs to',
    sql: `select t.id::text as detail from transactions t left join adjustments a on a.id::text = t.reference and a.type = t.type
      where t.seq > :since and t.type in ('adjustment', 'bank_transfer', 'write_off')
        and (a.id is null or a.decided_by is null or a.decided_by = a.made_by or exists (
          select from entries e join wallets w on w.id = e.wallet_id
          where e.transaction_id = t.id and w.user_id in (a.made_by, a.decided_by)))`,
  },
]
