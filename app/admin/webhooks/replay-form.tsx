'use client'

import { buttonClass } from '@/app/_components/button'
import { useFormAction } from '@/app/_components/use-form-action'
import { replayAction } from './actions'

/** Has Toss asked once more about what a webhook is about. */
export function ReplayForm({ id }: { id: string }) {
  const { state, pending, form } = useFormAction(replayAction)
  return (
    <form {...form}>
      <input type="hidden" name="id" value={id} />
      <button type="submit" disabled={pending} className={buttonClass('plain')}>
        {state?.ok ? '다시 조회하고 있어요' : '다시 처리하기'}
      </button>
      {state && !state.ok ? (
        <p role="alert" className="mt-1 text-caption text-danger">
          {state.message}
        </p>
      ) : null}
    </form>
  )
}
