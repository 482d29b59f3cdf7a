'use client'

import { Field } from '@/app/_components/field'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { approveAction, rejectAction } from './actions'

/** The second person's word: yes to exactly the entries above, by their hash, or no with a reason. */
export function DecideForm({ adjustmentId, hash }: { adjustmentId: string; hash: string | null }) {
  const approve = useFormAction(approveAction)
  const reject = useFormAction(rejectAction)
  const refused = [approve.state, reject.state].find((state) => state && !state.ok && !state.fields)
  return (
    <div className="mt-4 space-y-3">
      {hash ? (
        <form {...approve.form}>
          <input type="hidden" name="adjustmentId" value={adjustmentId} />
          <input type="hidden" name="hash" value={hash} />
          <button
            type="submit"
            disabled={approve.pending}
            className={buttonClass('primary', 'regular', 'w-full')}
          >
            {approve.pending ? '장부에 올리고 있어요' : '이 분개 그대로 승인하기'}
          </button>
        </form>
      ) : null}
      {refused ? (
        <Notice tone="danger" live="alert">
          {refused.message}
        </Notice>
      ) : null}
      <details>
        <summary className="min-h-11 cursor-pointer py-3 text-label text-ink-soft">거절하기</summary>
        <form {...reject.form} className="space-y-3">
          <input type="hidden" name="adjustmentId" value={adjustmentId} />
          <Field
            name="reason"
            label="거절하는 이유"
            maxLength={200}
            autoComplete="off"
            error={reject.state?.fields?.reason}
          />
          <button
            type="submit"
            disabled={reject.pending}
            className={buttonClass('plain', 'regular', 'w-full')}
          >
            거절하기
          </button>
        </form>
      </details>
    </div>
  )
}
