import type { ReactNode } from 'react'
import { PublicFrame } from '@/app/_components/public-frame'
import { currentUser } from '@/lib/auth'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  return <PublicFrame loggedIn={(await currentUser()) !== null}>{children}</PublicFrame>
}
