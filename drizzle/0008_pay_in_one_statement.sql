-- Paying a booking in one statement, and telling about it afterwards.
-- Why: every round trip and every row that a payment can do without makes it faster; the two notices of a payment cost
-- more than its ledger entries. A row of the booking's id now stands for them until a job has written them.
-- Locks: none but those of new things.

CREATE TABLE "untold_payments" (
	"booking_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint

drop function ledger_post(uuid[], text[], uuid[], text[], uuid[], text[], text[], bytea[], uuid[], text[], text[],
    text[], timestamptz[], timestamptz[], int[], int[], text[], bigint[], int[], int[]);

-- The only way money moves. Takes a set of requests and gives each a verdict: posted, replayed (the same request
-- again), mismatched (the same reference with other content), insufficient (a wallet would go below its floor). Only a
-- malformed request raises, and then nothing of the set is posted. With a posted one comes what the wallet of its first
-- leg holds after it.
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
  returns table (verdict text, transaction_id uuid, detail text, balance_after bigint)
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
    balance_after := null;
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
    balance_after := line_balances[written + 1];
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

-- What paying needs to know of bookings. A function for its plan: this is planned once, where a bare statement with an
-- array would be planned anew each time, at more than it costs to run.
create function payable_bookings(booking_ids uuid[])
  returns table (id uuid, renter_id uuid, owner_id uuid, status text, price bigint, fee_rate_bp int, release_at timestamptz,
    released_at timestamptz, expires_at timestamptz, paid_at timestamptz, pay_key text, available boolean,
    renter_active boolean)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp set enable_seqscan = off
  set plan_cache_mode = force_generic_plan as $$
begin
  return query
    select b.id, b.renter_id, b.owner_id, b.status, b.price, b.fee_rate_bp, b.release_at, b.released_at, b.expires_at,
      b.paid_at, b.pay_key, s.status = 'open' and o.status = 'active', r.status = 'active'
    from bookings b join spaces s on s.id = b.space_id join users r on r.id = b.renter_id join users o on o.id = b.owner_id
    where b.id = any (booking_ids);
end $$;

--> statement-breakpoint

-- Pays held bookings, each with its posting: the requests of the ledger are theirs, in the same order. Answers what the
-- ledger says of each, and confirms what it posted; nothing at all when one of them is no longer held, since the caller
-- decided by what it read. A renter who falls short and owes is told of the debt: nobody has both a balance and one.
create function pay_bookings(booking_ids uuid[], pay_keys text[], wallet_users uuid[], wallet_kinds text[], debt_users uuid[], debt_kinds text[],
    ids uuid[], types text[], request_references text[], request_hashes bytea[], reversals uuid[], actors text[],
    request_ids text[], order_ids text[], occurred timestamptz[], recorded timestamptz[],
    leg_requests int[], leg_wallets int[], leg_accounts text[], leg_amounts bigint[], leg_debts int[], leg_other_debts int[])
  returns table (verdict text, transaction_id uuid, detail text, balance_after bigint)
  language plpgsql set search_path = pg_catalog, public, pg_temp set enable_seqscan = off
  set plan_cache_mode = force_generic_plan as $$
declare
  held int;
  place int := 0;
  paid_ids uuid[];
begin
  -- As a filter of the count, so that no plan reads every booking that is held.
  select count(*) filter (where b.status = 'HELD') into held
    from (select status from bookings where id = any (booking_ids) order by id for no key update) b;
  if held < cardinality(booking_ids) then
    return;
  end if;

  for verdict, transaction_id, detail, balance_after in
    select * from ledger_post(wallet_users, wallet_kinds, debt_users, debt_kinds, ids, types, request_references,
      request_hashes, reversals, actors, request_ids, order_ids, occurred, recorded, leg_requests, leg_wallets,
      leg_accounts, leg_amounts, leg_debts, leg_other_debts)
  loop
    place := place + 1;
    if verdict = 'posted' then
      paid_ids := paid_ids || booking_ids[place];
    elsif verdict = 'insufficient' and exists (select from bookings b join wallets w on w.user_id = b.renter_id
        where b.id = booking_ids[place] and w.kind = 'charge_debt' and w.balance < 0) then
      detail := 'charge_debt';
    end if;
    return next;
  end loop;

  update bookings b set status = 'CONFIRMED', paid_at = p.at, pay_key = p.key, updated_at = p.at
    from unnest(booking_ids, pay_keys, recorded) p (id, key, at) where b.id = p.id and b.id = any (paid_ids);
  insert into untold_payments select unnest(paid_ids);
end $$;

--> statement-breakpoint

grant select, insert, update, delete on untold_payments to pospay_app;
grant execute on function payable_bookings(uuid[]),
  ledger_post(uuid[], text[], uuid[], text[], uuid[], text[], text[], bytea[], uuid[], text[], text[],
    text[], timestamptz[], timestamptz[], int[], int[], text[], bigint[], int[], int[]),
  pay_bookings(uuid[], text[], uuid[], text[], uuid[], text[], uuid[], text[], text[], bytea[], uuid[], text[], text[],
    text[], timestamptz[], timestamptz[], int[], int[], text[], bigint[], int[], int[]) to pospay_app;
