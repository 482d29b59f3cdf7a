import type { ReactNode } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/lib/auth'

/** Asks who is there before anything is sent, so that a stranger gets a redirect and not the frame of a page. */
export default async function BookingsLayout({ children }: { children: ReactNode }) {
  await requireUser()
  return <AppShell>{children}</AppShell>
}
