import { withClient } from '../postgres/roles'
import { DAYS, FIRST_DAY, POSTING } from './calendar'
import type { Server } from './server'
import type { Report } from '../progress'
import { addMs, DAY_MS, kstDay } from '@/lib/time'

type Fill = { database: string; payments: number; payers: number }

/**
 * Fills a book with so many payments, day by day, of random prices and to random owners. As the owner of the tables
 * could, a day in one statement: many times faster than post by post, and every invariant must hold afterwards.
 */
export async function fillWithPayments(
  server: Server,
  { database, payments, payers }: Fill,
  report: Report,
): Promise<void> {
  await withClient(server.urlOf('owner', database), async (client) => {
    await client.query(CREATE_LINK)
    for (let day = 0; day < DAYS; day++) {
      const from = addMs(FIRST_DAY, day * DAY_MS)
      const count = Math.round((payments * (day + 1)) / DAYS) - Math.round((payments * day) / DAYS)
      await client.query(FILL_DAY, [count, payers, from, kstDay(from), POSTING.actor, POSTING.requestId])
      report(`${Math.round((100 * (day + 1)) / DAYS)} %`)
    }
  })
}

/** A wallet's chain as a running aggregate: it begins at the wallet's head. */
const CREATE_LINK = `
  create function pg_temp.next_link(link bytea, head bytea, digest bytea) returns bytea language sql immutable
    as $$ select sha256(coalesce(link, head, ''::bytea) || digest) $$;
  create aggregate pg_temp.link(head bytea, digest bytea) (sfunc = pg_temp.next_link, stype = bytea)`

/** $1 payments by the first $2 renters, on the KST day $4 that begins at $3, by the actor $5 in the request $6. */
const FILL_DAY = `
  with payers as materialized (
    select array_agg(id) as ids from (select id from wallets where kind = 'balance' and version > 0 order by id limit $2) w
  ), earners as materialized (
    select array_agg(o.id) as ids from wallets o where o.kind = 'withdrawable'
      and exists (select from wallets b where b.user_id = o.user_id and b.kind = 'balance' and b.version = 0)
  ), drawn as materialized (
    select n, uuidv7() as id, gen_random_uuid()::text as reference, $3::timestamptz + n * interval '24 hours' / ($1 + 1) as at,
      payers.ids[1 + floor(random() * cardinality(payers.ids))::int] as renter,
      earners.ids[1 + floor(random() * cardinality(earners.ids))::int] as owner,
      1000 * (1 + floor(random() * 100))::bigint as gross
    from generate_series(1, $1::int) n, payers, earners
  ), payments as materialized (
    select *, sha256(reference::bytea) as request_hash, gross / 10 as fee, (20 * (gross / 10) + 11) / 22 as supply from drawn
  ), legs as (
    select n, leg.* from payments, lateral (values
      (1, 'balance', renter, -gross), (2, 'withdrawable', owner, gross - fee),
      (3, 'fee_revenue', null, supply), (4, 'vat_payable', null, fee - supply)) leg (line, account, wallet_id, amount)
  ), placed as materialized (
    select n, line, account, wallet_id, amount, head_hash as head, w.version + row_number() over before as version,
      (w.balance + sum(amount) over before)::bigint as balance
    from legs left join wallets w on w.id = wallet_id
    window before as (partition by wallet_id order by n)
  ), digests as materialized (
    select p.n, ledger_digest(p.id, 'payment', p.reference, p.request_hash, null, $5, $6, null, p.at, p.at, $4::date,
      string_agg(ledger_line(line, account, wallet_id, amount, version, balance), ';' order by line)) as digest
    from placed join payments p on p.n = placed.n group by p.n, p.id, p.reference, p.request_hash, p.at
  ), posted as (
    insert into transactions (id, type, reference, request_hash, actor, request_id, occurred_at, recorded_at, business_date)
      select id, 'payment', reference, request_hash, $5, $6, at, at, $4::date from payments order by n
  ), written as (
    insert into entries (transaction_id, line, account, wallet_id, amount, wallet_version, balance_after, hash)
      select p.id, line, account, wallet_id, amount, version, balance, case when wallet_id is not null
        then pg_temp.link(head, digest) over (partition by wallet_id order by version) end
      from placed join digests d on d.n = placed.n join payments p on p.n = placed.n order by p.n, line
      returning *
  )
  update wallets w set balance = last.balance_after, version = last.wallet_version, head_hash = last.hash
    from (select distinct on (wallet_id) * from written where wallet_id is not null
      order by wallet_id, wallet_version desc) last
    where w.id = last.wallet_id`
