import type { Metadata } from 'next'
import { ReceiptText } from 'lucide-react'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { kstMonthName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { TableFiles } from '@/app/_components/table-files'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import type { Cell } from '@/lib/document/table'
import { maskEmail, maskName } from '@/lib/mask'
import { invoicedBy, isMonth } from '@/lib/statement/month'
import { addDays, kstDay } from '@/lib/time'
import { readFeesTable } from './read-fees-table'

export const metadata: Metadata = { title: '수수료 세금계산서' }

type Props = { searchParams: Promise<{ month?: string | string[] }> }

export default async function FeesPage({ searchParams }: Props) {
  const user = await requireOperator('fees.read')
  const ctx = await webContext()
  const asked = (await searchParams).month
  const running = kstDay(ctx.now()).slice(0, 7)
  const before = addDays(`${running}-01`, -1).slice(0, 7)
  const month = typeof asked === 'string' && isMonth(asked) ? asked : before
  const { rows, totals } = await readFeesTable(ctx, user.id, month)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="수수료 세금계산서">
        {kstMonthName(month)} 수수료는 {invoicedBy(month)}까지 발급해요. 합계는 장부의 수수료 매출, 부가세와
        같아요.
      </PageHeader>
      <nav aria-label="달" className="mb-4 flex gap-2">
        {[before, running].map((each) => (
          <ChipLink key={each} href={`/admin/fees?month=${each}`} active={each === month}>
            {kstMonthName(each)}
          </ChipLink>
        ))}
      </nav>
      <Card className="py-2 tablet:py-3">
        {rows.length ? (
          <ul className="divide-y divide-line">
            {[...rows.map(masked), totals].map(([name, email, supply, vat, sum], place) => (
              <li key={place} className="flex items-baseline justify-between gap-4 py-3.5">
                <span className="min-w-0">
                  <span className="block truncate text-label font-medium">{name}</span>
                  <span className="block truncate text-caption text-ink-faint">{email}</span>
                </span>
                <span className="text-right">
                  <Won amount={sum as bigint} className="text-label font-semibold" />
                  <span className="block text-caption text-ink-soft">
                    공급가액 <Won amount={supply as bigint} /> · 부가세 <Won amount={vat as bigint} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState icon={ReceiptText} title="발급할 수수료가 없어요">
            이 달에는 결제되거나 환불된 예약이 없어요.
          </EmptyState>
        )}
      </Card>
      <TableFiles path={`/admin/fees/${month}`} />
    </div>
  )
}

/** On a screen; the files have what a tax invoice has to say. A fee that is no owner's has no person to hide. */
function masked([name, email, supply, vat, sum, userId]: Cell[]): Cell[] {
  if (!userId) return [name!, '', supply!, vat!, sum!]
  return [maskName(String(name)), email ? maskEmail(String(email)) : '', supply!, vat!, sum!]
}
