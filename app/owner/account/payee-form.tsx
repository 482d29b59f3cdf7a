'use client'

import { useState } from 'react'
import { ChoiceGroup } from '@/app/_components/choice-group'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { Business } from '@/lib/identity/business'
import type { Contact } from '@/lib/withdrawal/toss/contact'
import { savePayeeAction } from './actions'

const TYPES = [
  { value: 'INDIVIDUAL', title: '개인' },
  { value: 'INDIVIDUAL_BUSINESS', title: '개인사업자' },
  { value: 'CORPORATE', title: '법인사업자' },
]

const TYPE_OF = { none: 'INDIVIDUAL', sole: 'INDIVIDUAL_BUSINESS', corporate: 'CORPORATE' } as const

/** `business`: what was said of it before Toss paid anybody. */
type Props = { contact: Contact | null; business: Business | null; name: string; email: string }

export function PayeeForm({ contact, business, name, email }: Props) {
  const [type, setType] = useState(contact?.businessType ?? TYPE_OF[business?.kind ?? 'none'])
  const { state, pending, form } = useFormAction(savePayeeAction)
  const errors = state?.fields ?? {}
  const company = contact && contact.businessType !== 'INDIVIDUAL' ? contact.company : null
  const known = contact?.businessType === 'INDIVIDUAL' ? contact.individual : company
  const alone = type === 'INDIVIDUAL'
  return (
    <form {...form} className="mt-5 space-y-5">
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <ChoiceGroup
        name="businessType"
        legend="구분"
        columns="tablet:grid-cols-3"
        choices={TYPES}
        initial={type}
        onChoose={(value) => setType(value as Contact['businessType'])}
        error={errors.businessType}
      />
      <Field
        key={alone ? 'person' : 'company'}
        name="name"
        label={alone ? '이름' : '상호'}
        autoComplete={alone ? 'name' : 'organization'}
        defaultValue={known?.name ?? (alone ? name : '')}
        maxLength={100}
        error={errors.name}
      />
      {alone ? null : (
        <>
          <Field
            name="representativeName"
            label="대표자 이름"
            autoComplete="name"
            defaultValue={company?.representativeName ?? name}
            maxLength={100}
            error={errors.representativeName}
          />
          <Field
            name="businessRegistrationNumber"
            label="사업자등록번호"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={company?.businessRegistrationNumber ?? business?.number ?? undefined}
            maxLength={14}
            hint="숫자 10자리예요."
            error={errors.businessRegistrationNumber}
          />
        </>
      )}
      <Field
        name="phone"
        label={alone ? '휴대폰 번호' : '전화번호'}
        inputMode="tel"
        autoComplete="tel"
        defaultValue={known?.phone}
        maxLength={20}
        hint={type === 'CORPORATE' ? undefined : '본인 확인 문자를 이 번호로 보내요.'}
        error={errors.phone}
      />
      <Field
        name="email"
        label="이메일"
        type="email"
        autoComplete="email"
        defaultValue={known?.email ?? email}
        maxLength={100}
        error={errors.email}
      />
      <SubmitButton pending={pending} pendingLabel="저장하고 있어요">
        저장하기
      </SubmitButton>
    </form>
  )
}
