import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { WithholdingKind } from '@/db/schema/withdrawal'
import type { Column, Table } from '@/lib/document/table'
import { daysOf } from '@/lib/period'
import { addDays } from '@/lib/time'
import { filedBy } from './filing-days'
import { postedIn } from './posted-in'

const COLUMNS: Column[] = [
  { head: '공간 등록자', kind: 'text', width: 110, personal: 'name' },
  { head: '이메일', kind: 'text', width: 150, personal: 'email' },
  { head: '소득 구분', kind: 'text', width: 70 },
  { head: '건수', kind: 'text', width: 45 },
  { head: '지급액', kind: 'won', width: 90 },
  { head: '소득세', kind: 'won', width: 80 },
  { head: '지방소득세', kind: 'won', width: 80 },
  { head: '원천세 합계', kind: 'won', width: 85 },
  { head: '회원 번호', kind: 'text', width: 150 },
]

const KIND_NAMES: Record<WithholdingKind, string> = {
  none: '-',
  business_income: '사업소득',
  other_income: '기타소득',
}

type Row = {
  owner: string
  name: string
  email: string | null
  kind: WithholdingKind
  count: string
  amount: string
  income: string
  withheld: string
}

/**
 * What was kept back as tax in a KST month, by owner and kind of income: to be paid and reported by the 10th of the next
 * (소득세법 §128). It counts by the day that `withholding_payable` has it, and what failed or came back takes it back on
 * its own day, so that a line may be negative.
 */
export async function readWithholdingTable({ db }: { db: Database }, month: string): Promise<Table> {
  const days = daysOf(month)
  // Local tax is a tenth of the income tax, each without what is below 10 won: both follow from their sum.
  const { rows } = await db.execute<Row>(sql`
    with kept as (
      select d.user_id, d.requested_at, sign(e.amount) as way, d.amount, abs(e.amount) as withheld,
        (abs(e.amount) / 10 - abs(e.amount) / 10 / 11) * 10 as income
      from transactions t join entries e on e.transaction_id = t.id and e.account = 'withholding_payable'
        join withdrawals d on d.id = t.reference::uuid
      where t.type in ('withdraw', 'withdraw_paid', 'withdraw_failed', 'withdraw_returned') and ${postedIn(days)})
    select u.id as owner, u.name, u.email, p.kind, sum(k.way)::text as count, sum(k.way * k.amount)::text as amount,
      sum(k.way * k.income)::text as income, sum(k.way * k.withheld)::text as withheld
    from kept k join users u on u.id = k.user_id
    cross join lateral (
      select coalesce((select p.kind from withholding_profiles p
        where p.user_id = k.user_id and p.effective_from <= (k.requested_at at time zone 'Asia/Seoul')::date
          and p.set_at <= k.requested_at
        order by p.effective_from desc, p.id desc limit 1), 'none') as kind) p
    group by u.id, p.kind order by u.name, u.id, p.kind`)
  const lines = rows.map(({ amount, income, withheld }) => {
    const [paid, tax, all] = [BigInt(amount), BigInt(income), BigInt(withheld)]
    return [paid, tax, all - tax, all]
  })
  const sum = (column: number) => lines.reduce((total, line) => total + line[column]!, 0n)
  const [paid, income, local, withheld] = [sum(0), sum(1), sum(2), sum(3)]
  const count = rows.reduce((total, row) => total + Number(row.count), 0)
  return {
    title: `원천징수 · ${month}`,
    facts: [
      { label: '기간', value: `${days.from} ~ ${addDays(days.next, -1)}` },
      { label: '신고·납부 기한', value: filedBy('withholding', month) },
    ],
    sums: [
      {
        title: '낼 세금',
        figures: [
          { label: '소득세', amount: income },
          { label: '지방소득세', amount: local },
          { label: '합계', amount: withheld, strong: true },
        ],
      },
    ],
    columns: COLUMNS,
    rows: rows.map(({ owner, name, email, kind, count }, place) => [
      ...[name, email ?? '', KIND_NAMES[kind], count],
      ...[...lines[place]!, owner],
    ]),
    totals: ['합계', '', '', String(count), paid, income, local, withheld, ''],
  }
}
