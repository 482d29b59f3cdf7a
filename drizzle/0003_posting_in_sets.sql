-- The posting function for sets, at full speed, and what stands around it: whole transactions, the platform's chain,
-- the close of a day, roll-ups.
-- Why: one posting must cost little more than the rows it writes, and a set of concurrent ones little more than one.
-- What is new: the requests come as arrays, the wallets sorted by the caller and locked in one statement; debts are
-- read under the lock of the wallet they belong to and locked only where there are any; the entries of a transaction
-- are written by one statement and checked by it, not one by one at COMMIT.
-- Locks: only for a moment, for the triggers.

alter table wallets set (fillfactor = 80);

--> statement-breakpoint

drop trigger transactions_balanced on transactions;
drop trigger entries_balanced on entries;
drop function transaction_balances();

-- The entries of a transaction come in one statement: lines 1, 2, 3 …, summing to zero, no wallet twice. Together with
-- the primary key (transaction_id, line) that leaves no way to slip an entry in later.
create function entries_are_whole() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from written group by transaction_id
      having sum(amount) <> 0 or count(*) < 2 or min(line) <> 1 or max(line) <> count(*)
        or count(distinct wallet_id) <> count(wallet_id)) then
    raise exception 'entries that are no whole transaction' using errcode = 'PP002';
  end if;
  return null;
end $$;

create trigger entries_whole after insert on entries referencing new table as written
  for each statement execute function entries_are_whole();
alter table entries enable always trigger entries_whole;

create trigger platform_links_append_only before update or delete on platform_links for each row execute function refuse_change();
create trigger platform_links_no_truncate before truncate on platform_links for each statement execute function refuse_change();
create trigger closed_days_append_only before update or delete on closed_days for each row execute function refuse_change();
create trigger closed_days_no_truncate before truncate on closed_days for each statement execute function refuse_change();
alter table platform_links enable always trigger platform_links_append_only, enable always trigger platform_links_no_truncate;
alter table closed_days enable always trigger closed_days_append_only, enable always trigger closed_days_no_truncate;

--> statement-breakpoint

-- STABLE, not IMMUTABLE: only so does Postgres inline them.
drop function ledger_digest(transactions, text);
drop function ledger_line(entries);

create function ledger_line(line int, account text, wallet_id bigint, amount bigint, wallet_version bigint, balance_after bigint)
  returns text language sql stable as $$
  select concat_ws(',', line, account, coalesce(wallet_id::text, ''), amount, coalesce(wallet_version::text, ''),
    coalesce(balance_after::text, ''))
$$;

-- What a transaction's digest covers. Times are microseconds since 1970, free of any session's time zone; free texts
-- are quoted, so that nothing can move from one column into the next unnoticed.
create function ledger_digest(id uuid, type text, reference text, request_hash bytea, reverses uuid, actor text,
    request_id text, order_id text, occurred_at timestamptz, recorded_at timestamptz, business_date date, lines text)
  returns bytea language sql stable as $$
  select sha256(convert_to(concat_ws('|', id, type, quote_literal(reference), encode(request_hash, 'hex'),
    coalesce(reverses::text, ''), quote_literal(actor), quote_literal(request_id), coalesce(order_id, ''),
    (extract(epoch from occurred_at) * 1000000)::bigint, (extract(epoch from recorded_at) * 1000000)::bigint,
    to_char(business_date, 'YYYY-MM-DD'), lines), 'UTF8'))
$$;

create function ledger_digest(t transactions, lines text) returns bytea language sql stable as $$
  select ledger_digest(t.id, t.type, t.reference, t.request_hash, t.reverses, t.actor, t.request_id, t.order_id,
    t.occurred_at, t.recorded_at, t.business_date, lines)
$$;

create function ledger_line(e entries) returns text language sql stable as $$
  select ledger_line(e.line, e.account, e.wallet_id, e.amount, e.wallet_version, e.balance_after)
$$;

--> statement-breakpoint

-- Advisory locks of the book: every posting holds the first, shared; the second is held while the platform's chain grows.
create function book_lock() returns bigint language sql immutable as $$ select 7267730::bigint $$;
create function chain_lock() returns bigint language sql immutable as $$ select 7267731::bigint $$;

-- Locks and reads wallets of one user, in the order in which posting locks them.
create or replace function lock_wallets(owner uuid, kinds text[]) returns setof wallets
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  select * from wallets where user_id = owner and kind = any (kinds)
  order by right(kind, 5) = '_debt', kind collate "C" for no key update
$$;

drop function ledger_post(jsonb);

-- The only way money moves. Takes a set of requests and gives each a verdict: posted, replayed (the same request
-- again), mismatched (the same reference with other content), insufficient (a wallet would go below its floor). Only a
-- malformed request raises, and then nothing of the set is posted.
--
-- Requests and their legs are arrays of their columns. A leg names its request and, by its place in the list, its
-- wallet; a platform account is named instead. The list has each wallet once, debts last, else by user and kind: the
-- order of locking, the same for everybody. `wallet_optional` are debts that matter only if there is any.
--
-- A leg's overflow is decided here, under the lock: a debit takes what its wallet has and leaves the rest as the debt
-- it names; a credit repays the debts it names first.
--
-- The number of statements does not grow with the set. They are planned once and never for a sequential scan, so that
-- a session that met the tables empty is as fast as any other.
create function ledger_post(
    wallet_users uuid[], wallet_kinds text[], wallet_optional boolean[],
    ids uuid[], types text[], request_references text[], request_hashes bytea[], reversals uuid[], actors text[],
    request_ids text[], order_ids text[], occurred timestamptz[], recorded timestamptz[],
    leg_requests int[], leg_wallets int[], leg_accounts text[], leg_amounts bigint[], leg_debts int[], leg_other_debts int[])
  returns table (verdict text, transaction_id uuid, detail text)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  open_from date;
  -- The wallets of the list, their state as it moves on. Without an id: an optional debt that is zero.
  wallet_ids bigint[];
  balances bigint[];
  versions bigint[];
  heads bytea[];
  key text;
  previous text := '';
  owing int[];
  owed_ids bigint[];
  owed_balances bigint[];
  owed_versions bigint[];
  owed_heads bytea[];
  -- What is to be written: the requests that are accepted, and their lines.
  accepted int[] := array[]::int[];
  accepted_keys text[] := array[]::text[];
  unchained int[] := array[]::int[];
  digests bytea[];
  days date[];
  written int := 0;
  line_requests int[];
  line_numbers int[];
  line_slots int[];
  line_accounts text[];
  line_amounts bigint[];
  line_versions bigint[];
  line_balances bigint[];
  line_hashes bytea[];

  known_id uuid;
  known_hash bytea;
  twin int;
  last_leg int := cardinality(leg_amounts);
  leg int := 1;
  slots int[];
  amounts bigint[];
  slot int;
  line int;
  place int;
  remaining bigint;
  total numeric;
  lines text;
  link platform_links;
  ignored text;
begin
  ignored := pg_advisory_xact_lock_shared(book_lock());
  select max(business_date) + 1 into open_from from closed_days;

  for n in 1 .. cardinality(wallet_users) loop
    key := case when right(wallet_kinds[n], 5) = '_debt' then '1' else '0' end || wallet_users[n] || wallet_kinds[n];
    if key collate "C" <= previous then
      raise exception 'wallets out of order' using errcode = 'PP006';
    end if;
    previous := key;
  end loop;
  select array_agg(w.id order by n), array_agg(w.balance order by n), array_agg(w.version order by n), array_agg(w.head_hash order by n)
    into wallet_ids, balances, versions, heads
    from unnest(wallet_users, wallet_kinds, wallet_optional) with ordinality named (owner, kind, optional, n)
      left join lateral (select w.id, w.balance, w.version, w.head_hash from wallets w
        where w.user_id = named.owner and w.kind = named.kind and not named.optional for no key update) w on true;
  if true = any (wallet_optional) then
    -- A statement of its own, so that it sees what was owed when the wallets above became ours.
    select array_agg(n), array_agg(w.id), array_agg(w.balance), array_agg(w.version), array_agg(w.head_hash)
      into owing, owed_ids, owed_balances, owed_versions, owed_heads
      from unnest(wallet_users, wallet_kinds, wallet_optional) with ordinality named (owner, kind, optional, n)
        cross join lateral (select w.id, w.balance, w.version, w.head_hash from wallets w
          where w.user_id = named.owner and w.kind = named.kind and named.optional and w.balance <> 0 for no key update) w;
    for i in 1 .. coalesce(cardinality(owing), 0) loop
      slot := owing[i];
      wallet_ids[slot] := owed_ids[i];
      balances[slot] := owed_balances[i];
      versions[slot] := owed_versions[i];
      heads[slot] := owed_heads[i];
    end loop;
  end if;

  for request in 1 .. cardinality(ids) loop
    detail := null;
    total := 0;
    lines := null;
    line := 0;
    while leg <= last_leg and leg_requests[leg] = request loop
      remaining := leg_amounts[leg];
      total := total + remaining;
      if leg_debts[leg] is null then
        slots := array[leg_wallets[leg]];
        amounts := array[remaining];
      elsif remaining > 0 then
        slots := array[leg_debts[leg], leg_other_debts[leg], leg_wallets[leg]];
        amounts[1] := least(remaining, -coalesce(balances[leg_debts[leg]], 0));
        amounts[2] := least(remaining - amounts[1], -coalesce(balances[leg_other_debts[leg]], 0));
        amounts[3] := remaining - amounts[1] - amounts[2];
      else
        slots := array[leg_wallets[leg], leg_debts[leg]];
        amounts[1] := greatest(remaining, -balances[leg_wallets[leg]]);
        amounts[2] := remaining - amounts[1];
      end if;

      for part in 1 .. cardinality(slots) loop
        continue when amounts[part] = 0 and leg_debts[leg] is not null;
        slot := slots[part];
        line := line + 1;
        place := written + line;
        if slot is not null then
          if wallet_ids[slot] is null then
            raise exception 'unknown wallet' using errcode = 'PP004';
          end if;
          if slot = any (line_slots[written + 1 : place - 1]) then
            raise exception 'a wallet twice in %', request_references[request] using errcode = 'PP005';
          end if;
          if balances[slot] + amounts[part] < 0 and amounts[part] < 0 and right(wallet_kinds[slot], 5) <> '_debt' then
            detail := wallet_kinds[slot];
          end if;
        end if;
        line_requests[place] := request;
        line_numbers[place] := line;
        line_slots[place] := slot;
        line_accounts[place] := coalesce(wallet_kinds[slot], leg_accounts[leg]);
        line_amounts[place] := amounts[part];
        line_versions[place] := versions[slot] + 1;
        line_balances[place] := balances[slot] + amounts[part];
        line_hashes[place] := null;
        lines := concat_ws(';', lines, ledger_line(line, line_accounts[place], wallet_ids[slot], amounts[part],
          line_versions[place], line_balances[place]));
      end loop;
      leg := leg + 1;
    end loop;

    -- Whoever posted this reference first has committed, since the wallets are ours.
    key := types[request] || '|' || request_references[request];
    select t.id, t.request_hash into known_id, known_hash
      from transactions t where t.type = types[request] and t.reference = request_references[request];
    twin := array_position(accepted_keys, key);
    if twin is not null then
      known_id := ids[accepted[twin]];
      known_hash := request_hashes[accepted[twin]];
    end if;
    if known_id is not null then
      transaction_id := known_id;
      verdict := case when known_hash = request_hashes[request] then 'replayed' else 'mismatched' end;
      detail := null;
      return next;
      continue;
    end if;
    if total <> 0 or line < 2 then
      raise exception 'unbalanced request %: sum %', request_references[request], total using errcode = 'PP002';
    end if;
    if detail is not null then
      transaction_id := null;
      verdict := 'insufficient';
      return next;
      continue;
    end if;

    days[request] := greatest((recorded[request] at time zone 'Asia/Seoul')::date, open_from);
    digests[request] := ledger_digest(ids[request], types[request], request_references[request], request_hashes[request],
      reversals[request], actors[request], request_ids[request], order_ids[request], occurred[request], recorded[request],
      days[request], lines);
    slots := line_slots[written + 1 : written + line];
    if num_nonnulls(variadic slots) = 0 then
      unchained := unchained || request;
    end if;
    for i in written + 1 .. written + line loop
      slot := line_slots[i];
      continue when slot is null;
      balances[slot] := line_balances[i];
      versions[slot] := line_versions[i];
      heads[slot] := sha256(coalesce(heads[slot], ''::bytea) || digests[request]);
      line_hashes[i] := heads[slot];
    end loop;
    written := written + line;
    accepted := accepted || request;
    accepted_keys := accepted_keys || key;
    transaction_id := ids[request];
    verdict := 'posted';
    return next;
  end loop;

  -- One statement for both, since each refers to the other. A reference that somebody else posted at this moment, over
  -- other wallets, violates transactions_once here: the caller tries again and finds it.
  with posted as (
    insert into transactions (id, type, reference, request_hash, reverses, actor, request_id, order_id, occurred_at, recorded_at, business_date)
      select ids[r], types[r], request_references[r], request_hashes[r], reversals[r], actors[r], request_ids[r], order_ids[r],
        occurred[r], recorded[r], days[r]
      from unnest(accepted) r
  )
  insert into entries (transaction_id, line, account, wallet_id, amount, wallet_version, balance_after, hash)
    select ids[l.request], l.number, l.account, wallet_ids[l.slot], l.amount, l.version, l.balance, l.hash
    from unnest(line_requests[:written], line_numbers[:written], line_accounts[:written], line_slots[:written],
        line_amounts[:written], line_versions[:written], line_balances[:written], line_hashes[:written])
      l (request, number, account, slot, amount, version, balance, hash);
  update wallets w set balance = moved.balance, version = moved.version, head_hash = moved.head_hash
    from unnest(wallet_ids, balances, versions, heads) moved (id, balance, version, head_hash)
    where w.id = moved.id and w.version <> moved.version;

  if cardinality(unchained) > 0 then
    ignored := pg_advisory_xact_lock(chain_lock());
    select * into link from platform_links order by position desc limit 1;
    foreach slot in array unchained loop
      link.position := coalesce(link.position, 0) + 1;
      link.transaction_id := ids[slot];
      link.hash := sha256(coalesce(link.hash, ''::bytea) || digests[slot]);
      insert into platform_links values (link.position, link.transaction_id, link.hash);
    end loop;
  end if;
end $$;

--> statement-breakpoint

-- Every posting up to the answer is committed or rolled back and none is on its way: a mark up to which the book can
-- be added up or verified. Waits a moment for the postings that run.
create function ledger_mark() returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(book_lock());
  return (select coalesce(max(seq), 0) from transactions);
end $$;

-- Closes every day up to and with this one: whatever is posted from now on belongs to a later day.
create function ledger_close(day date, closing_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (closing_at at time zone 'Asia/Seoul')::date <= day then
    raise exception 'the day % is not over', day using errcode = 'PP007';
  end if;
  perform pg_advisory_xact_lock(book_lock());
  insert into closed_days select day, closing_at, (select coalesce(max(seq), 0) from transactions)
    where not exists (select from closed_days where business_date >= day);
end $$;

-- Counts the transactions up to the mark into account_days. Answers how many entries were new.
create function ledger_roll_up(mark bigint) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  since bigint;
  first_day date;
  counted bigint;
begin
  select through into since from roll_up for update;
  if mark <= since then
    return 0;
  end if;
  with moved as (
    select t.business_date, e.account, sum(e.amount)::bigint as amount, count(*) as entries
    from transactions t join entries e on e.transaction_id = t.id
    where t.seq > since and t.seq <= mark group by 1, 2
  ), stored as (
    insert into account_days as d (business_date, account, amount, entries, balance)
      select business_date, account, amount, entries, 0 from moved
      on conflict on constraint account_days_pkey do update
        set amount = d.amount + excluded.amount, entries = d.entries + excluded.entries
  )
  select min(business_date), coalesce(sum(entries), 0) into first_day, counted from moved;
  update account_days d set balance = coalesce(before.balance, 0) + later.moved
    from (select account, business_date, sum(amount) over (partition by account order by business_date) as moved
        from account_days where business_date >= first_day) later
      left join lateral (select b.balance from account_days b where b.account = later.account and b.business_date < first_day
        order by b.business_date desc limit 1) before on true
    where d.account = later.account and d.business_date = later.business_date;
  update roll_up set through = mark;
  return counted;
end $$;

--> statement-breakpoint

insert into roll_up (through) values (0);

-- The transactions without a wallet so far get their links.
do $$
declare
  t transactions;
  lines text;
  link bytea := '';
  place bigint := 0;
begin
  for t in select * from transactions x
      where not exists (select from entries where transaction_id = x.id and wallet_id is not null) order by seq loop
    select string_agg(ledger_line(e), ';' order by e.line) into lines from entries e where e.transaction_id = t.id;
    link := sha256(link || ledger_digest(t, lines));
    place := place + 1;
    insert into platform_links values (place, t.id, link);
  end loop;
end $$;

--> statement-breakpoint

grant select on platform_links, closed_days, account_days, roll_up, verification_runs to pospay_app;
grant insert, update, delete on verification_runs to pospay_app;
grant execute on function ledger_post(uuid[], text[], boolean[], uuid[], text[], text[], bytea[], uuid[], text[], text[],
    text[], timestamptz[], timestamptz[], int[], int[], text[], bigint[], int[], int[]),
  ledger_mark(), ledger_close(date, timestamptz), ledger_roll_up(bigint),
  ledger_line(entries), ledger_line(int, text, bigint, bigint, bigint, bigint), ledger_digest(transactions, text),
  ledger_digest(uuid, text, text, bytea, uuid, text, text, text, timestamptz, timestamptz, date, text) to pospay_app;
