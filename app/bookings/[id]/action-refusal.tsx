import { Notice } from '@/app/_components/notice'
import type { FormState } from '@/lib/action'

/** Why nothing came of a form; `unsure` is for when nobody knows yet whether something did. */
export function ActionRefusal({ state, unsure }: { state: FormState; unsure: string }) {
  if (!state || state.ok) return null
  return (
    <Notice tone="danger" live="alert" className="mb-3">
      {state.code === 'TRY_AGAIN' ? unsure : state.message}
    </Notice>
  )
}
