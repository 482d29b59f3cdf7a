import type { Database } from '@/db/client'
import type { Column, Table } from '@/lib/document/table'
import { listFees } from './list-fees'
import { businessInFile } from '@/lib/identity/business'
import { daysOf } from '@/lib/period'
import type { Sealer } from '@/lib/seal'
import { filedBy } from './filing-days'
import { addDays } from '@/lib/time'

const COLUMNS: Column[] = [
  { head: '공간 등록자', kind: 'text', width: 120, personal: 'name' },
  { head: '사업자등록번호', kind: 'text', width: 90, personal: 'business' },
  { head: '이메일', kind: 'text', width: 180, personal: 'email' },
  { head: '공급가액', kind: 'won', width: 90 },
  { head: '부가세', kind: 'won', width: 90 },
  { head: '합계', kind: 'won', width: 90 },
  { head: '회원 번호', kind: 'text', width: 150 },
]

/** What the tax invoices of a KST month's fees say, an owner to a line, with their business number in plain. */
export async function readFeesTable(
  { db, sealer }: { db: Database; sealer: Sealer },
  month: string,
): Promise<Table> {
  const fees = await listFees({ db }, month)
  const { from, next } = daysOf(month)
  const supply = fees.reduce((sum, one) => sum + one.supply, 0n)
  const vat = fees.reduce((sum, one) => sum + one.vat, 0n)
  const figures = [
    { label: '공급가액', amount: supply },
    { label: '부가세', amount: vat },
    { label: '합계', amount: supply + vat, strong: true },
  ]
  return {
    title: `수수료 세금계산서 · ${month}`,
    facts: [
      { label: '기간', value: `${from} ~ ${addDays(next, -1)}` },
      { label: '발급 기한', value: filedBy('fees', month) },
    ],
    sums: [{ title: '모든 공간 등록자', figures }],
    columns: COLUMNS,
    rows: fees.map(({ owner, supply, vat }) => [
      owner?.name ?? '예약이 없는 수수료',
      owner ? businessInFile(sealer, owner) : '',
      owner?.email ?? '',
      supply,
      vat,
      supply + vat,
      owner?.id ?? '',
    ]),
    totals: ['합계', '', '', supply, vat, supply + vat, ''],
  }
}
