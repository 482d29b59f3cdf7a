'use client'

import clsx from 'clsx'
import { useId, useState } from 'react'
import { kstHour } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import { formatWon } from '@/lib/money'
import { refundAmount, type RefundReason, type RefundStretch } from '@/lib/policy/refund'
import { firstLoss, refundStops, type RefundStop } from './refund-stops'

type Props = {
  price: bigint
  /** From now to the start, as the booking has it. */
  schedule: RefundStretch[]
  now: Date
  startAt: Date
}

const WHY: Record<RefundReason, string> = {
  policy: '환불 규정',
  grace: '결제 직후',
  disaster: '재난',
  owner: '등록자 취소',
  operator: '운영자 취소',
}

/** What cancelling gives back now and at any time until the start. Nothing once the use has begun. */
export function RefundSlider({ price, schedule, now, startAt }: Props) {
  const id = useId()
  const stops = refundStops(schedule, price, now)
  const [moved, setMoved] = useState<number | null>(null)
  if (startAt <= now || stops.length === 0) return null
  // A stop may be gone when the page was read again.
  const index = Math.min(moved ?? firstLoss(stops), stops.length - 1)
  const chosen = stops[index]!

  return (
    <div className="relative">
      <p className="text-label text-ink-soft">
        지금 취소하면 <Won amount={stops[0]!.amount} className="text-title font-bold text-ink" />을 돌려받아요{' '}
        <span className="whitespace-nowrap">({shareOf(stops[0]!)})</span>
      </p>
      <Strip stops={stops} chosen={chosen} />
      <label htmlFor={id} className="sr-only">
        취소하는 때
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        value={index}
        onChange={(event) => setMoved(Number(event.target.value))}
        aria-valuetext={`${timeOf(chosen, index)} 취소하면 ${formatWon(chosen.amount)}`}
        className={clsx(
          'block h-11 w-full cursor-pointer appearance-none rounded-control bg-transparent',
          '[&::-webkit-slider-runnable-track]:h-1.5 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-line-strong',
          '[&::-moz-range-track]:h-1.5 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-line-strong',
          '[&::-webkit-slider-thumb]:-mt-[0.6875rem] [&::-webkit-slider-thumb]:size-7 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:border-4 [&::-webkit-slider-thumb]:border-surface [&::-webkit-slider-thumb]:bg-brand [&::-webkit-slider-thumb]:shadow-raised',
          '[&::-moz-range-thumb]:box-border [&::-moz-range-thumb]:size-7 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-4 [&::-moz-range-thumb]:border-surface [&::-moz-range-thumb]:bg-brand [&::-moz-range-thumb]:shadow-raised',
        )}
      />
      <p className="flex justify-between text-caption text-ink-faint" aria-hidden="true">
        <span>지금</span>
        <span>이용 시작</span>
      </p>
      <p className="mt-3 rounded-control bg-sunken px-4 py-3 text-label tabular-nums" aria-hidden="true">
        <span className="block">{timeOf(chosen, index)} 취소하면</span>
        <Won amount={chosen.amount} className="text-title font-bold text-brand-ink" />{' '}
        <span className="text-ink-soft">({shareOf(chosen)})</span>
      </p>
      <Twin price={price} schedule={schedule} now={now} />
    </div>
  )
}

/** Steps that go down from left to right, as wide as their part of the slider below. */
function Strip({ stops, chosen }: { stops: RefundStop[]; chosen: RefundStop }) {
  const stretches = [...new Set(stops.map(({ stretch }) => stretch))]
  return (
    <div aria-hidden="true" className="mt-3 flex h-16 items-end gap-px px-3.5">
      {stretches.map((stretch) => {
        const count = stops.filter((stop) => stop.stretch === stretch).length
        const here = stretch === chosen.stretch
        return (
          <div
            key={stretch.until.getTime()}
            style={{ flexGrow: count }}
            className="@container flex h-full min-w-0 basis-0 flex-col justify-end"
          >
            <span
              className={clsx(
                'hidden text-center text-caption tabular-nums @min-[2.25rem]:block',
                here ? 'font-semibold text-brand-ink' : 'text-ink-faint',
              )}
            >
              {stretch.percent}%
            </span>
            <span
              style={{ height: `${Math.max(4, stretch.percent * 0.6)}%` }}
              className={clsx('block rounded-t-mark transition-colors', here ? 'bg-brand' : 'bg-brand/30')}
            />
          </div>
        )
      })}
    </div>
  )
}

/** The same in a table, for those who do not see the steps. */
function Twin({ price, schedule, now }: Omit<Props, 'startAt'>) {
  return (
    // A table would grow beyond the one pixel that it is given.
    <div className="sr-only">
      <table>
        <caption>취소하는 때에 따라 돌려받는 금액</caption>
        <thead>
          <tr>
            <th scope="col">취소하는 때</th>
            <th scope="col">비율</th>
            <th scope="col">돌려받는 금액</th>
            <th scope="col">까닭</th>
          </tr>
        </thead>
        <tbody>
          {schedule
            .filter(({ until }) => now < until)
            .map(({ until, percent, reason }) => (
              <tr key={until.getTime()}>
                <th scope="row">{kstHour(until, true)}까지</th>
                <td>{percent}%</td>
                <td>{formatWon(refundAmount(price, percent))}</td>
                <td>{WHY[reason]}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function timeOf({ at }: RefundStop, index: number): string {
  return index === 0 ? '지금' : `${kstHour(at)}에`
}

/** `50%`, or `결제 직후 100%` where another rule than the owner's holds. */
function shareOf({ stretch: { percent, reason } }: RefundStop): string {
  return reason === 'policy' ? `${percent}%` : `${WHY[reason]} ${percent}%`
}
