'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { recordAction } from './actions'
import { VOUCHED } from './kind-names'

/** An operator says under their own name that something was done. */
export function RecordForm({ today }: { today: string }) {
  const { state, pending, form } = useFormAction(recordAction)
  return (
    <form {...form} className="space-y-5">
      <SelectField name="kind" label="확인한 일" defaultValue="small_payment">
        {Object.entries(VOUCHED).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </SelectField>
      <Field
        name="day"
        type="date"
        label="확인한 날"
        max={today}
        defaultValue={today}
        required
        error={state?.fields?.day}
      />
      <Field
        name="note"
        label="무엇을 확인했나요"
        placeholder="주문번호, 금액, 계좌의 끝 네 자리"
        autoComplete="off"
        maxLength={300}
        required
        hint="카드 번호와 전체 계좌번호는 적지 마세요."
        error={state?.fields?.note}
      />
      {state?.ok ? (
        <Notice tone="good" live="status">
          기록했어요. 이 기록은 고치거나 지울 수 없어요.
        </Notice>
      ) : null}
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="기록하고 있어요">
        내 이름으로 기록하기
      </SubmitButton>
    </form>
  )
}
