import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Notice } from '@/app/_components/notice'
import { currentUser, oauthProviders, type SessionUser } from '@/lib/auth'
import { OAuthButtons } from '../oauth-buttons'
import { placesFor } from '@/app/admin/places'
import { AFTER_LOGIN, returnPath, secondFactorPath } from '../return-path'
import { LoginForm } from './login-form'

export const metadata: Metadata = { title: '로그인' }

type Props = {
  searchParams: Promise<{
    next?: string | string[]
    changed?: string
    left?: string
    error?: string
    check?: string
  }>
}

export default async function LoginPage({ searchParams }: Props) {
  const { next, changed, left, error, check } = await searchParams
  const user = await currentUser()
  const destination = returnPath(next)
  if (user) redirect(next ? destination : homeOf(user))
  return (
    <>
      <h1 className="text-heading font-bold">로그인</h1>
      <p className="mt-1 text-label text-ink-soft">내 지갑을 열려면 로그인해 주세요.</p>
      {changed ? (
        <Notice tone="good" live="status" className="mt-5">
          비밀번호를 바꿨어요. 모든 기기에서 로그아웃했으니 새 비밀번호로 로그인해 주세요.
        </Notice>
      ) : null}
      {left ? (
        <Notice tone="good" live="status" className="mt-5" title="탈퇴가 끝났어요">
          남은 돈은 없어요. 같은 이메일로 언제든 새로 가입할 수 있어요.
        </Notice>
      ) : null}
      {check ? (
        <Notice live="status" className="mt-5" title="메일함을 확인해 주세요">
          바로 로그인하지 못했어요. 이미 가입한 이메일이라면 안내 메일을 보냈으니, 쓰던 비밀번호로 로그인해
          주세요.
        </Notice>
      ) : null}
      {error ? (
        <Notice tone="danger" live="alert" className="mt-5">
          로그인을 마치지 못했어요. 다시 시도하거나 이메일로 로그인해 주세요.
        </Notice>
      ) : null}
      <LoginForm destination={next ? destination : '/login'} />
      <p className="mt-3 text-center text-label">
        <Link
          href="/login/forgot"
          className="inline-flex min-h-11 items-center text-ink-soft underline underline-offset-4 hover:text-ink"
        >
          비밀번호를 잊었어요
        </Link>
      </p>
      <OAuthButtons providers={oauthProviders()} destination={destination} />
      <p className="mt-8 text-center text-label text-ink-soft">
        처음이신가요?{' '}
        <Link
          href={`/signup?next=${encodeURIComponent(destination)}`}
          className="inline-flex min-h-11 items-center font-semibold text-brand-ink underline underline-offset-4"
        >
          가입하기
        </Link>
      </p>
    </>
  )
}

/** Where somebody starts who asked for no page: operators at their first place, everybody else at the wallet. */
function homeOf(user: SessionUser): string {
  // Until it is given there are no roles to go by.
  if (user.secondFactorAsked) return secondFactorPath('')
  return placesFor(user)[0]?.href ?? AFTER_LOGIN
}
