'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { formatWon } from '@/lib/money'
import { cancelWithdrawalAction } from '../actions'

/** Takes the wish back while the bank has not heard of it, in two taps. */
export function CancelForm({ withdrawalId, amount }: { withdrawalId: string; amount: bigint }) {
  const [open, setOpen] = useState(false)
  const { state, pending, form } = useFormAction(cancelWithdrawalAction)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={buttonClass('plain', 'regular', 'mt-3 w-full')}
      >
        출금 취소하기
      </button>
      <Sheet open={open} title="출금을 취소할까요?" onClose={() => setOpen(false)}>
        <p className="mt-2 text-label text-ink-soft">
          {formatWon(amount)}이 출금 가능 금액으로 바로 돌아와요.
        </p>
        <form {...form} className="mt-5">
          <input type="hidden" name="withdrawalId" value={withdrawalId} />
          {state && !state.ok && state.message ? (
            <Notice tone="danger" live="alert" className="mb-4">
              {state.message}
            </Notice>
          ) : null}
          <SubmitButton pending={pending} pendingLabel="취소하고 있어요">
            출금 취소하기
          </SubmitButton>
        </form>
      </Sheet>
    </>
  )
}
