import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { BusinessKind } from '@/db/schema/business'
import type { Column, Table } from '@/lib/document/table'
import { businessInFile } from '@/lib/identity/business'
import { daysOf } from '@/lib/period'
import type { Sealer } from '@/lib/seal'
import { addDays } from '@/lib/time'
import { filedBy } from './filing-days'
import { postedIn } from './posted-in'

const COLUMNS: Column[] = [
  { head: '공간 등록자', kind: 'text', width: 110, personal: 'name' },
  { head: '사업자등록번호', kind: 'text', width: 90, personal: 'business' },
  { head: '이메일', kind: 'text', width: 150, personal: 'email' },
  { head: '달', kind: 'text', width: 55 },
  { head: '결제 건수', kind: 'text', width: 55 },
  { head: '결제 금액', kind: 'won', width: 90 },
  { head: '환불 건수', kind: 'text', width: 55 },
  { head: '환불 금액', kind: 'won', width: 90 },
  { head: '거래 금액', kind: 'won', width: 90 },
  { head: '회원 번호', kind: 'text', width: 150 },
]

type Row = {
  owner: string
  name: string
  email: string | null
  kind: BusinessKind | null
  number: string | null
  month: string
  paid: string
  payments: string
  refunded: string
  refunds: string
}

/**
 * What we mediated in a KST quarter, by owner and month: what the tax office is told of sales through a broker by the
 * 15th of the month after it (부가가치세법 §75). A payment and a refund count by the day they were posted, with all that the
 * renter paid or got back, fee included. It has owners' business numbers in plain, as that file has to.
 */
export async function readBrokerTable(
  { db, sealer }: { db: Database; sealer: Sealer },
  quarter: string,
): Promise<Table> {
  const days = daysOf(quarter)
  const { rows } = await db.execute<Row>(sql`
    with moved as (
      select t.id, t.type, split_part(t.reference, '#', 1)::uuid as booking_id, to_char(t.business_date, 'YYYY-MM') as month,
        -- A payment to an owner in debt repays it: that is no part of what the renter paid.
        abs(sum(e.amount) filter (where t.type = 'refund' or e.account = 'balance')) as gross
      from transactions t join entries e on e.transaction_id = t.id and e.account in ('balance', 'charge_debt')
      where t.type in ('payment', 'refund') and ${postedIn(days)}
      group by t.id, t.type, t.reference, t.business_date)
    select u.id as owner, u.name, u.email, s.kind, s.number_sealed as number, m.month,
      coalesce(sum(m.gross) filter (where m.type = 'payment'), 0)::text as paid,
      count(*) filter (where m.type = 'payment')::text as payments,
      coalesce(sum(m.gross) filter (where m.type = 'refund'), 0)::text as refunded,
      count(*) filter (where m.type = 'refund')::text as refunds
    from moved m join bookings b on b.id = m.booking_id join users u on u.id = b.owner_id
      left join businesses s on s.user_id = u.id
    group by u.id, s.user_id, m.month order by u.name, u.id, m.month`)
  const sum = (column: 'paid' | 'payments' | 'refunded' | 'refunds') =>
    rows.reduce((total, row) => total + BigInt(row[column]), 0n)
  const [paid, refunded] = [sum('paid'), sum('refunded')]
  return {
    title: `통신판매중개 거래자료 · ${quarter}`,
    facts: [
      { label: '기간', value: `${days.from} ~ ${addDays(days.next, -1)}` },
      { label: '제출 기한', value: filedBy('broker', quarter) },
    ],
    sums: [
      {
        title: '중개한 거래',
        figures: [
          { label: '결제', amount: paid },
          { label: '환불', amount: refunded },
          { label: '거래 금액', amount: paid - refunded, strong: true },
        ],
      },
    ],
    columns: COLUMNS,
    rows: rows.map(({ owner, name, email, kind, number, month, payments, paid, refunds, refunded }) => [
      ...[
        name,
        businessInFile(sealer, { kind, numberSealed: number }),
        email ?? '',
        month,
        payments,
        BigInt(paid),
        refunds,
        BigInt(refunded),
      ],
      ...[BigInt(paid) - BigInt(refunded), owner],
    ]),
    totals: [
      ...['합계', '', '', '', String(sum('payments')), paid, String(sum('refunds')), refunded],
      ...[paid - refunded, ''],
    ],
  }
}
