import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { webContext } from '@/lib/auth'
import { readSetting } from '@/lib/settings/read-setting'
import { SiteFooter } from './site-footer'
import { SiteHeader } from './site-header'
import { SkipLink } from './skip-link'
import { TermsBanner } from './terms-banner'
import { readTheme, THEME_COOKIE } from './theme'

/** The frame of a page that anybody may open. */
export async function PublicFrame({ loggedIn, children }: { loggedIn: boolean; children: ReactNode }) {
  const jar = await cookies()
  const company = await readSetting(await webContext(), 'company')
  return (
    <>
      <SkipLink />
      <TermsBanner />
      <SiteHeader loggedIn={loggedIn} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter theme={readTheme(jar.get(THEME_COOKIE)?.value)} company={company} />
    </>
  )
}
