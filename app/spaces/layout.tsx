import type { ReactNode } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { PublicFrame } from '@/app/_components/public-frame'
import { currentUser } from '@/lib/auth'

/** Anybody may look around; who is logged in keeps their menu while they do. */
export default async function SpacesLayout({ children }: { children: ReactNode }) {
  if (await currentUser()) return <AppShell>{children}</AppShell>
  return (
    <PublicFrame loggedIn={false}>
      <div className="mx-auto w-full max-w-[72rem] px-5 pt-4 pb-16 desktop:px-8">{children}</div>
    </PublicFrame>
  )
}
