import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { currentUser, webContext } from '@/lib/auth'
import { readAgreedVersions } from '@/lib/terms/read'
import { returnPath } from '../return-path'
import { SignUpForm } from './sign-up-form'

export const metadata: Metadata = { title: '가입하기' }

type Props = { searchParams: Promise<{ next?: string | string[] }> }

export default async function SignUpPage({ searchParams }: Props) {
  const destination = returnPath((await searchParams).next)
  if (await currentUser()) redirect(destination)
  const ctx = await webContext()
  return (
    <>
      <h1 className="text-heading font-bold">지갑 만들기</h1>
      <p className="mt-1 text-label text-ink-soft">가입하면 바로 충전할 수 있어요.</p>
      <SignUpForm destination={destination} versions={await readAgreedVersions(ctx.db, ctx.now())} />
      <p className="mt-8 text-center text-label text-ink-soft">
        이미 가입하셨나요?{' '}
        <Link
          href={`/login?next=${encodeURIComponent(destination)}`}
          className="inline-flex min-h-11 items-center font-semibold text-brand-ink underline underline-offset-4"
        >
          로그인
        </Link>
      </p>
    </>
  )
}
