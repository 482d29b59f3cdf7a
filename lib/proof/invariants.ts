import type { Invariant } from '@/lib/ledger/invariants'

export const PROOF_INVARIANTS: Invariant[] = [
  {
    name: 'proofs_say_what_the_book_says',
    wholeBook: true,
    says: 'what was published of a day is what the book has of it',
    sql: `select p.day::text as detail from deposit_proofs p
      where p.deposits <> coalesce((select d.balance from account_days d
        where d.account = 'balance' and d.business_date <= p.day order by d.business_date desc limit 1), 0)`,
  },
  {
    name: 'proof_trees_are_whole',
    wholeBook: true,
    says: 'the newest proof has a leaf for everybody it counts, and they add up to its deposits',
    sql: `select p.day::text as detail from (select * from deposit_proofs order by day desc limit 1) p
      cross join lateral (select count(*) as people, coalesce(sum(n.sum), 0) as sum from proof_nodes n
        where n.day = p.day and n.level = 0) leaves
      where leaves.people <> p.people or leaves.sum <> p.deposits`,
  },
]
