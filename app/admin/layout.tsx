import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser, webContext } from '@/lib/auth'
import { hasRole } from '@/lib/identity/require-role'
import { INVOICERS } from '@/lib/statement/list-fees'
import { APPROVERS } from '@/lib/withdrawal/approve'
import { carriedByHand } from '@/lib/withdrawal/manual/read'
import { AdminNav } from './admin-nav'

/** For everybody without a role there is nothing here. What a role may do is checked where it is done. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const user = await requireUser()
  if (user.roles.length === 0) notFound()
  const approves = hasRole(user, APPROVERS)
  const byHand = approves && (await carriedByHand(await webContext()))
  const places = [
    ...(approves
      ? [
          { href: '/admin/withdrawals', label: '출금 승인' },
          ...(byHand ? [{ href: '/admin/withdrawals/transfers', label: '이체 파일' }] : []),
          { href: '/admin/withholding', label: '원천징수' },
        ]
      : []),
    ...(hasRole(user, INVOICERS) ? [{ href: '/admin/fees', label: '세금계산서' }] : []),
    { href: '/admin/reconciliation', label: '대사' },
    { href: '/admin/webhooks', label: '웹훅함' },
  ]
  return (
    <AppShell>
      <AdminNav places={places} />
      {children}
    </AppShell>
  )
}
