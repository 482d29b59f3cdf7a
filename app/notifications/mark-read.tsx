'use client'

import { buttonClass } from '@/app/_components/button'
import { useFormAction } from '@/app/_components/use-form-action'
import { markReadAction } from './actions'

/** Marks everything up to the newest notice shown. */
export function MarkRead({ through }: { through: string }) {
  const { state, pending, form } = useFormAction(markReadAction)
  return (
    <form {...form} className="shrink-0">
      <input type="hidden" name="through" value={through} />
      <button type="submit" disabled={pending} className={buttonClass('soft')}>
        모두 읽음
      </button>
      <span role="status" className="sr-only">
        {state?.ok ? '모두 읽은 것으로 표시했어요.' : state?.message}
      </span>
    </form>
  )
}
