'use client'

import { Notice } from '@/app/_components/notice'
import { PasswordField } from '@/app/_components/password-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { changePasswordAction } from './actions'

export function PasswordForm({ email }: { email: string | null }) {
  const { state, pending, form } = useFormAction(changePasswordAction)
  const errors = state?.fields ?? {}
  return (
    <form {...form} className="mt-5 space-y-5">
      {state && !state.ok && state.message ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      {/* Password managers need to know whose password this is. */}
      <input type="text" name="username" defaultValue={email ?? ''} autoComplete="username" readOnly hidden />
      <PasswordField
        name="currentPassword"
        label="지금 비밀번호"
        autoComplete="current-password"
        error={errors.currentPassword}
      />
      <PasswordField
        name="newPassword"
        label="새 비밀번호"
        autoComplete="new-password"
        hint="8~128자. 띄어쓰기와 한글도 쓸 수 있어요."
        error={errors.newPassword}
      />
      <SubmitButton pending={pending} pendingLabel="바꾸고 있어요">
        비밀번호 바꾸기
      </SubmitButton>
    </form>
  )
}
