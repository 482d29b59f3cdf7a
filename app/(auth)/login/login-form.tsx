'use client'

import { signIn } from 'next-auth/react'
import { useState, type FormEvent } from 'react'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { PasswordField } from '@/app/_components/password-field'
import { SubmitButton } from '@/app/_components/submit-button'

const REFUSALS: Record<string, string> = {
  UNAUTHENTICATED: '이메일이나 비밀번호가 맞지 않아요. 다시 확인해 주세요.',
  RATE_LIMITED: '로그인을 여러 번 실패해서 잠시 막아 두었어요. 10분 뒤에 다시 시도해 주세요.',
}
const UNREACHED = '지금은 로그인할 수 없어요. 인터넷 연결을 확인하고 다시 시도해 주세요.'

export function LoginForm({ destination }: { destination: string }) {
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  async function logIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    setRefusal(null)
    const answer = await signIn('credentials', {
      email: form.get('email'),
      password: form.get('password'),
      redirect: false,
    }).catch(() => null)
    if (answer?.ok && !answer.error) return window.location.assign(destination)
    setPending(false)
    setRefusal(REFUSALS[answer?.error ?? ''] ?? UNREACHED)
  }

  return (
    <form method="post" onSubmit={logIn} className="mt-7 space-y-5">
      {refusal ? (
        <Notice tone="danger" live="alert">
          {refusal}
        </Notice>
      ) : null}
      <Field
        name="email"
        label="이메일"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        required
      />
      <PasswordField name="password" label="비밀번호" autoComplete="current-password" />
      <SubmitButton pending={pending} pendingLabel="로그인하고 있어요">
        로그인
      </SubmitButton>
    </form>
  )
}
