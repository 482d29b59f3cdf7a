'use client'

import clsx from 'clsx'
import { useState } from 'react'
import { kstHour } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import { priceOf } from '@/lib/space/price'
import type { Slot } from '@/lib/space/slots'
import { kstDay, toKstIso } from '@/lib/time'
import { tapHour, type HourRange } from './hour-range'

type Props = { day: string; slots: Slot[]; hourlyPrice: bigint }

/** The hours of a day to choose from, and what the chosen ones cost in all. */
export function HourPicker({ day, slots, hourlyPrice }: Props) {
  const [chosen, setChosen] = useState<HourRange | null>(null)
  const night = slots.findIndex(({ startAt }) => kstDay(startAt) !== day)
  const evening = night === -1 ? slots.length : night
  const hours = (from: number, to: number) =>
    slots.slice(from, to).map((slot, offset) => {
      const index = from + offset
      const within = chosen !== null && chosen.first <= index && index <= chosen.last
      const clock = toKstIso(slot.startAt).slice(11, 16)
      return (
        <li key={slot.startAt.getTime()}>
          <button
            type="button"
            disabled={!slot.available}
            aria-pressed={within}
            onClick={() => setChosen(tapHour(slots, chosen, index))}
            className={clsx(
              'min-h-11 w-full rounded-mark text-label font-medium tabular-nums',
              within && 'bg-brand text-on-brand',
              !within && slot.available && 'bg-brand-soft text-brand-ink hover:bg-brand-soft/70',
              !slot.available && 'bg-sunken text-ink-faint line-through',
            )}
          >
            {clock}
            {slot.available ? null : <span className="sr-only"> 예약할 수 없어요</span>}
          </button>
        </li>
      )
    })

  return (
    <>
      <p className="mt-4 text-caption text-ink-soft">
        시작 시간과 마지막 시간을 차례로 눌러 주세요. 한 칸이 한 시간이에요.
      </p>
      <ul className="mt-2 grid grid-cols-4 gap-1.5" aria-label="시간">
        {hours(0, evening)}
      </ul>
      {night === -1 ? null : (
        <>
          <p className="mt-4 text-caption font-medium text-ink-soft">다음 날 새벽</p>
          <ul className="mt-2 grid grid-cols-4 gap-1.5" aria-label="다음 날 새벽 시간">
            {hours(night, slots.length)}
          </ul>
        </>
      )}
      <Total slots={slots} chosen={chosen} hourlyPrice={hourlyPrice} />
    </>
  )
}

function Total({ slots, chosen, hourlyPrice }: Omit<Props, 'day'> & { chosen: HourRange | null }) {
  const hours = chosen ? chosen.last - chosen.first + 1 : 0
  return (
    <div role="status" className="mt-4 min-h-[5.25rem] border-t border-line pt-4">
      {chosen ? (
        <>
          <p className="text-label text-ink-soft tabular-nums">
            {kstHour(slots[chosen.first]!.startAt)} ~ {endName(slots[chosen.first]!, slots[chosen.last]!)}
          </p>
          <p className="mt-1 flex items-baseline justify-between">
            <span className="text-label font-medium">{hours}시간 총액</span>
            <Won amount={priceOf(hourlyPrice, hours)} className="text-heading font-bold" />
          </p>
        </>
      ) : (
        <p className="text-label text-ink-soft">시간을 고르면 총액이 보여요. 더 붙는 비용은 없어요.</p>
      )}
    </div>
  )
}

/** The day is said again only when it is another one. */
function endName(first: Slot, last: Slot): string {
  const end = kstHour(last.endAt, true)
  const sameDay = end.startsWith(kstHour(first.startAt).slice(0, -6))
  return sameDay ? end.slice(-5) : end
}
