'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { importAction } from './actions'

/** Shows what is in a file before it is taken in, since what was taken in stays. */
export function ImportForm() {
  const { state, pending, form } = useFormAction(importAction)
  const shown = state?.ok ? state.confirm : undefined
  return (
    <form {...form} className="space-y-4">
      <input type="hidden" name="confirm" value={shown ?? ''} />
      <Field
        name="file"
        type="file"
        accept=".xlsx,.csv"
        label="은행 거래내역 파일"
        hint="별도관리 계좌의 입출금 거래내역을 은행에서 받은 그대로 올려 주세요. 기간이 겹쳐도 새 거래만 더해요."
        error={state?.fields?.file}
        className="py-3 file:mr-3 file:rounded-control file:bg-brand-soft file:px-3 file:py-1 file:text-brand"
      />
      {state && !state.fields ? (
        <Notice
          tone={!state.ok ? 'danger' : shown ? 'calm' : 'good'}
          title={shown ? '이대로 가져올까요?' : undefined}
          live={state.ok ? 'status' : 'alert'}
        >
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton
        tone={shown ? 'primary' : 'plain'}
        pending={pending}
        pendingLabel={shown ? '가져와서 맞춰 보고 있어요' : '파일을 읽고 있어요'}
      >
        {shown ? '가져와서 맞춰 보기' : '파일 확인하기'}
      </SubmitButton>
    </form>
  )
}
