import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/lib/auth'

/** For everybody without a role there is nothing here. What a role may do is checked where it is done. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { roles } = await requireUser()
  if (roles.length === 0) notFound()
  return <AppShell>{children}</AppShell>
}
