'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { DetailList } from '@/app/_components/detail-list'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { Won } from '@/app/_components/won'
import { formatWon } from '@/lib/money'
import { ActionRefusal } from './action-refusal'
import { cancelAction } from './actions'

type Props = { bookingId: string; price: bigint; paid: boolean; refund: bigint; label: string }

/** Cancels in two taps: the first shows what comes back, the second does it. */
export function CancelForm({ bookingId, price, paid, refund, label }: Props) {
  const [open, setOpen] = useState(false)
  const { state, pending, form } = useFormAction(cancelAction)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={buttonClass('plain', 'large', 'w-full')}
      >
        {label}
      </button>
      <Sheet open={open} title="정말 취소할까요?" onClose={() => setOpen(false)}>
        {paid ? (
          <>
            <p className="mt-1 text-label text-ink-soft">지금 취소하면 지갑 잔액으로 바로 돌려받아요.</p>
            <DetailList
              rows={[
                { label: '결제한 금액', value: <Won amount={price} /> },
                {
                  label: '돌려받지 못하는 금액',
                  value: <Won amount={price - refund} />,
                },
                {
                  label: '돌려받을 금액',
                  value: <Won amount={refund} className="text-title font-bold" />,
                },
              ]}
            />
          </>
        ) : (
          <p className="mt-1 text-label text-ink-soft">
            아직 결제하지 않아서 오가는 돈은 없어요. 취소하면 다른 분이 이 시간을 예약할 수 있어요.
          </p>
        )}
        <form {...form} className="mt-5">
          <input type="hidden" name="bookingId" value={bookingId} />
          <input type="hidden" name="atLeast" value={String(refund)} />
          <ActionRefusal state={state} unsure="취소됐는지 아직 알 수 없어요. 다시 눌러도 한 번만 취소돼요." />
          <SubmitButton pending={pending} pendingLabel="취소하고 있어요">
            {refund > 0n
              ? `${formatWon(refund)} 돌려받고 취소하기`
              : paid
                ? '환불 없이 취소하기'
                : `${label}하기`}
          </SubmitButton>
        </form>
      </Sheet>
    </>
  )
}
