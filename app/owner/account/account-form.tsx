'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { registerAccountAction } from './actions'
import { BankPicker } from './bank-picker'

export function AccountForm({ name }: { name: string }) {
  const { state, pending, form } = useFormAction(registerAccountAction)
  const errors = state?.fields ?? {}
  return (
    <form {...form} className="mt-4 space-y-5">
      {state && !state.ok && state.message && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <BankPicker error={errors.bankCode} />
      <Field
        name="accountNumber"
        label="계좌번호"
        inputMode="numeric"
        autoComplete="off"
        maxLength={30}
        hint="‘-’ 없이 숫자만 입력해도 돼요."
        error={errors.accountNumber}
      />
      <Field
        name="holderName"
        label="예금주"
        autoComplete="name"
        defaultValue={name}
        maxLength={60}
        hint="은행에 등록된 이름과 똑같이 입력해 주세요."
        error={errors.holderName}
      />
      <SubmitButton pending={pending} pendingLabel="계좌를 확인하고 있어요">
        1원 보내서 인증하기
      </SubmitButton>
    </form>
  )
}
