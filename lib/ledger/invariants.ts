/** A rule that must hold at every instant: its query gives one row for each thing that breaks it. */
export type Invariant = {
  name: string
  says: string
  /** One statement, and so of one moment. `:since` is the transaction up to which an earlier run has looked; 0 at first. */
  sql: string
  /** Only the whole book can tell: left to the nightly run. */
  wholeBook?: boolean
  /** Holds when the worker has had its time: for the job alone. `:now` is the product's time. */
  atRest?: boolean
}

/** The transactions that a run looks at. */
const RECENT = 'transactions t where t.seq > :since'
/** The wallets that they touch. */
const TOUCHED = `(:since = 0 or w.id in (select e.wallet_id from ${RECENT.replace('where', 'join entries e on e.transaction_id = t.id where')}))`

/** What the book itself promises. */
export const LEDGER_INVARIANTS: Invariant[] = [
  {
    name: 'book_sums_to_zero',
    says: 'the whole book sums to zero',
    sql: `select sum(amount)::text as detail from entries having coalesce(sum(amount), 0) <> 0`,
    wholeBook: true,
  },
  {
    name: 'transactions_balance',
    says: 'every transaction has at least two entries, numbered from 1, and they sum to zero',
    sql: `select t.id::text as detail from transactions t left join entries e on e.transaction_id = t.id
      where t.seq > :since
      group by t.id having coalesce(sum(e.amount), 0) <> 0 or count(e.line) < 2 or max(e.line) <> count(e.line) or min(e.line) <> 1`,
  },
  {
    name: 'entries_have_transactions',
    says: 'no entry without its transaction',
    sql: `select e.transaction_id || '#' || e.line as detail from entries e
      where not exists (select from transactions t where t.id = e.transaction_id)`,
    wholeBook: true,
  },
  {
    name: 'balances_equal_entries',
    says: "a wallet's balance is the sum of its entries",
    sql: `select w.id || ' ' || w.kind || ': ' || w.balance || ', entries ' || coalesce(s.total, 0) as detail
      from wallets w left join (select wallet_id, sum(amount) as total from entries where wallet_id is not null group by wallet_id) s
        on s.wallet_id = w.id
      where w.balance <> coalesce(s.total, 0)`,
    wholeBook: true,
  },
  {
    name: 'versions_have_no_gap',
    says: "a wallet's entries are numbered 1, 2, 3 … up to its version",
    sql: `select w.id || ' ' || w.kind as detail from wallets w
      left join (select wallet_id, count(*) as lines, min(wallet_version) as lowest, max(wallet_version) as highest
        from entries where wallet_id is not null group by wallet_id) e on e.wallet_id = w.id
      where w.version <> coalesce(e.lines, 0) or coalesce(e.highest, 0) <> w.version or coalesce(e.lowest, 1) <> 1`,
    wholeBook: true,
  },
  {
    name: 'running_balances_add_up',
    says: 'every balance after an entry is the one before plus the amount',
    sql: `select e.wallet_id || '@' || e.wallet_version as detail
      from transactions t join entries e on e.transaction_id = t.id
        left join entries p on p.wallet_id = e.wallet_id and p.wallet_version = e.wallet_version - 1
      where t.seq > :since and e.wallet_id is not null
        and (e.balance_after <> coalesce(p.balance_after, 0) + e.amount or (p.line is null) <> (e.wallet_version = 1))`,
  },
  {
    name: 'wallets_within_floor',
    says: 'no wallet is below zero and no debt above it',
    sql: `select id || ' ' || kind || ': ' || balance as detail from wallets
      where case when kind in ('charge_debt', 'earnings_debt') then balance > 0 else balance < 0 end`,
  },
  {
    name: 'every_user_has_every_wallet',
    says: 'every user has each kind of wallet once',
    sql: `select u.id::text as detail from users u left join wallets w on w.user_id = u.id
      group by u.id having count(w.id) <> 5 or count(distinct w.kind) <> 5`,
    wholeBook: true,
  },
  {
    name: 'posted_once',
    says: 'one transaction per type and reference',
    sql: `select type || ' ' || reference as detail from transactions group by type, reference having count(*) > 1`,
    wholeBook: true,
  },
  {
    name: 'wallet_once_per_transaction',
    says: 'no wallet twice in a transaction',
    sql: `select e.transaction_id || ' ' || e.wallet_id as detail from transactions t join entries e on e.transaction_id = t.id
      where t.seq > :since and e.wallet_id is not null group by e.transaction_id, e.wallet_id having count(*) > 1`,
  },
  {
    name: 'reversals_take_back_exactly',
    says: "a transaction that takes another back negates it, account by account and across a user's wallets",
    sql: `select t.id::text as detail from transactions t
      where t.seq > :since and t.reverses is not null and exists (
        select from (select coalesce(w.user_id::text, e.account) as whose, e.amount
            from entries e left join wallets w on w.id = e.wallet_id where e.transaction_id in (t.id, t.reverses)) both_sides
        group by whose having sum(amount) <> 0)`,
  },
  {
    name: 'posted_to_open_days',
    says: 'nothing was posted to a day that was closed, or to one before it was recorded',
    sql: `select t.id::text as detail from transactions t where t.seq > :since
      and (t.business_date < (t.recorded_at at time zone 'Asia/Seoul')::date
        or exists (select from closed_days c where c.business_date >= t.business_date and c.through < t.seq))`,
  },
  {
    name: 'hash_chains_hold',
    says: "every entry's hash covers the one before, the transaction and all its entries",
    sql: `with digests as materialized (
        select t.id, ledger_digest(t, string_agg(ledger_line(e), ';' order by e.line)) as digest
        from transactions t join entries e on e.transaction_id = t.id where t.seq > :since group by t.id, t.*
      )
      select e.wallet_id || '@' || e.wallet_version as detail
      from transactions t join entries e on e.transaction_id = t.id left join digests d on d.id = t.id
        left join entries p on p.wallet_id = e.wallet_id and p.wallet_version = e.wallet_version - 1
      where t.seq > :since and e.wallet_id is not null
        and e.hash is distinct from sha256(coalesce(p.hash, ''::bytea) || d.digest)`,
  },
  {
    name: 'heads_are_last_links',
    says: "a wallet's head, version and balance are those of its last entry",
    sql: `select w.id || ' ' || w.kind as detail from wallets w
      left join entries e on e.wallet_id = w.id and e.wallet_version = w.version
      where ${TOUCHED} and (w.head_hash is distinct from e.hash or w.balance <> coalesce(e.balance_after, 0))`,
  },
  {
    name: 'platform_chain_holds',
    says: 'every transaction without a wallet has its link, and each link covers the one before and the transaction',
    sql: `with digests as (
        select t.id, t.seq, ledger_digest(t, string_agg(ledger_line(e), ';' order by e.line)) as digest
        from transactions t join entries e on e.transaction_id = t.id
        where t.seq > :since group by t.id, t.* having count(e.wallet_id) = 0
      )
      select d.id::text as detail from digests d
        left join platform_links l on l.transaction_id = d.id
        left join platform_links p on p.position = l.position - 1
      where l.hash is distinct from sha256(coalesce(p.hash, ''::bytea) || d.digest) or (p.position is null) <> (l.position = 1)`,
  },
  {
    name: 'platform_chain_has_no_gap',
    says: 'the links of the platform are numbered 1, 2, 3 …, each of one of its transactions',
    sql: `select 'link ' || position as detail from (
        select l.position, l.transaction_id, row_number() over (order by l.position) as expected from platform_links l) numbered
      where position <> expected
        or not exists (select from entries where transaction_id = numbered.transaction_id)
        or exists (select from entries where transaction_id = numbered.transaction_id and wallet_id is not null)`,
    wholeBook: true,
  },
  {
    name: 'account_days_equal_entries',
    says: 'the daily totals are the sums of the entries they count',
    sql: `with counted as (
        select t.business_date, e.account, sum(e.amount) as amount, count(*) as entries
        from transactions t join entries e on e.transaction_id = t.id
        where t.seq <= (select through from roll_up) group by 1, 2
      )
      select coalesce(d.business_date, c.business_date) || ' ' || coalesce(d.account, c.account) as detail
      from (select *, sum(amount) over (partition by account order by business_date) as expected from account_days) d
        full join counted c on c.business_date = d.business_date and c.account = d.account
      where d.amount is distinct from c.amount or d.entries is distinct from c.entries or d.balance is distinct from d.expected`,
    wholeBook: true,
  },
  {
    name: 'deposits_are_covered',
    says: 'what we owe users is covered by what Toss owes us or keeps to pay out, the banks, what users owe us, and the fees that Toss kept of their money when it settled',
    sql: `select sum(amount)::text as detail from entries
      where account in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt', 'withdrawals_in_transit',
        'charge_refunds_in_transit', 'suspense', 'pg_receivable', 'pg_payout_balance', 'safeguarded_bank')
        or (account in ('pg_fees', 'input_vat') and transaction_id in (select id from transactions where type = 'settlement'))
      having sum(amount) > 0`,
    wholeBook: true,
  },
  {
    name: 'application_cannot_write_the_book',
    says: "the application's role may not write the book and its totals, nor change the audit log",
    sql: `select privilege || ' on ' || tablename as detail
      from unnest(array['wallets', 'transactions', 'entries', 'platform_links', 'closed_days', 'account_days', 'roll_up', 'audit_log']) tablename,
        unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) privilege
      where not (tablename = 'audit_log' and privilege = 'INSERT') and (
        has_table_privilege('pospay_app', tablename, privilege)
        or (privilege in ('INSERT', 'UPDATE') and has_any_column_privilege('pospay_app', tablename, privilege)))`,
  },
  {
    name: 'guards_are_on',
    says: 'every trigger that guards the book is there and enabled',
    sql: `select name as detail from unnest(array['transactions_append_only', 'transactions_no_truncate',
        'entries_append_only', 'entries_no_truncate', 'entries_whole', 'audit_log_append_only', 'audit_log_no_truncate',
        'wallets_no_delete', 'wallets_no_truncate', 'platform_links_append_only', 'platform_links_no_truncate',
        'closed_days_append_only', 'closed_days_no_truncate', 'users_open_wallets']) name
      where not exists (select 1 from pg_trigger where tgname = name
        and tgenabled = case when name = 'users_open_wallets' then 'O'::"char" else 'A'::"char" end)`,
  },
]
