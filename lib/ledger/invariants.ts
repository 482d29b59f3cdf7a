/** A rule that must hold at every instant: its query gives one row for each thing that breaks it. */
export type Invariant = { name: string; says: string; sql: string }

/** What the book itself promises. Each query is one statement and so sees one moment. */
export const LEDGER_INVARIANTS: Invariant[] = [
  {
    name: 'book_sums_to_zero',
    says: 'the whole book sums to zero',
    sql: `select sum(amount)::text as detail from entries having coalesce(sum(amount), 0) <> 0`,
  },
  {
    name: 'transactions_balance',
    says: 'every transaction has at least two entries and they sum to zero',
    sql: `select t.id::text as detail from transactions t left join entries e on e.transaction_id = t.id
      group by t.id having coalesce(sum(e.amount), 0) <> 0 or count(e.line) < 2`,
  },
  {
    name: 'entries_have_transactions',
    says: 'no entry without its transaction',
    sql: `select e.transaction_id || '#' || e.line as detail from entries e
      left join transactions t on t.id = e.transaction_id where t.id is null`,
  },
  {
    name: 'balances_equal_entries',
    says: "a wallet's balance is the sum of its entries",
    sql: `select w.id || ' ' || w.kind || ': ' || w.balance || ', entries ' || coalesce(sum(e.amount), 0) as detail
      from wallets w left join entries e on e.wallet_id = w.id
      group by w.id having w.balance <> coalesce(sum(e.amount), 0)`,
  },
  {
    name: 'versions_have_no_gap',
    says: "a wallet's entries are numbered 1, 2, 3 … up to its version",
    sql: `select w.id || ' ' || w.kind as detail from wallets w left join entries e on e.wallet_id = w.id
      group by w.id having w.version <> count(e.line) or coalesce(max(e.wallet_version), 0) <> w.version
        or coalesce(min(e.wallet_version), 1) <> 1`,
  },
  {
    name: 'running_balances_add_up',
    says: 'every balance after an entry is the one before plus the amount',
    sql: `select wallet_id || '@' || wallet_version as detail from (
        select wallet_id, wallet_version, balance_after, amount,
          lag(balance_after, 1, 0::bigint) over (partition by wallet_id order by wallet_version) as before
        from entries where wallet_id is not null) x
      where balance_after <> before + amount`,
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
  },
  {
    name: 'posted_once',
    says: 'one transaction per type and reference',
    sql: `select type || ' ' || reference as detail from transactions group by type, reference having count(*) > 1`,
  },
  {
    name: 'wallet_once_per_transaction',
    says: 'no wallet twice in a transaction',
    sql: `select transaction_id || ' ' || wallet_id as detail from entries where wallet_id is not null
      group by transaction_id, wallet_id having count(*) > 1`,
  },
  {
    name: 'hash_chains_hold',
    says: "every entry's hash covers the one before, the transaction and all its entries",
    sql: `with digests as (
        select t.id, ledger_digest(t, string_agg(ledger_line(e), ';' order by e.line)) as digest
        from transactions t join entries e on e.transaction_id = t.id group by t.id, t.*
      ), links as (
        select e.wallet_id, e.wallet_version, e.hash, d.digest,
          lag(e.hash) over (partition by e.wallet_id order by e.wallet_version) as previous
        from entries e left join digests d on d.id = e.transaction_id where e.wallet_id is not null
      )
      select wallet_id || '@' || wallet_version as detail from links
      where hash is distinct from sha256(coalesce(previous, ''::bytea) || digest)`,
  },
  {
    name: 'heads_are_last_links',
    says: "a wallet's head is its last entry's hash",
    sql: `select w.id || ' ' || w.kind as detail from wallets w
      left join entries e on e.wallet_id = w.id and e.wallet_version = w.version
      where w.head_hash is distinct from e.hash`,
  },
  {
    name: 'application_cannot_write_the_book',
    says: "the application's role may not write wallets, transactions or entries, nor change the audit log",
    sql: `select privilege || ' on ' || tablename as detail
      from (values ('wallets'), ('transactions'), ('entries'), ('audit_log')) t (tablename),
        unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) privilege
      where not (tablename = 'audit_log' and privilege = 'INSERT') and (
        has_table_privilege('pospay_app', tablename, privilege)
        or (privilege in ('INSERT', 'UPDATE') and has_any_column_privilege('pospay_app', tablename, privilege)))`,
  },
  {
    name: 'guards_are_on',
    says: 'every append-only and balance trigger is there and enabled',
    sql: `select name as detail from unnest(array['transactions_append_only', 'transactions_no_truncate',
        'entries_append_only', 'entries_no_truncate', 'audit_log_append_only', 'audit_log_no_truncate',
        'wallets_no_delete', 'wallets_no_truncate', 'transactions_balanced', 'entries_balanced', 'users_open_wallets']) name
      where not exists (select 1 from pg_trigger where tgname = name
        and tgenabled = case when name = 'users_open_wallets' then 'O'::"char" else 'A'::"char" end)`,
  },
]
