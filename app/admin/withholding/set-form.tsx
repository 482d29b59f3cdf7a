'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { setWithholdingAction } from './actions'
import { KIND_NAMES } from './kind-names'

export function SetForm({ tomorrow }: { tomorrow: string }) {
  const { state, pending, form } = useFormAction(setWithholdingAction)
  return (
    <form {...form} className="space-y-5">
      <Field
        name="email"
        type="email"
        label="회원 이메일"
        autoComplete="off"
        required
        error={state?.fields?.email}
      />
      <SelectField name="kind" label="구분" defaultValue="business_income">
        {Object.entries(KIND_NAMES).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </SelectField>
      <Field
        name="effectiveFrom"
        type="date"
        label="적용 시작일"
        min={tomorrow}
        defaultValue={tomorrow}
        required
        hint="이날 요청하는 출금부터 적용해요. 이미 요청한 출금은 바뀌지 않아요."
        error={state?.fields?.effectiveFrom}
      />
      {state?.ok ? (
        <Notice tone="good" live="status">
          저장했어요.
        </Notice>
      ) : null}
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="저장하고 있어요">
        저장하기
      </SubmitButton>
    </form>
  )
}
