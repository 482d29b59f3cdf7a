import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { DetailList } from '@/app/_components/detail-list'
import { periodName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { TableFiles } from '@/app/_components/table-files'
import { TableView } from '@/app/_components/table-view'
import { requireOperator, webContext } from '@/lib/auth'
import type { Table } from '@/lib/document/table'
import { maskBusinessNumber, maskEmail, maskName } from '@/lib/mask'
import { hasDuty } from '@/lib/identity/duties'
import { readFilings } from '@/lib/tax/read-filings'
import { kstDay } from '@/lib/time'
import { Filings } from './filings'
import { KINDS, readReport, toAsked } from './kinds'

export const metadata: Metadata = { title: '세무 보고서' }

type Props = { searchParams: Promise<{ kind?: string; period?: string }> }

export default async function ReportsPage({ searchParams }: Props) {
  const user = await requireOperator('taxes.read')
  const ctx = await webContext()
  const { name, kind, periods, period } = toAsked(ctx, await searchParams)
  const [table, filings] = await Promise.all([
    readReport(ctx, user.id, { name, period }),
    readFilings(ctx, { kind: name, within: period, today: kstDay(ctx.now()) }),
  ])
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title="세무 보고서">{kind.hint}</PageHeader>
      <nav aria-label="보고서" className="mb-3 flex gap-2 overflow-x-auto py-1">
        {Object.entries(KINDS).map(([each, { label }]) => (
          <ChipLink key={each} href={`/admin/reports?kind=${each}`} active={each === name}>
            {label}
          </ChipLink>
        ))}
      </nav>
      <nav aria-label="기간" className="mb-4 flex gap-2 overflow-x-auto py-1">
        {periods.map((each) => (
          <ChipLink key={each} href={`/admin/reports?kind=${name}&period=${each}`} active={each === period}>
            {periodName(each)}
          </ChipLink>
        ))}
      </nav>
      <Card as="section" labelledBy="report">
        <h2 id="report" className="mb-2 text-title font-semibold">
          {table.title}
        </h2>
        <DetailList rows={table.facts} />
        <div className="mt-4">
          <TableView table={masked(table)} />
        </div>
      </Card>
      <TableFiles path={`/admin/reports/${name}/${period}`} />
      <Filings kind={name} filings={filings} mayFile={hasDuty(user, 'taxes.file')} />
    </div>
  )
}

const MASKS = { name: maskName, email: maskEmail, business: maskBusinessNumber }

/** The files name people, since the law wants them; the page need not. */
function masked({ columns, rows, ...table }: Table): Table {
  const shown = rows.map((row) =>
    row.map((cell, place) => {
      const { personal } = columns[place]!
      return personal && cell ? MASKS[personal](String(cell)) : cell
    }),
  )
  return { ...table, columns, rows: shown }
}
