'use client'

import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { resumeAutoTopUpAction, turnOffAutoTopUpAction } from './actions'

type Props = {
  action: typeof turnOffAutoTopUpAction
  label: string
  pendingLabel: string
  tone: 'primary' | 'plain'
}

function OneTap({ action, label, pendingLabel, tone }: Props) {
  const { state, pending, form } = useFormAction(action)
  return (
    <form {...form}>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert" className="mb-3">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel={pendingLabel} tone={tone}>
        {label}
      </SubmitButton>
    </form>
  )
}

export function TurnOffForm() {
  return (
    <OneTap action={turnOffAutoTopUpAction} label="자동충전 끄기" pendingLabel="끄고 있어요" tone="plain" />
  )
}

export function ResumeForm() {
  return <OneTap action={resumeAutoTopUpAction} label="다시 켜기" pendingLabel="켜고 있어요" tone="primary" />
}
