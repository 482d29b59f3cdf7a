'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { applyResultsAction } from './actions'

export function ResultForm() {
  const { state, pending, form } = useFormAction(applyResultsAction)
  return (
    <form {...form} className="space-y-4">
      <Field
        name="file"
        type="file"
        accept=".xlsx,.csv"
        label="은행 결과 파일"
        hint="내통장표시, 입금계좌번호, 이체금액이 모두 맞는 줄만 반영해요. 같은 파일을 다시 올려도 괜찮아요."
        error={state?.fields?.file}
        className="py-3 file:mr-3 file:rounded-control file:bg-brand-soft file:px-3 file:py-1 file:text-brand"
      />
      <SubmitButton tone="plain" pending={pending} pendingLabel="결과를 반영하고 있어요">
        결과 반영하기
      </SubmitButton>
      {state && !state.fields ? (
        <Notice tone={state.ok ? 'good' : 'danger'} live={state.ok ? 'status' : 'alert'}>
          {state.message}
        </Notice>
      ) : null}
    </form>
  )
}
