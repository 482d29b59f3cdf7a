import Link from 'next/link'
import type { ReactNode } from 'react'
import { Bell } from './bell'
import { Brand } from './brand'
import { askForConsent } from './consent-gate'
import { SideLinks, TabLinks } from './nav-links'
import { SkipLink } from './skip-link'
import { TermsBanner } from './terms-banner'

type Props = { children: ReactNode; side?: ReactNode }

/** The frame of a logged-in page: tabs below on a phone, a side bar from 1024 px. `side`: another menu in the bar. */
export async function AppShell({ children, side = <PeoplesSide /> }: Props) {
  await askForConsent()
  return (
    <>
      <SkipLink />
      <TermsBanner />
      <div className="mx-auto flex min-h-dvh w-full max-w-[76rem] desktop:gap-10 desktop:px-8">
        <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col py-8 desktop:flex print:hidden">
          <div className="flex items-center justify-between">
            <HomeLink />
            <Bell />
          </div>
          <nav
            aria-label="주요 메뉴"
            className="scroll-cue -mr-4 mt-8 flex min-h-0 flex-1 flex-col overflow-y-auto pr-4"
          >
            {side}
          </nav>
        </aside>
        <div className="flex min-w-0 flex-1 flex-col pb-[calc(3.75rem+env(safe-area-inset-bottom))] desktop:pb-0">
          <header className="flex h-14 items-center justify-between pr-3 pl-5 desktop:hidden print:hidden">
            <HomeLink />
            <Bell />
          </header>
          <main
            id="content"
            tabIndex={-1}
            aria-label="본문"
            className="flex-1 px-5 pt-2 pb-10 outline-none desktop:px-0 desktop:pt-10"
          >
            {children}
          </main>
        </div>
      </div>
      <nav
        aria-label="주요 메뉴"
        className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] desktop:hidden print:hidden"
      >
        <TabLinks />
      </nav>
    </>
  )
}

function PeoplesSide() {
  return (
    <>
      <SideLinks />
      <p className="mt-auto px-4 pt-6 text-caption text-ink-faint">
        충전금은 맡겨 두신 돈이에요.
        <br />
        저희 매출로 잡지 않아요.
      </p>
    </>
  )
}

function HomeLink() {
  return (
    <Link href="/" className="-ml-1 inline-flex min-h-11 items-center rounded-control px-1 desktop:ml-3">
      <Brand />
    </Link>
  )
}
