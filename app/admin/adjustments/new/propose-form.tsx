'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { proposeAction } from '../actions'

/** Sends what was previewed, and nothing else, to the second person. */
export function ProposeForm({ draft, hash }: { draft: string; hash: string }) {
  const { form, state, pending } = useFormAction(proposeAction)
  return (
    <form {...form} className="mt-5 space-y-4">
      <input type="hidden" name="draft" value={draft} />
      <input type="hidden" name="hash" value={hash} />
      <Field
        name="reason"
        label="이유"
        hint="회원의 내역에도 그대로 보여요."
        maxLength={200}
        autoComplete="off"
        error={state?.fields?.reason}
      />
      {state && !state.ok && !state.fields?.reason ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="올리고 있어요">
        승인 요청하기
      </SubmitButton>
    </form>
  )
}
