'use client'

import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { agreeAction } from '../actions'

/** The second person's yes. */
export function AgreeForm({ userId }: { userId: string }) {
  const { state, pending, form } = useFormAction(agreeAction)
  return (
    <form {...form} className="space-y-3">
      <input type="hidden" name="userId" value={userId} />
      {state && !state.ok ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="풀고 있어요">
        확인하고 정지 풀기
      </SubmitButton>
    </form>
  )
}
