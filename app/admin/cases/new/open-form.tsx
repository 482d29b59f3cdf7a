'use client'

import { CaseFields } from '@/app/_components/case-fields'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { openAction } from '../actions'

/** What somebody told support. */
export function OpenForm() {
  const { state, pending, form } = useFormAction(openAction)
  return (
    <form {...form} className="space-y-5">
      <Field name="email" label="회원 이메일" type="email" autoComplete="off" error={state?.fields?.email} />
      <CaseFields fields={state?.fields} />
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="접수하고 있어요">
        접수하기
      </SubmitButton>
    </form>
  )
}
