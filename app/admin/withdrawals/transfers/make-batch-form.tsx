'use client'

import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { makeBatchAction } from './actions'

export function MakeBatchForm({ transfers }: { transfers: number }) {
  const { state, pending, form } = useFormAction(makeBatchAction)
  return (
    <form {...form} className="mt-4">
      <SubmitButton pending={pending} pendingLabel="파일을 만들고 있어요">
        {transfers}건을 파일로 만들기
      </SubmitButton>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert" className="mt-3">
          {state.message}
        </Notice>
      ) : null}
    </form>
  )
}
