'use client'

import { Notice } from '@/app/_components/notice'
import { FieldHelp } from '@/app/_components/field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { leaveAction } from './actions'

export function LeaveForm() {
  const { state, pending, form } = useFormAction(leaveAction)
  const error = state?.fields?.sure
  return (
    <form {...form} className="mt-4 space-y-4">
      <div>
        <label className="flex min-h-11 items-center gap-3 text-label">
          <input
            type="checkbox"
            name="sure"
            value="yes"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'sure-error' : undefined}
            className="size-5 shrink-0 accent-brand"
          />
          탈퇴하면 되돌릴 수 없다는 것을 확인했어요
        </label>
        <FieldHelp name="sure" error={error} />
      </div>
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="탈퇴하고 있어요">
        탈퇴하기
      </SubmitButton>
    </form>
  )
}
