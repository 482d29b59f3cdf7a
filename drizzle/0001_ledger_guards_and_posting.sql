-- The ledger's guards: the one posting function, the append-only and balance triggers, and the application's role.
-- Why: the database has the last word on money, whatever the code above it does.
-- Locks: only tables made just before; nothing to wait for.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % on %', tg_op, tg_table_name using errcode = 'PP001';
end $$;

create trigger transactions_append_only before update or delete on transactions for each row execute function refuse_change();
create trigger transactions_no_truncate before truncate on transactions for each statement execute function refuse_change();
create trigger entries_append_only before update or delete on entries for each row execute function refuse_change();
create trigger entries_no_truncate before truncate on entries for each statement execute function refuse_change();
create trigger audit_log_append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change();
create trigger wallets_no_delete before delete on wallets for each row execute function refuse_change();
create trigger wallets_no_truncate before truncate on wallets for each statement execute function refuse_change();

-- ALWAYS: neither replication nor session_replication_role may slip past.
alter table transactions enable always trigger transactions_append_only, enable always trigger transactions_no_truncate;
alter table entries enable always trigger entries_append_only, enable always trigger entries_no_truncate;
alter table audit_log enable always trigger audit_log_append_only, enable always trigger audit_log_no_truncate;
alter table wallets enable always trigger wallets_no_delete, enable always trigger wallets_no_truncate;

--> statement-breakpoint

-- Checked at COMMIT, from both sides: a transaction without its entries, an entry slipped in later.
create function transaction_balances() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  checked uuid := case tg_table_name when 'entries' then (to_jsonb(new) ->> 'transaction_id')::uuid else (to_jsonb(new) ->> 'id')::uuid end;
  total numeric;
  lines int;
begin
  select coalesce(sum(amount), 0), count(*) into total, lines from entries where transaction_id = checked;
  if total <> 0 or lines < 2 then
    raise exception 'unbalanced transaction %: sum %, % entries', checked, total, lines using errcode = 'PP002';
  end if;
  return null;
end $$;

create constraint trigger transactions_balanced after insert on transactions
  deferrable initially deferred for each row execute function transaction_balances();
create constraint trigger entries_balanced after insert on entries
  deferrable initially deferred for each row execute function transaction_balances();
alter table transactions enable always trigger transactions_balanced;
alter table entries enable always trigger entries_balanced;

--> statement-breakpoint

-- Every user has every wallet from the first moment, so that a lock never misses a row that is not there yet.
create function open_wallets() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into wallets (user_id, kind)
  select new.id, kind from unnest(array['balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt']) kind;
  return null;
end $$;

create trigger users_open_wallets after insert on users for each row execute function open_wallets();

-- Locks and reads one user's wallets, in id order: for rules that are decided under the wallet's lock.
create function lock_wallets(owner uuid, kinds text[]) returns setof wallets
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  select * from wallets where user_id = owner and kind = any (kinds) order by id for no key update
$$;

--> statement-breakpoint

-- The text that a transaction's digest covers. Times are microseconds since 1970, free of any session's time zone;
-- free texts are quoted, so that nothing can move from one column into the next unnoticed.
create function ledger_digest(t transactions, lines text) returns bytea
  language sql immutable as $$
  select sha256(convert_to(concat_ws('|', t.id, t.type, quote_literal(t.reference), encode(t.request_hash, 'hex'),
    coalesce(t.reverses::text, ''), quote_literal(t.actor), quote_literal(t.request_id), coalesce(t.order_id, ''),
    (extract(epoch from t.occurred_at) * 1000000)::bigint, (extract(epoch from t.recorded_at) * 1000000)::bigint,
    to_char(t.business_date, 'YYYY-MM-DD'), lines), 'UTF8'))
$$;

create function ledger_line(e entries) returns text
  language sql immutable as $$
  select concat_ws(',', e.line, e.account, coalesce(e.wallet_id::text, ''), e.amount,
    coalesce(e.wallet_version::text, ''), coalesce(e.balance_after::text, ''))
$$;

--> statement-breakpoint

-- The only way money moves. Takes a set of requests, each
--   {id, type, reference, reverses?, actor, request_id, order_id?, occurred_at, recorded_at,
--    legs: [{account, user?, amount, overflow?: [wallet kind]}]}
-- and gives each a verdict: posted, replayed (the same request again), mismatched (the same reference with other
-- content), insufficient (a wallet would go below its floor). Only a malformed request raises.
-- A leg's overflow is decided here, under the lock: a debit takes what the wallet has and leaves the rest as debt;
-- a credit repays the debts first, in the order given.
-- The wallets are locked and read once, moved on in memory, and written once: the number of statements does not
-- grow with the set.
create function ledger_post(requests jsonb)
  returns table (ordinal int, verdict text, transaction_id uuid, detail text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- What is asked: one element per request, and per leg in the order of the requests.
  asked transactions[];
  known_ids uuid[];
  known_hashes bytea[];
  leg_counts int[];
  leg_accounts text[];
  leg_users uuid[];
  leg_amounts bigint[];
  leg_overflows text[];
  -- The wallets that are named: locked, their state as it moves on.
  named int;
  wallet_keys text[];
  wallet_ids bigint[];
  balances bigint[];
  versions bigint[];
  heads bytea[];
  -- What is to be written.
  accepted transactions[] := array[]::transactions[];
  accepted_keys text[] := array[]::text[];
  parts entries[] := array[]::entries[];

  posting transactions;
  part entries;
  own entries[];
  kinds text[];
  amounts bigint[];
  slots int[];
  slot int;
  leg int := 0;
  remaining bigint;
  taken bigint;
  total numeric;
  lines text;
  digest bytea;
  twin int;
  written int;
begin
  with legs as materialized (
    select r.n as request, l.n, l.account, l."user", l.amount, l.overflow
    from jsonb_array_elements(requests) with ordinality r (body, n),
      rows from (jsonb_to_recordset(r.body -> 'legs') as (account text, "user" uuid, amount bigint, overflow text[]))
        with ordinality l (account, "user", amount, overflow, n)
  ), wanted as (
    select distinct l."user", k.kind from legs l, unnest(l.account || coalesce(l.overflow, '{}')) k (kind)
    where l."user" is not null
  ), locked as (
    select w.* from wallets w join wanted k on w.user_id = k."user" and w.kind = k.kind order by w.id for no key update of w
  )
  select * into named, leg_counts, leg_accounts, leg_users, leg_amounts, leg_overflows, wallet_keys, wallet_ids, balances, versions, heads
  from (select count(*)::int from wanted) x (named),
    (select array_agg(jsonb_array_length(body -> 'legs') order by n) from jsonb_array_elements(requests) with ordinality r (body, n)) y (counts),
    (select array_agg(account order by request, n), array_agg("user" order by request, n), array_agg(amount order by request, n),
      array_agg(array_to_string(overflow, ',') order by request, n) from legs) z,
    (select array_agg(user_id || kind), array_agg(id), array_agg(balance), array_agg(version), array_agg(head_hash) from locked) v;
  if named <> coalesce(cardinality(wallet_ids), 0) then
    raise exception 'unknown wallet' using errcode = 'PP004';
  end if;

  -- Only now: whoever posted one of these references first has committed, since the wallets are ours.
  select array_agg(row (a.id, a.type, a.reference,
      sha256(convert_to(concat_ws('|', a.type, a.reference, coalesce(a.reverses::text, ''), a.legs::text), 'UTF8')),
      a.reverses, a.actor, a.request_id, a.order_id, a.occurred_at, a.recorded_at,
      (a.recorded_at at time zone 'Asia/Seoul')::date)::transactions order by a.n),
    array_agg(t.id order by a.n), array_agg(t.request_hash order by a.n)
  into asked, known_ids, known_hashes
  from rows from (jsonb_to_recordset(requests) as (id uuid, type text, reference text, reverses uuid, actor text,
      request_id text, order_id text, occurred_at timestamptz, recorded_at timestamptz, legs jsonb)) with ordinality
    a (id, type, reference, reverses, actor, request_id, order_id, occurred_at, recorded_at, legs, n)
  left join transactions t on t.type = a.type and t.reference = a.reference;

  for request in 1 .. coalesce(cardinality(asked), 0) loop
    posting := asked[request];
    ordinal := request;
    detail := null;
    twin := array_position(accepted_keys, posting.type || '|' || posting.reference);
    if twin is not null then
      known_ids[request] := accepted[twin].id;
      known_hashes[request] := accepted[twin].request_hash;
    end if;
    if known_ids[request] is not null then
      leg := leg + leg_counts[request];
      transaction_id := known_ids[request];
      verdict := case when known_hashes[request] = posting.request_hash then 'replayed' else 'mismatched' end;
      return next;
      continue;
    end if;

    own := array[]::entries[];
    slots := array[]::int[];
    total := 0;
    for i in leg + 1 .. leg + leg_counts[request] loop
      remaining := leg_amounts[i];
      total := total + remaining;
      kinds := array[leg_accounts[i]];
      amounts := array[remaining];
      if leg_overflows[i] is not null and remaining > 0 then
        kinds := string_to_array(leg_overflows[i], ',');
        amounts := array[]::bigint[];
        for k in 1 .. cardinality(kinds) loop
          taken := least(remaining, -balances[array_position(wallet_keys, leg_users[i] || kinds[k])]);
          amounts := amounts || taken;
          remaining := remaining - taken;
        end loop;
        kinds := kinds || leg_accounts[i];
        amounts := amounts || remaining;
      elsif leg_overflows[i] is not null then
        taken := greatest(remaining, -balances[array_position(wallet_keys, leg_users[i] || leg_accounts[i])]);
        kinds := kinds || split_part(leg_overflows[i], ',', 1);
        amounts := array[taken, remaining - taken];
      end if;

      for k in 1 .. cardinality(kinds) loop
        continue when amounts[k] = 0 and leg_overflows[i] is not null;
        slot := null;
        part := null;
        part.transaction_id := posting.id;
        part.line := cardinality(own) + 1;
        part.account := kinds[k];
        part.amount := amounts[k];
        if leg_users[i] is not null then
          slot := array_position(wallet_keys, leg_users[i] || kinds[k]);
          if slot = any (slots) then
            raise exception 'a wallet twice in %', posting.reference using errcode = 'PP005';
          end if;
          part.wallet_id := wallet_ids[slot];
          part.wallet_version := versions[slot] + 1;
          part.balance_after := balances[slot] + part.amount;
          if part.balance_after < 0 and part.amount < 0 and kinds[k] not in ('charge_debt', 'earnings_debt') then
            detail := kinds[k];
          end if;
        end if;
        own := own || part;
        slots := slots || slot;
      end loop;
    end loop;
    leg := leg + leg_counts[request];

    if total <> 0 or cardinality(own) < 2 then
      raise exception 'unbalanced request %: sum %', posting.reference, total using errcode = 'PP002';
    end if;
    if detail is not null then
      verdict := 'insufficient';
      transaction_id := null;
      return next;
      continue;
    end if;

    select string_agg(ledger_line(p), ';' order by p.line) into lines from unnest(own) p;
    digest := ledger_digest(posting, lines);
    for k in 1 .. cardinality(own) loop
      slot := slots[k];
      part := own[k];
      if slot is not null then
        heads[slot] := sha256(coalesce(heads[slot], ''::bytea) || digest);
        balances[slot] := part.balance_after;
        versions[slot] := part.wallet_version;
        part.hash := heads[slot];
      end if;
      parts := parts || part;
    end loop;
    accepted := accepted || posting;
    accepted_keys := accepted_keys || (posting.type || '|' || posting.reference);
    verdict := 'posted';
    transaction_id := posting.id;
    return next;
  end loop;

  insert into transactions select * from unnest(accepted) on conflict on constraint transactions_once do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(accepted) then
    -- Somebody posted one of these references at this moment, over other wallets: the next try will see it.
    raise exception 'reference posted meanwhile' using errcode = '40001';
  end if;
  update wallets w set balance = m.balance, version = m.version, head_hash = m.head_hash
    from unnest(wallet_ids, balances, versions, heads) m (id, balance, version, head_hash)
    where w.id = m.id and w.version <> m.version;
  insert into entries select * from unnest(parts);
end $$;

--> statement-breakpoint

-- The application's role: it reads, keeps its own workflow rows, and posts only through ledger_post.
-- Roles belong to the whole cluster, so another database may have made it already.
do $$
begin
  create role pospay_app nologin;
exception when duplicate_object or unique_violation then
  null;
end $$;

do $$
begin
  execute format('grant pospay_app to %I', current_user);
  alter role pospay_app set statement_timeout = '5s';
  alter role pospay_app set lock_timeout = '2s';
  alter role pospay_app set idle_in_transaction_session_timeout = '10s';
exception when insufficient_privilege then
  raise notice 'pospay_app exists and is kept by somebody else: its time limits are left as they are';
end $$;

revoke all on all functions in schema public from public;
alter default privileges in schema public revoke execute on functions from public;
revoke create on schema public from public;
grant usage on schema public to pospay_app;
grant select on all tables in schema public to pospay_app;
grant insert, update on users, sessions, orders, toss_calls, idempotency_keys, rate_limits, job_runs to pospay_app;
grant insert on social_logins, consents, audit_log, settings to pospay_app;
grant delete on idempotency_keys, rate_limits to pospay_app;
grant execute on function ledger_post(jsonb), lock_wallets(uuid, text[]), ledger_digest(transactions, text), ledger_line(entries) to pospay_app;
