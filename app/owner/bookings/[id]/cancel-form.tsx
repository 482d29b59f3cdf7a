'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { Booking } from '@/lib/booking/read'
import { formatWon } from '@/lib/money'
import { cancelAsOwnerAction } from '../actions'

type Props = { booking: Pick<Booking, 'bookingId' | 'price' | 'earned' | 'paidAt' | 'renterName'> }

/** Cancels in two taps: the first says what it costs, the second does it. */
export function CancelForm({ booking }: Props) {
  const [open, setOpen] = useState(false)
  const { state, pending, form } = useFormAction(cancelAsOwnerAction)
  const { bookingId, price, earned, paidAt, renterName } = booking
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={buttonClass('plain', 'large', 'w-full')}
      >
        예약 취소
      </button>
      <Sheet open={open} title="예약을 취소할까요?" onClose={() => setOpen(false)}>
        <p className="prose-lines mt-1 text-label text-ink-soft">
          {paidAt
            ? `${renterName}님에게 ${formatWon(price)}을 모두 돌려드려요. 정산된 ${formatWon(earned)}은 출금 가능 금액에서 빠지고, 이미 출금했다면 다음 정산에서 빼요.`
            : '아직 결제 전이라 오가는 돈은 없어요.'}
        </p>
        <form {...form} className="mt-5">
          <input type="hidden" name="bookingId" value={bookingId} />
          {state && !state.ok ? (
            <Notice tone="danger" live="alert" className="mb-3" title="예약은 그대로예요">
              {state.message}
            </Notice>
          ) : null}
          <SubmitButton pending={pending} pendingLabel="취소하고 있어요">
            {paidAt ? `${formatWon(price)} 돌려주고 취소하기` : '예약 취소하기'}
          </SubmitButton>
        </form>
      </Sheet>
    </>
  )
}
