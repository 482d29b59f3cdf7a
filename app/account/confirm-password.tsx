'use client'

import { Notice } from '@/app/_components/notice'
import { PasswordField } from '@/app/_components/password-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { confirmPasswordAction } from './actions'

/** The password once more, before anything that somebody else at this screen must not do. */
export function ConfirmPassword({ email, why }: { email: string | null; why: string }) {
  const { state, pending, form } = useFormAction(confirmPasswordAction)
  return (
    <form {...form} className="mt-4 space-y-5">
      <p className="text-label text-ink-soft">{why} 비밀번호를 한 번 더 입력해 주세요.</p>
      {state && !state.ok && state.message && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      {/* Password managers need to know whose password this is. */}
      <input type="text" name="username" defaultValue={email ?? ''} autoComplete="username" readOnly hidden />
      <PasswordField
        name="password"
        label="비밀번호"
        autoComplete="current-password"
        error={state?.fields?.password}
      />
      <SubmitButton pending={pending} pendingLabel="확인하고 있어요">
        본인 확인하기
      </SubmitButton>
    </form>
  )
}
