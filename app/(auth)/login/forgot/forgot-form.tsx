'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { forgotPasswordAction } from '../actions'

export function ForgotForm() {
  const { state, pending, form } = useFormAction(forgotPasswordAction)
  return (
    <form {...form} className="mt-7 space-y-5">
      {state?.ok ? (
        <Notice tone="good" live="status" title="메일함을 확인해 주세요">
          가입한 이메일이라면 비밀번호를 정하는 링크를 보냈어요. 30분 안에 한 번 쓸 수 있어요. 메일이 안
          보이면 스팸함을 확인하고, 주소를 다시 살펴봐 주세요.
        </Notice>
      ) : null}
      {state && !state.ok && state.message ? (
        <Notice tone="danger" live="alert">
          {state.message}
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
        error={state?.fields?.email}
      />
      <SubmitButton pending={pending} pendingLabel="보내고 있어요">
        {state?.ok ? '메일 다시 받기' : '메일 받기'}
      </SubmitButton>
    </form>
  )
}
