'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { approveAction, rejectAction } from './actions'

/** Yes at once; no with a reason. */
export function DecideForm({ withdrawalId, agreed }: { withdrawalId: string; agreed: boolean }) {
  const [open, setOpen] = useState(false)
  const approve = useFormAction(approveAction)
  const reject = useFormAction(rejectAction)
  return (
    <div>
      <div className="grid grid-cols-2 gap-3">
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
          className={buttonClass('plain', 'regular', 'w-full')}
        >
          거절하기
        </button>
        <form {...approve.form}>
          <input type="hidden" name="withdrawalId" value={withdrawalId} />
          <button
            type="submit"
            disabled={agreed || approve.pending}
            className={buttonClass('primary', 'regular', 'w-full')}
          >
            {agreed ? '승인했어요' : '승인하기'}
          </button>
        </form>
      </div>
      {approve.state && !approve.state.ok ? (
        <Notice tone="danger" live="alert" className="mt-3">
          {approve.state.message}
        </Notice>
      ) : null}
      <Sheet open={open} title="이 출금을 거절할까요?" onClose={() => setOpen(false)}>
        <p className="mt-2 text-label text-ink-soft">
          금액은 회원의 출금 가능 금액으로 바로 돌아가요. 적은 이유는 감사 로그에만 남아요.
        </p>
        <form {...reject.form} className="mt-4 space-y-5">
          <input type="hidden" name="withdrawalId" value={withdrawalId} />
          <Field
            name="reason"
            label="이유"
            maxLength={200}
            autoComplete="off"
            error={reject.state?.fields?.reason}
          />
          {reject.state && !reject.state.ok && !reject.state.fields ? (
            <Notice tone="danger" live="alert">
              {reject.state.message}
            </Notice>
          ) : null}
          <SubmitButton pending={reject.pending} pendingLabel="거절하고 있어요">
            거절하기
          </SubmitButton>
        </form>
      </Sheet>
    </div>
  )
}
