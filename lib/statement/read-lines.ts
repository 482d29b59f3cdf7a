import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { TransactionType } from '@/db/schema/ledger'
import type { Standing } from './standing'
import type { Line } from './statement'

/** What a type is called that is known here; any other is a line just the same. */
const TITLES: Partial<Record<TransactionType, string>> = {
  payment: '예약 결제',
  release: '정산 완료',
  refund: '예약 환불',
  withdraw: '출금',
  withdraw_failed: '출금 취소·실패',
  withdraw_returned: '출금 반송',
  withdraw_paid: '실패했던 출금 완료',
}
const OTHER = '조정'

type Range = {
  userId: string
  after: Standing
  upto: Standing
  /** Which transactions `t` belong here that moved debts alone: their earnings never reached the wallet. */
  debts: SQL
}

type Row = {
  id: string
  type: TransactionType
  date: string
  bookingId: string | null
  spaceName: string
  day: string
} & Record<'withdrawable' | 'debt' | 'gross' | 'refunded' | 'supply' | 'vat', string>

/**
 * Every event of a stretch of a user's withdrawable wallet, in the order of posting: by itself what it was worth, and
 * after it what of that repaid a debt, or became one. A release shows its booking as it stood by then. `limit 1` keeps the
 * planner to one look-up for each, whatever it believes of the tables.
 */
export async function readLines(
  { db }: { db: Database },
  { userId, after, upto, debts }: Range,
): Promise<Line[]> {
  const { rows } = await db.execute<Row>(sql`
    with own as materialized (
      select max(id) filter (where kind = 'withdrawable') as withdrawable,
        max(id) filter (where kind = 'earnings_debt') as earnings_debt,
        max(id) filter (where kind = 'charge_debt') as charge_debt
      from wallets where user_id = ${userId}::uuid
    ), touched as (
      select e.transaction_id as id, true as itself from own join entries e on e.wallet_id = own.withdrawable
      where e.wallet_version > ${after.entries} and e.wallet_version <= ${upto.entries}
      union
      select t.id, false
      from own join entries e on e.wallet_id in (own.earnings_debt, own.charge_debt)
      cross join lateral (select * from transactions where id = e.transaction_id limit 1) t
      where ${debts}
        -- A charge and what takes it back are the renter's side of the same person.
        and (e.wallet_id = own.earnings_debt or t.type in ('payment', 'release', 'withdraw_failed', 'withdraw_returned'))
    )
    select t.id, t.type, to_char(t.business_date, 'YYYY-MM-DD') as date, moved.withdrawable::text, moved.debt::text,
      b.id as "bookingId", b.name as "spaceName", b.day, (case when t.type = 'refund' then 0 else b.price end)::text as gross,
      kept.refunded::text, kept.supply::text, kept.vat::text
    from touched cross join own
    cross join lateral (select * from transactions where id = touched.id limit 1) t
    cross join lateral (
      select coalesce(sum(amount) filter (where wallet_id = own.withdrawable), 0) as withdrawable,
        coalesce(sum(amount) filter (where wallet_id in (own.earnings_debt, own.charge_debt)), 0) as debt
      from entries where transaction_id = t.id
    ) moved
    left join lateral (
      select b.id, b.price, b.refunds, s.name, to_char(b.starts_at at time zone 'Asia/Seoul', 'YYYY-MM-DD') as day
      from bookings b join spaces s on s.id = b.space_id
      where b.owner_id = ${userId}::uuid
        and b.id = case when t.type in ('payment', 'release', 'refund') then split_part(t.reference, '#', 1)::uuid end
      limit 1
    ) b on true
    left join lateral (
      select coalesce(-sum(e.amount) filter (where e.account = 'fee_revenue'), 0) as supply,
        coalesce(-sum(e.amount) filter (where e.account = 'vat_payable'), 0) as vat,
        coalesce(-sum(e.amount) filter (where asked.type = 'refund' and e.account in ('balance', 'charge_debt')), 0) as refunded
      from (
        select 'payment' as type, t.reference where t.type <> 'refund'
        union all select 'refund', t.reference where t.type = 'refund'
        union all select 'refund', b.id || '#' || nth from generate_series(1, b.refunds) nth where t.type = 'release'
      ) asked
      cross join lateral (
        select id, seq from transactions where type = asked.type and reference = asked.reference limit 1
      ) posted
      join entries e on e.transaction_id = posted.id
      where b.id is not null and posted.seq <= t.seq
    ) kept on true
    where touched.itself or moved.withdrawable = 0
    order by t.seq`)
  return rows.flatMap(toLines)
}

const NOTHING = { booking: null, gross: 0n, refunded: 0n, supply: 0n, vat: 0n }

function toLines(row: Row): Line[] {
  const { id: transactionId, type, date, bookingId, spaceName, day } = row
  const debt = BigInt(row.debt)
  const event = {
    transactionId,
    type,
    date,
    title: TITLES[type] ?? OTHER,
    net: BigInt(row.withdrawable) + debt,
  }
  const lines: Line[] = [
    bookingId
      ? {
          ...event,
          booking: { bookingId, spaceName, day },
          gross: BigInt(row.gross),
          refunded: BigInt(row.refunded),
          supply: BigInt(row.supply),
          vat: BigInt(row.vat),
        }
      : { ...event, ...NOTHING },
  ]
  if (debt !== 0n) {
    const title = debt > 0n ? '부족했던 금액 회수' : '부족한 금액 (다음 정산에서 회수)'
    lines.push({ ...NOTHING, transactionId, type, date, title, net: -debt })
  }
  return lines
}
