'use client'

import { Notice } from '@/app/_components/notice'
import { PasswordField } from '@/app/_components/password-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { resetPasswordAction } from '../actions'

export function ResetForm({ token }: { token: string }) {
  const { state, pending, form } = useFormAction(resetPasswordAction)
  return (
    <form {...form} className="mt-7 space-y-5">
      {state && !state.ok && state.message ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <PasswordField
        name="newPassword"
        label="새 비밀번호"
        autoComplete="new-password"
        hint="8~128자. 띄어쓰기와 한글도 쓸 수 있어요."
        error={state?.fields?.newPassword}
      />
      <SubmitButton pending={pending} pendingLabel="바꾸고 있어요">
        비밀번호 바꾸기
      </SubmitButton>
    </form>
  )
}
