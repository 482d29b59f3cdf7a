'use client'

import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { retryAction } from './actions'

export function RetryForm({ withdrawalId, label }: { withdrawalId: string; label: string }) {
  const { state, pending, form } = useFormAction(retryAction)
  return (
    <form {...form}>
      <input type="hidden" name="withdrawalId" value={withdrawalId} />
      <button type="submit" disabled={pending} className={buttonClass('plain', 'regular', 'w-full')}>
        {label}
      </button>
      {state ? (
        <Notice tone={state.ok ? 'good' : 'danger'} live={state.ok ? 'status' : 'alert'} className="mt-3">
          {state.ok ? '다시 시도하고 있어요.' : state.message}
        </Notice>
      ) : null}
    </form>
  )
}
