'use client'

import { signIn } from 'next-auth/react'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { PasswordField } from '@/app/_components/password-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { FormState } from '@/lib/action'
import { signUpAction } from './actions'
import { Consents, type Versions } from './consents'

type Props = { destination: string; versions: Versions }

export function SignUpForm({ destination, versions }: Props) {
  const { state, pending, form } = useFormAction(async (previous: FormState, fields: FormData) => {
    const answer = await signUpAction(previous, fields)
    if (answer?.ok) await enter(fields, destination)
    return answer
  })
  const errors = state?.fields ?? {}
  return (
    <form {...form} className="mt-7 space-y-5">
      {state && !state.ok && state.message ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <Field name="name" label="이름" autoComplete="name" maxLength={50} required error={errors.name} />
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
        error={errors.email}
      />
      <PasswordField
        name="password"
        label="비밀번호"
        autoComplete="new-password"
        hint="8~128자. 띄어쓰기와 한글도 쓸 수 있어요."
        error={errors.password}
      />
      <Consents versions={versions} errors={errors} />
      <SubmitButton pending={pending} pendingLabel="지갑을 만들고 있어요">
        가입하기
      </SubmitButton>
    </form>
  )
}

/**
 * Logs the new user in with what they just typed. Who has an account already, with another password, is sent to the
 * login page, which tells of the mail that only they can read.
 */
async function enter(fields: FormData, destination: string) {
  const answer = await signIn('credentials', {
    email: fields.get('email'),
    password: fields.get('password'),
    redirect: false,
  }).catch(() => null)
  const entered = answer?.ok && !answer.error
  window.location.assign(entered ? destination : `/login?check=mail&next=${encodeURIComponent(destination)}`)
}
