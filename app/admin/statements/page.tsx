import type { Metadata } from 'next'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { Field } from '@/app/_components/field'
import { PageHeader } from '@/app/_components/page-header'
import { TableFiles } from '@/app/_components/table-files'
import { TableView } from '@/app/_components/table-view'
import { requireOperator, webContext } from '@/lib/auth'
import { kstDay } from '@/lib/time'
import { KINDS, readStatement, toPeriod } from './kinds'

export const metadata: Metadata = { title: '재무제표' }

type Props = { searchParams: Promise<{ kind?: string; from?: string; to?: string }> }

export default async function StatementsPage({ searchParams }: Props) {
  const user = await requireOperator('books.read')
  const ctx = await webContext()
  const asked = await searchParams
  const name = asked.kind && Object.hasOwn(KINDS, asked.kind) ? asked.kind : 'balance'
  const period = toPeriod(ctx, asked)
  const table = await readStatement(ctx, user.id, name, period)
  const today = kstDay(ctx.now())
  const query = `from=${period.from}&to=${period.to}`
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="재무제표">{KINDS[name]!.hint}</PageHeader>
      <nav aria-label="표" className="mb-4 flex gap-2 overflow-x-auto py-1">
        {Object.entries(KINDS).map(([each, { label }]) => (
          <ChipLink key={each} href={`/admin/statements?kind=${each}&${query}`} active={each === name}>
            {label}
          </ChipLink>
        ))}
      </nav>
      <form className="mb-4 grid grid-cols-2 items-end gap-3 tablet:grid-cols-[1fr_1fr_auto]">
        <input type="hidden" name="kind" value={name} />
        <Field name="from" label="첫날" type="date" defaultValue={period.from} max={today} required />
        <Field name="to" label="마지막 날" type="date" defaultValue={period.to} max={today} required />
        <button
          type="submit"
          className={buttonClass('plain', 'regular', 'col-span-2 min-h-13 tablet:col-span-1')}
        >
          보기
        </button>
      </form>
      <Card as="section" labelledBy="statement">
        <h2 id="statement" className="mb-4 text-title font-semibold">
          {table.title}
        </h2>
        <TableView table={table} />
      </Card>
      <TableFiles path={`/admin/statements/${name}`} query={`?${query}`} />
    </div>
  )
}
