import Link from 'next/link'
import { Bell } from './bell'
import { Brand } from './brand'
import { buttonClass } from './button'

const plain =
  'inline-flex min-h-11 items-center rounded-control px-2 text-label font-medium text-ink-soft hover:text-ink tablet:px-3'

export function SiteHeader({ loggedIn }: { loggedIn: boolean }) {
  return (
    <header className="mx-auto flex h-16 w-full max-w-[72rem] items-center justify-between px-5 tablet:h-20 desktop:px-8">
      <Link href="/" className="-ml-1 inline-flex min-h-11 items-center rounded-control px-1">
        <Brand />
      </Link>
      <nav aria-label="주요 메뉴" className="flex items-center gap-0.5 tablet:gap-1.5">
        <Link href="/spaces" className={plain}>
          공간
        </Link>
        {loggedIn ? (
          <>
            <Bell />
            <Link href="/wallet" className={buttonClass('soft')}>
              내 지갑
            </Link>
          </>
        ) : (
          <>
            <Link href="/login" className={plain}>
              로그인
            </Link>
            <Link href="/signup" className={buttonClass('soft')}>
              가입하기
            </Link>
          </>
        )}
      </nav>
    </header>
  )
}
