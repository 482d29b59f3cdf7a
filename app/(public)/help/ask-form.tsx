'use client'

import { CaseFields } from '@/app/_components/case-fields'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { askAction } from './actions'

/** Something went wrong, in a user's own words. */
export function AskForm() {
  const { state, pending, form } = useFormAction(askAction)
  if (state?.ok)
    return (
      <Notice tone="good" live="status" title="문의를 접수했어요">
        언제까지 답하는지는 아래 문의 내역에 있어요. 메일로도 알려 드려요.
      </Notice>
    )
  return (
    <form {...form} className="space-y-5">
      <CaseFields fields={state?.fields} />
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="접수하고 있어요">
        문의 보내기
      </SubmitButton>
    </form>
  )
}
