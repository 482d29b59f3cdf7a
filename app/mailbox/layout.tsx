import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { PublicFrame } from '@/app/_components/public-frame'
import { currentUser } from '@/lib/auth'
import { mailboxIsOpen } from '@/lib/notification/read-mailbox'

/** Everybody's mail, for whoever develops or tries PosPay: there is no such place in production. */
export default async function MailboxLayout({ children }: { children: ReactNode }) {
  if (!mailboxIsOpen()) notFound()
  return (
    <PublicFrame loggedIn={(await currentUser()) !== null}>
      <div className="mx-auto w-full max-w-2xl px-5 pt-4 pb-16">{children}</div>
    </PublicFrame>
  )
}
