'use client'

import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { ReasonForm } from '../../reason-form'
import { publishAction, rejectAction } from '../actions'

/** The second person's word, below what everybody will read. */
export function DecideForm({ id }: { id: string }) {
  const { state, pending, form } = useFormAction(publishAction)
  return (
    <div className="mt-4 space-y-3">
      <Notice>게시하면 되돌릴 수 없고, 모든 회원에게 알림과 메일을 보내요.</Notice>
      <form {...form}>
        <input type="hidden" name="id" value={id} />
        <button type="submit" disabled={pending} className={buttonClass('primary', 'regular', 'w-full')}>
          {pending ? '게시하고 있어요' : '이 글 그대로 게시하기'}
        </button>
      </form>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <ReasonForm
        run={rejectAction}
        about={{ id }}
        button="반려하기"
        title="이 초안을 반려할까요?"
        pendingLabel="반려하고 있어요"
      >
        지금 적용되는 글은 그대로예요. 쓴 사람이 고쳐서 다시 올릴 수 있어요.
      </ReasonForm>
    </div>
  )
}
