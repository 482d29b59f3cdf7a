'use client'

import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { marketingAction } from './actions'

/** One press either way: saying no is as easy as saying yes. */
export function MarketingForm({ agreed }: { agreed: boolean }) {
  const { state, pending, form } = useFormAction(marketingAction)
  return (
    <form {...form} className="mt-4 space-y-3">
      <input type="hidden" name="agreed" value={agreed ? 'no' : 'yes'} />
      <button type="submit" disabled={pending} className={buttonClass('plain', 'regular', 'w-full')}>
        {agreed ? '그만 받기' : '소식 받기'}
      </button>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
    </form>
  )
}
