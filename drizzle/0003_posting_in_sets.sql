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
-- the primary key (transaction_id, line) that leaves no way to slip an entry in later. An entry of a user's account has
-- its wallet, and exactly then its place in the wallet's chain; that the account is the wallet's is a reference.
create function entries_are_whole() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from written group by transaction_id
      having sum(amount) <> 0 or count(*) < 2 or min(line) <> 1 or max(line) <> count(*)
        or count(distinct wallet_id) <> count(wallet_id)
        or bool_or(num_nonnulls(wallet_id, wallet_version, balance_after, hash) % 4 <> 0)
        or bool_or(wallet_id is null and account in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt'))) then
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
-- Requests and their legs are arrays of their columns. A leg names its request and, by its place, its wallet, or else
-- a platform account. Each wallet has one place: first those that are locked, in the order given, which must be the
-- same for everybody, then the debts that matter only if there is any.
--
-- A leg's overflow is decided here, under the lock: a debit takes what its wallet has and leaves the rest as the debt
-- it names; a credit repays the debts it names first.
--
-- That the entries sum to zero is left to the trigger on them, as is everything that a constraint says.
--
-- What is written is written by two statements, however large the set. All are planned once and never for a sequential
-- scan, so that a session that met the tables empty is as fast as any other.
create function ledger_post(
    wallet_users uuid[], wallet_kinds text[], debt_users uuid[], debt_kinds text[],
    ids uuid[], types text[], request_references text[], request_hashes bytea[], reversals uuid[], actors text[],
    request_ids text[], order_ids text[], occurred timestamptz[], recorded timestamptz[],
    leg_requests int[], leg_wallets int[], leg_accounts text[], leg_amounts bigint[], leg_debts int[], leg_other_debts int[])
  returns table (verdict text, transaction_id uuid, detail text)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  -- The wallets by their places, their state as it moves on. Without an id: a debt that is zero.
  kinds text[] := wallet_kinds || debt_kinds;
  wallet_ids bigint[];
  balances bigint[];
  versions bigint[];
  heads bytea[];
  wallet wallets;
  -- Whether any debt may be other than zero.
  owed boolean := wallet_kinds && array['charge_debt', 'earnings_debt'];
  open_from date;
  known_id uuid;
  known_hash bytea;
  -- What is to be written: the requests that are accepted, and the lines of each.
  accepted int[] := array[]::int[];
  accepted_keys text[];
  unchained int[];
  digests bytea[];
  days date[];
  written int := 0;
  line_legs int[];
  line_numbers int[];
  line_places int[];
  line_amounts bigint[];
  line_versions bigint[];
  line_balances bigint[];
  line_hashes bytea[];

  leg int := 1;
  parts int;
  part_places int[];
  part_amounts bigint[];
  place int;
  amount bigint;
  line int;
  at int;
  chained boolean;
  lines text;
  key text;
  twin int;
  link platform_links;
  ignored text;
begin
  ignored := pg_advisory_xact_lock_shared(book_lock());
  for i in 1 .. cardinality(wallet_users) loop
    select * into wallet from wallets where user_id = wallet_users[i] and kind = wallet_kinds[i] for no key update;
    if not found then
      raise exception 'unknown wallet' using errcode = 'PP004';
    end if;
    wallet_ids[i] := wallet.id;
    balances[i] := wallet.balance;
    versions[i] := wallet.version;
    heads[i] := wallet.head_hash;
  end loop;
  -- Only now, so that it sees what was owed when the wallets above became ours. Hardly anybody owes.
  if exists (select from wallets where user_id = any (debt_users) and kind = any (debt_kinds) and balance <> 0) then
    for i in 1 .. cardinality(debt_users) loop
      select * into wallet from wallets where user_id = debt_users[i] and kind = debt_kinds[i] and balance <> 0 for no key update;
      continue when not found;
      owed := true;
      place := cardinality(wallet_users) + i;
      wallet_ids[place] := wallet.id;
      balances[place] := wallet.balance;
      versions[place] := wallet.version;
      heads[place] := wallet.head_hash;
    end loop;
  end if;
  select max(business_date) + 1 into open_from from closed_days;

  for request in 1 .. cardinality(ids) loop
    detail := null;
    lines := null;
    line := 0;
    chained := false;
    while leg_requests[leg] = request loop
      place := leg_wallets[leg];
      amount := leg_amounts[leg];
      parts := 1;
      if leg_debts[leg] is not null and (owed or amount < 0) then
        if amount > 0 then
          part_places := array[leg_debts[leg], leg_other_debts[leg], place];
          part_amounts[1] := least(amount, -coalesce(balances[leg_debts[leg]], 0));
          part_amounts[2] := least(amount - part_amounts[1], -coalesce(balances[leg_other_debts[leg]], 0));
          part_amounts[3] := amount - part_amounts[1] - part_amounts[2];
        else
          part_places := array[place, leg_debts[leg]];
          part_amounts[1] := greatest(amount, -balances[place]);
          part_amounts[2] := amount - part_amounts[1];
        end if;
        parts := cardinality(part_places);
      end if;

      for part in 1 .. parts loop
        if parts > 1 then
          place := part_places[part];
          amount := part_amounts[part];
          continue when amount = 0;
        end if;
        line := line + 1;
        at := written + line;
        line_legs[at] := leg;
        line_numbers[at] := line;
        line_amounts[at] := amount;
        line_places[at] := place;
        line_versions[at] := versions[place] + 1;
        line_balances[at] := balances[place] + amount;
        line_hashes[at] := null;
        if place is not null then
          chained := true;
          if line_balances[at] < 0 and amount < 0 and right(kinds[place], 5) <> '_debt' then
            detail := kinds[place];
          end if;
        end if;
        lines := concat_ws(';', lines, ledger_line(line, coalesce(kinds[place], leg_accounts[leg]), wallet_ids[place], amount,
          line_versions[at], line_balances[at]));
      end loop;
      leg := leg + 1;
    end loop;

    -- Whoever posted this reference first has committed, since the wallets are ours.
    select t.id, t.request_hash into known_id, known_hash
      from transactions t where t.type = types[request] and t.reference = request_references[request];
    key := types[request] || '|' || request_references[request];
    twin := array_position(accepted_keys, key);
    if twin is not null then
      known_id := ids[accepted[twin]];
      known_hash := request_hashes[accepted[twin]];
    end if;
    if known_id is not null or detail is not null then
      if known_id is null then
        verdict := 'insufficient';
      else
        verdict := case when known_hash = request_hashes[request] then 'replayed' else 'mismatched' end;
        detail := null;
      end if;
      transaction_id := known_id;
      return next;
      continue;
    end if;

    days[request] := greatest((recorded[request] at time zone 'Asia/Seoul')::date, open_from);
    digests[request] := ledger_digest(ids[request], types[request], request_references[request], request_hashes[request],
      reversals[request], actors[request], request_ids[request], order_ids[request], occurred[request], recorded[request],
      days[request], lines);
    for i in written + 1 .. written + line loop
      place := line_places[i];
      continue when place is null;
      balances[place] := line_balances[i];
      versions[place] := line_versions[i];
      heads[place] := sha256(coalesce(heads[place], ''::bytea) || digests[request]);
      line_hashes[i] := heads[place];
    end loop;
    if not chained then
      unchained := unchained || request;
    end if;
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
    select ids[leg_requests[l.leg]], l.number, coalesce(kinds[l.place], leg_accounts[l.leg]), wallet_ids[l.place], l.amount,
      l.version, l.balance, l.hash
    from unnest(line_legs[:written], line_numbers[:written], line_places[:written], line_amounts[:written],
        line_versions[:written], line_balances[:written], line_hashes[:written])
      l (leg, number, place, amount, version, balance, hash);
  update wallets w set balance = moved.balance, version = moved.version, head_hash = moved.head_hash
    from unnest(wallet_ids, balances, versions, heads) moved (id, balance, version, head_hash)
    where w.id = moved.id and w.version <> moved.version;

  if unchained is not null then
    ignored := pg_advisory_xact_lock(chain_lock());
    select * into link from platform_links order by position desc limit 1;
    foreach place in array unchained loop
      link.position := coalesce(link.position, 0) + 1;
      link.transaction_id := ids[place];
      link.hash := sha256(coalesce(link.hash, ''::bytea) || digests[place]);
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

-- Not by schema, where Postgres can only add to what holds for all schemas.
alter default privileges revoke execute on functions from public;
revoke all on all functions in schema public from public;
grant select on platform_links, closed_days, account_days, roll_up, verification_runs to pospay_app;
grant insert, update, delete on verification_runs to pospay_app;
grant execute on function ledger_post(uuid[], text[], uuid[], text[], uuid[], text[], text[], bytea[], uuid[], text[], text[],
    text[], timestamptz[], timestamptz[], int[], int[], text[], bigint[], int[], int[]),
  ledger_mark(), ledger_close(date, timestamptz), ledger_roll_up(bigint),
  ledger_line(entries), ledger_line(int, text, bigint, bigint, bigint, bigint), ledger_digest(transactions, text),
  ledger_digest(uuid, text, text, bytea, uuid, text, text, text, timestamptz, timestamptz, date, text) to pospay_app;
