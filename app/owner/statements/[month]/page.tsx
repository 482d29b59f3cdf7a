import type { Metadata } from 'next'
import { requireUser, webContext } from '@/lib/auth'
import { readMonthTable } from '@/lib/flows/statement-tables'
import { findTable } from '../find-table'
import { StatementView } from '../statement-view'

export const metadata: Metadata = { title: '정산내역서' }

type Props = { params: Promise<{ month: string }> }

export default async function MonthStatementPage({ params }: Props) {
  const user = await requireUser()
  const { month } = await params
  const table = await findTable(readMonthTable(await webContext(), user, month))
  return (
    <StatementView
      table={table}
      path={`/owner/statements/${month}`}
      back={{ href: '/owner/statements', label: '정산내역서' }}
    />
  )
}
