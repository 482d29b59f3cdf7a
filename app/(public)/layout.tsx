import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { SiteFooter } from '@/app/_components/site-footer'
import { SiteHeader } from '@/app/_components/site-header'
import { SkipLink } from '@/app/_components/skip-link'
import { readTheme, THEME_COOKIE } from '@/app/_components/theme'
import { currentUser } from '@/lib/auth'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const [user, jar] = await Promise.all([currentUser(), cookies()])
  return (
    <>
      <SkipLink />
      <SiteHeader loggedIn={user !== null} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter theme={readTheme(jar.get(THEME_COOKIE)?.value)} />
    </>
  )
}
