'use client'

import clsx from 'clsx'
import { useState } from 'react'
import type { Disaster } from '@/lib/policy/disaster'
import type { RefundStep } from '@/lib/policy/refund'
import type { Slot } from '@/lib/space/slots'
import { kstDay, toKstIso } from '@/lib/time'
import { BookForm } from './book-form'
import { isFree, tapHour, type HourRange } from './hour-range'

/** What the picker needs to know of a space; `own` when the visitor is its owner. */
export type Offer = {
  id: string
  address: string
  hourlyPrice: bigint
  instant: boolean
  own: boolean
  refundSteps: RefundStep[]
}

type Props = {
  day: string
  slots: Slot[]
  space: Offer
  /** What the address says was chosen. */
  initial: HourRange | null
  disaster: Disaster
  now: Date
  requestKey: string
}

/** The hours of a day to choose from, what the chosen ones cost in all, and the button that takes them. */
export function HourPicker({ day, slots, initial, ...offer }: Props) {
  const [picked, setChosen] = useState(initial)
  // Somebody else may have taken an hour of it since.
  const chosen = picked && isFree(slots, picked) ? picked : null
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
      <BookForm
        day={day}
        time={chosen && { startAt: slots[chosen.first]!.startAt, endAt: slots[chosen.last]!.endAt }}
        {...offer}
      />
    </>
  )
}
