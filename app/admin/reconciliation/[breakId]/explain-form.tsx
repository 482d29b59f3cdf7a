'use client'

import { useState } from 'react'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { CAUSE_WORDS, CAUSES } from '@/lib/reconcile/words'
import { explainAction } from '../actions'

type Props = { breakId: string; corrections: { id: string; reason: string; status: string }[] }

/** Closes a break with its cause, never without. */
export function ExplainForm({ breakId, corrections }: Props) {
  const { state, pending, form } = useFormAction(explainAction)
  const [cause, setCause] = useState('')
  return (
    <form {...form} className="space-y-4">
      <input type="hidden" name="breakId" value={breakId} />
      <SelectField
        name="cause"
        label="원인"
        value={cause}
        onChange={(event) => setCause(event.target.value)}
        error={state?.fields?.cause}
      >
        <option value="">골라 주세요</option>
        {CAUSES.map((each) => (
          <option key={each} value={each}>
            {CAUSE_WORDS[each]}
          </option>
        ))}
      </SelectField>
      {cause === 'corrected' ? (
        <SelectField
          name="adjustmentId"
          label="장부를 바로잡은 조정"
          hint={corrections.length ? undefined : '이 내역을 찾은 뒤에 올린 조정이 없어요.'}
          error={state?.fields?.adjustmentId}
        >
          <option value="">골라 주세요</option>
          {corrections.map(({ id, reason, status }) => (
            <option key={id} value={id}>
              {reason}
              {status === 'POSTED' ? '' : ' (아직 승인 전)'}
            </option>
          ))}
        </SelectField>
      ) : (
        <input type="hidden" name="adjustmentId" value="" />
      )}
      <Field
        name="reason"
        label="이유"
        hint="감사 로그에 그대로 남아요."
        maxLength={200}
        autoComplete="off"
        error={state?.fields?.reason}
      />
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="종결하고 있어요">
        종결하기
      </SubmitButton>
    </form>
  )
}
