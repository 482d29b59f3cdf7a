import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { webContext } from '@/lib/auth'
import { canReset } from '@/lib/identity/reset-password'
import { ResetForm } from './reset-form'

export const metadata: Metadata = { title: '새 비밀번호', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ token?: string | string[] }> }

/** Where the link of the mail leads. Opening it uses nothing up: mail programs open links on their own. */
export default async function ResetPage({ searchParams }: Props) {
  const { token } = await searchParams
  if (typeof token !== 'string' || !(await canReset(await webContext(), token))) return <LinkOver />
  return (
    <>
      <h1 className="text-heading font-bold">새 비밀번호</h1>
      <p className="mt-1 text-label text-ink-soft">바꾸면 모든 기기에서 로그아웃돼요.</p>
      <ResetForm token={token} />
    </>
  )
}

function LinkOver() {
  return (
    <>
      <h1 className="text-heading font-bold">쓸 수 없는 링크예요</h1>
      <Notice className="mt-5">
        이미 썼거나 시간이 지난 링크예요. 비밀번호는 그대로예요. 메일을 다시 받아 주세요.
      </Notice>
      <Link href="/login/forgot" className={buttonClass('primary', 'large', 'mt-6 w-full')}>
        메일 다시 받기
      </Link>
    </>
  )
}
