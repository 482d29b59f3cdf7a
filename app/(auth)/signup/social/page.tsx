import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { webContext } from '@/lib/auth'
import { openTicket } from '@/lib/identity/social-login'
import { readAgreedVersions } from '@/lib/terms/read'
import { SocialForm } from './social-form'

export const metadata: Metadata = { title: '가입하기', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ ticket?: string | string[] }> }

/** Where a Kakao or Naver account that is new here agrees to the terms. */
export default async function SocialSignUpPage({ searchParams }: Props) {
  const { ticket } = await searchParams
  const profile = typeof ticket === 'string' ? await openTicket(ticket) : null
  if (!profile || typeof ticket !== 'string') return <TicketOver />
  const ctx = await webContext()
  return (
    <>
      <h1 className="text-heading font-bold">거의 다 됐어요</h1>
      <p className="mt-1 text-label text-ink-soft">약관에 동의하면 지갑이 만들어져요.</p>
      <SocialForm
        ticket={ticket}
        provider={profile.provider}
        name={profile.name}
        versions={await readAgreedVersions(ctx.db, ctx.now())}
      />
    </>
  )
}

function TicketOver() {
  return (
    <>
      <h1 className="text-heading font-bold">시간이 지났어요</h1>
      <Notice className="mt-5">가입을 마치지 않았고 남은 정보도 없어요. 처음부터 다시 시작해 주세요.</Notice>
      <Link href="/login" className={buttonClass('primary', 'large', 'mt-6 w-full')}>
        로그인으로 가기
      </Link>
    </>
  )
}
