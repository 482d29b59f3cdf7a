import type { Metadata } from 'next'
import { findTable } from '@/app/owner/statements/find-table'
import { StatementView } from '@/app/owner/statements/statement-view'
import { requireUser, webContext } from '@/lib/auth'
import { readWithdrawalTable } from '@/lib/flows/statement-tables'

export const metadata: Metadata = { title: '정산내역서' }

type Props = { params: Promise<{ withdrawalId: string }> }

export default async function WithdrawalStatementPage({ params }: Props) {
  const user = await requireUser()
  const { withdrawalId } = await params
  const table = await findTable(readWithdrawalTable(await webContext(), user, withdrawalId))
  const path = `/owner/withdrawals/${withdrawalId}`
  return <StatementView table={table} path={`${path}/statement`} back={{ href: path, label: '출금' }} />
}
