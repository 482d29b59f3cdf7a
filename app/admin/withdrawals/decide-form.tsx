'use client'

import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { ReasonForm } from '../reason-form'
import { approveAction, rejectAction } from './actions'

/** Yes at once; no with a reason. */
export function DecideForm({ withdrawalId, agreed }: { withdrawalId: string; agreed: boolean }) {
  const { state, pending, form } = useFormAction(approveAction)
  return (
    <div>
      <div className="grid grid-cols-2 gap-3">
        <ReasonForm
          run={rejectAction}
          about={{ withdrawalId }}
          button="거절하기"
          title="이 출금을 거절할까요?"
          pendingLabel="거절하고 있어요"
        >
          금액은 회원의 출금 가능 금액으로 바로 돌아가요. 적은 이유는 감사 로그에만 남아요.
        </ReasonForm>
        <form {...form}>
          <input type="hidden" name="withdrawalId" value={withdrawalId} />
          <button
            type="submit"
            disabled={agreed || pending}
            className={buttonClass('primary', 'regular', 'w-full')}
          >
            {agreed ? '승인했어요' : '승인하기'}
          </button>
        </form>
      </div>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert" className="mt-3">
          {state.message}
        </Notice>
      ) : null}
    </div>
  )
}
