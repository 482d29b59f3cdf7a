'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { ChoiceGroup } from '@/app/_components/choice-group'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { BusinessKind } from '@/db/schema/business'
import { sayBusinessAction } from './actions'

const KINDS = [
  { value: 'none', title: '사업자가 아니에요' },
  { value: 'sole', title: '개인사업자' },
  { value: 'corporate', title: '법인사업자' },
]

/** Asks once; what was said is changed behind a button. */
export function BusinessForm({ said }: { said: BusinessKind | null }) {
  const [opened, setOpened] = useState<{ after: unknown } | null>(null)
  const [kind, setKind] = useState<string | null>(said)
  const { state, pending, form } = useFormAction(sayBusinessAction)
  const errors = state?.fields ?? {}
  // What was saved folds it, until it is opened again.
  const open = said === null || (opened !== null && !(state?.ok && state !== opened.after))
  if (!open)
    return (
      <button
        type="button"
        onClick={() => setOpened({ after: state })}
        className={buttonClass('plain', 'regular', 'mt-4')}
      >
        사업자 정보 바꾸기
      </button>
    )
  return (
    <form {...form} className="mt-5 space-y-5">
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <ChoiceGroup
        name="kind"
        legend="구분"
        columns="tablet:grid-cols-3"
        choices={KINDS}
        initial={kind ?? undefined}
        onChoose={setKind}
        error={errors.kind}
      />
      {kind === 'sole' || kind === 'corporate' ? (
        <Field
          name="number"
          label="사업자등록번호"
          inputMode="numeric"
          autoComplete="off"
          maxLength={14}
          hint="숫자 10자리예요."
          error={errors.number}
        />
      ) : null}
      <SubmitButton pending={pending} pendingLabel="저장하고 있어요">
        저장하기
      </SubmitButton>
    </form>
  )
}
