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

-- The text that a transaction's digest covers. Times are microseconds since 1970, free of any session's time zone.
create function ledger_digest(t transactions, lines text) returns bytea
  language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select sha256(convert_to(concat_ws('|', t.id, t.type, t.reference, encode(t.request_hash, 'hex'),
    coalesce(t.reverses::text, ''), t.actor, t.request_id, coalesce(t.order_id, ''),
    (extract(epoch from t.occurred_at) * 1000000)::bigint, (extract(epoch from t.recorded_at) * 1000000)::bigint,
    to_char(t.business_date, 'YYYY-MM-DD'), lines), 'UTF8'))
$$;

create function ledger_line(e entries) returns text
  language sql immutable set search_path = pg_catalog, public, pg_temp as $$
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
create function ledger_post(requests jsonb)
  returns table (ordinal bigint, verdict text, transaction_id uuid, detail text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  request record;
  leg record;
  posting transactions;
  known transactions;
  parts entries[];
  part entries;
  wallet wallets;
  kinds text[];
  amounts bigint[];
  remaining bigint;
  taken bigint;
  total numeric;
  digest bytea;
  lines text;
  position int;
begin
  with named as (
    select distinct (l.value ->> 'user')::uuid as user_id, k.kind
    from jsonb_array_elements(requests) r, jsonb_array_elements(r.value -> 'legs') l,
      lateral (select l.value ->> 'account' union all select jsonb_array_elements_text(l.value -> 'overflow')) k (kind)
    where l.value ? 'user'
  ), locked as (
    select w.id from wallets w join named n on n.user_id = w.user_id and n.kind = w.kind order by w.id for no key update of w
  )
  select (select count(*) from named) - (select count(*) from locked) into remaining;
  if remaining <> 0 then
    raise exception 'unknown wallet' using errcode = 'PP004';
  end if;

  for request in select r.value as body, r.ordinality as number from jsonb_array_elements(requests) with ordinality r loop
    ordinal := request.number;
    detail := null;
    posting := null;
    posting.id := (request.body ->> 'id')::uuid;
    posting.type := request.body ->> 'type';
    posting.reference := request.body ->> 'reference';
    posting.reverses := (request.body ->> 'reverses')::uuid;
    posting.actor := request.body ->> 'actor';
    posting.request_id := request.body ->> 'request_id';
    posting.order_id := request.body ->> 'order_id';
    posting.occurred_at := (request.body ->> 'occurred_at')::timestamptz;
    posting.recorded_at := (request.body ->> 'recorded_at')::timestamptz;
    posting.business_date := (posting.recorded_at at time zone 'Asia/Seoul')::date;
    posting.request_hash := sha256(convert_to(concat_ws('|', posting.type, posting.reference,
      coalesce(posting.reverses::text, ''), (request.body -> 'legs')::text), 'UTF8'));

    select * into known from transactions t where t.type = posting.type and t.reference = posting.reference;
    if not found then
      parts := array[]::entries[];
      total := 0;
      for leg in select l.value as body from jsonb_array_elements(request.body -> 'legs') with ordinality l order by l.ordinality loop
        remaining := (leg.body ->> 'amount')::bigint;
        total := total + remaining;
        kinds := array[leg.body ->> 'account'];
        amounts := array[remaining];
        if leg.body ? 'overflow' and remaining > 0 then
          kinds := array(select jsonb_array_elements_text(leg.body -> 'overflow'));
          amounts := array[]::bigint[];
          for position in 1 .. cardinality(kinds) loop
            select least(remaining, -w.balance) into taken from wallets w
              where w.user_id = (leg.body ->> 'user')::uuid and w.kind = kinds[position];
            amounts := amounts || taken;
            remaining := remaining - taken;
          end loop;
          kinds := kinds || (leg.body ->> 'account');
          amounts := amounts || remaining;
        elsif leg.body ? 'overflow' then
          select greatest(remaining, -w.balance) into taken from wallets w
            where w.user_id = (leg.body ->> 'user')::uuid and w.kind = kinds[1];
          kinds := kinds || (leg.body -> 'overflow' ->> 0);
          amounts := array[taken, remaining - taken];
        end if;

        for position in 1 .. cardinality(kinds) loop
          continue when amounts[position] = 0 and leg.body ? 'overflow';
          part := null;
          part.transaction_id := posting.id;
          part.line := cardinality(parts) + 1;
          part.account := kinds[position];
          part.amount := amounts[position];
          if leg.body ? 'user' then
            select * into wallet from wallets w where w.user_id = (leg.body ->> 'user')::uuid and w.kind = kinds[position];
            part.wallet_id := wallet.id;
            part.wallet_version := wallet.version + 1;
            part.balance_after := wallet.balance + part.amount;
            if part.balance_after < 0 and part.amount < 0 and wallet.kind not in ('charge_debt', 'earnings_debt') then
              detail := wallet.kind;
            end if;
          end if;
          parts := parts || part;
        end loop;
      end loop;

      if total <> 0 or cardinality(parts) < 2 then
        raise exception 'unbalanced request %: sum %', posting.reference, total using errcode = 'PP002';
      end if;
      if detail is not null then
        verdict := 'insufficient';
        transaction_id := null;
        return next;
        continue;
      end if;

      insert into transactions select (posting).* on conflict on constraint transactions_once do nothing;
      if found then
        select string_agg(ledger_line(p), ';' order by p.line) into lines from unnest(parts) p;
        digest := ledger_digest(posting, lines);
        foreach part in array parts loop
          if part.wallet_id is not null then
            update wallets w
              set balance = part.balance_after, version = part.wallet_version, head_hash = sha256(coalesce(w.head_hash, ''::bytea) || digest)
              where w.id = part.wallet_id and w.version = part.wallet_version - 1
              returning w.head_hash into part.hash;
          end if;
          insert into entries select (part).*;
        end loop;
        verdict := 'posted';
        transaction_id := posting.id;
        return next;
        continue;
      end if;
      select * into known from transactions t where t.type = posting.type and t.reference = posting.reference;
    end if;

    transaction_id := known.id;
    verdict := case when known.request_hash = posting.request_hash then 'replayed' else 'mismatched' end;
    return next;
  end loop;
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
