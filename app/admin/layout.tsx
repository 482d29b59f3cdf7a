import type { ReactNode } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { requireOperator, webContext } from '@/lib/auth'
import { carriedByHand } from '@/lib/withdrawal/manual/read'
import { AdminMenu, AdminSide } from './admin-nav'
import { placesFor } from './places'

/** For everybody without a role there is nothing here. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const user = await requireOperator('console.read')
  const byHand = await carriedByHand(await webContext())
  const places = placesFor(user)
    .filter(({ duty }) => byHand || duty !== 'transfers.carry')
    .map(({ href, label, group }) => ({ href, label, group }))
  return (
    <AppShell side={<AdminSide places={places} />}>
      <AdminMenu places={places} />
      {children}
    </AppShell>
  )
}
