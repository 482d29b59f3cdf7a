'use client'

import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { approveAction, rejectAction } from './actions'

/** `own`: whoever proposed it can only take it back. */
export function DecideForm({ id, own = false }: { id: string; own?: boolean }) {
  const approve = useFormAction(approveAction)
  const reject = useFormAction(rejectAction)
  const refused = [approve.state, reject.state].find((state) => state && !state.ok)
  const busy = approve.pending || reject.pending
  return (
    <div>
      <div className="flex gap-3">
        <form {...reject.form} className="flex-1">
          <input type="hidden" name="id" value={id} />
          <button type="submit" disabled={busy} className={buttonClass('plain', 'regular', 'w-full')}>
            {own ? '제안 거두기' : '반려하기'}
          </button>
        </form>
        {own ? null : (
          <form {...approve.form} className="flex-1">
            <input type="hidden" name="id" value={id} />
            <button type="submit" disabled={busy} className={buttonClass('primary', 'regular', 'w-full')}>
              승인하기
            </button>
          </form>
        )}
      </div>
      {own ? (
        <p className="mt-2 text-caption text-ink-faint">내가 제안한 변경은 다른 담당자가 승인해요.</p>
      ) : null}
      {refused ? (
        <Notice tone="danger" live="alert" className="mt-3">
          {refused.message}
        </Notice>
      ) : null}
    </div>
  )
}
