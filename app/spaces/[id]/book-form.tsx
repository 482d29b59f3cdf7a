'use client'

import Link from 'next/link'
import { useState } from 'react'
import { kstRange } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { RefundLines } from '@/app/_components/refund-lines'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { Won } from '@/app/_components/won'
import type { FormState } from '@/lib/action'
import { formatWon } from '@/lib/money'
import { inDisaster, type Disaster } from '@/lib/policy/disaster'
import { refundSchedule } from '@/lib/policy/refund'
import { priceOf } from '@/lib/space/price'
import { HOUR_MS } from '@/lib/time'
import { bookAction } from './actions'
import type { Offer } from './hour-picker'

type Time = { startAt: Date; endAt: Date }

type Props = {
  day: string
  /** What is chosen; null for nothing yet. */
  time: Time | null
  space: Offer
  disaster: Disaster
  now: Date
  requestKey: string
}

/** The chosen time with everything that it costs and can give back, and the button that takes it. */
export function BookForm({ day, time, space, disaster, now, requestKey }: Props) {
  const { state, pending, form } = useFormAction(bookAction)
  // The page may be drawn anew while it is open; the attempt is still the same one.
  const [attempt] = useState(requestKey)
  const hours = time ? (time.endAt.getTime() - time.startAt.getTime()) / HOUR_MS : 0
  const price = priceOf(space.hourlyPrice, hours)
  return (
    <div className="mt-4 border-t border-line pt-4">
      <div role="status" className="min-h-16">
        {time ? (
          <>
            <p className="text-label text-ink-soft tabular-nums">{kstRange(time.startAt, time.endAt)}</p>
            <p className="mt-1 flex items-baseline justify-between">
              <span className="text-label font-medium">{hours}시간 총액</span>
              <Won amount={price} className="text-heading font-bold" />
            </p>
          </>
        ) : (
          <p className="text-label text-ink-soft">시간을 고르면 총액이 보여요. 더 붙는 비용은 없어요.</p>
        )}
      </div>
      <Refusal state={state} />
      {space.own ? (
        <Notice title="내가 등록한 공간이에요">
          내 공간은 내가 예약할 수 없어요. 쓸 시간을 비워 두려면 내 공간에서 쉬는 시간을 정해 주세요.
        </Notice>
      ) : time ? (
        <>
          <Refund time={time} price={price} space={space} disaster={disaster} now={now} />
          <form {...form}>
            <input type="hidden" name="spaceId" value={space.id} />
            <input type="hidden" name="day" value={day} />
            <input type="hidden" name="startAt" value={time.startAt.toISOString()} />
            <input type="hidden" name="endAt" value={time.endAt.toISOString()} />
            <input type="hidden" name="requestKey" value={attempt} />
            <SubmitButton pending={pending} pendingLabel="자리를 확인하고 있어요">
              {space.instant ? `${formatWon(price)} 예약하기` : '예약 요청하기'}
            </SubmitButton>
          </form>
          <p className="mt-2 text-center text-caption text-ink-faint">
            {space.instant
              ? '아직 결제되지 않아요. 다음 화면에서 결제해요.'
              : '등록자가 받으면 그때 결제해요.'}
          </p>
        </>
      ) : null}
    </div>
  )
}

type RefundProps = Pick<Props, 'space' | 'disaster' | 'now'> & { time: Time; price: bigint }

function Refund({ time, price, space, disaster, now }: RefundProps) {
  const schedule = refundSchedule({
    ...time,
    paidAt: null,
    steps: space.refundSteps,
    disaster: inDisaster(disaster, { startAt: time.startAt, address: space.address }),
  })
  return (
    <section aria-labelledby="refund-chosen" className="mb-4 rounded-control bg-sunken px-4 py-3">
      <h3 id="refund-chosen" className="mb-1 text-caption font-semibold">
        취소하면 지갑 잔액으로 돌려받아요
      </h3>
      <RefundLines price={price} schedule={schedule} now={now} />
    </section>
  )
}

function Refusal({ state }: { state: FormState }) {
  if (!state || state.ok) return null
  return (
    <Notice
      tone="danger"
      live="alert"
      className="mb-4"
      title={state.code === 'SLOT_TAKEN' ? '자리가 방금 찼어요' : undefined}
    >
      {state.code === 'TRY_AGAIN'
        ? '예약됐는지 아직 알 수 없어요. 다시 눌러도 한 번만 예약돼요.'
        : state.message}
      {state.code === 'SLOT_TAKEN' ? ' 시간표를 새로 불러왔으니 다른 시간을 골라 주세요.' : null}
      {state.code === 'LIMIT_EXCEEDED' ? (
        <Link
          href="/bookings"
          className="mt-1 flex min-h-11 items-center font-semibold underline underline-offset-4"
        >
          내 예약 보기
        </Link>
      ) : null}
    </Notice>
  )
}
