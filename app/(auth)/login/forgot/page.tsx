import type { Metadata } from 'next'
import Link from 'next/link'
import { ForgotForm } from './forgot-form'

export const metadata: Metadata = { title: '비밀번호 다시 정하기' }

export default function ForgotPage() {
  return (
    <>
      <h1 className="text-heading font-bold">비밀번호 다시 정하기</h1>
      <p className="mt-1 text-label text-ink-soft">가입한 이메일로 링크를 보내 드려요.</p>
      <ForgotForm />
      <p className="mt-8 text-center text-label text-ink-soft">
        비밀번호가 기억나셨나요?{' '}
        <Link
          href="/login"
          className="inline-flex min-h-11 items-center font-semibold text-brand-ink underline underline-offset-4"
        >
          로그인
        </Link>
      </p>
    </>
  )
}
