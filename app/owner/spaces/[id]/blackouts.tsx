'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { Field } from '@/app/_components/field'
import { kstHour } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { useFormAction } from '@/app/_components/use-form-action'
import { hourName } from '@/lib/space/hours'
import type { Blackout } from '@/lib/space/read-space'
import { addBlackoutAction, removeBlackoutAction } from '../actions'

type Props = { spaceId: string; blackouts: Blackout[]; today: string }

/** The times in which a space cannot be booked although it would be open. */
export function Blackouts({ spaceId, blackouts, today }: Props) {
  return (
    <Card as="section" labelledBy="blackouts">
      <h2 id="blackouts" className="text-title font-semibold">
        쉬는 시간
      </h2>
      <p className="mt-1 text-caption text-ink-soft">이용 시간이어도 예약을 받지 않을 때를 정해요.</p>
      {blackouts.length ? (
        <ul className="mt-3 divide-y divide-line">
          {blackouts.map((blackout) => (
            <OwnBlackout key={blackout.id} spaceId={spaceId} blackout={blackout} />
          ))}
        </ul>
      ) : (
        <p className="mt-3 text-label text-ink-soft">정해 둔 쉬는 시간이 없어요.</p>
      )}
      <BlackoutForm key={blackouts.length} spaceId={spaceId} today={today} />
    </Card>
  )
}

function OwnBlackout({ spaceId, blackout }: { spaceId: string; blackout: Blackout }) {
  const { state, pending, form } = useFormAction(removeBlackoutAction)
  const time = `${kstHour(blackout.startsAt)} ~ ${kstHour(blackout.endsAt, true)}`
  return (
    <li className="py-1">
      <form {...form} className="flex items-center justify-between gap-3">
        <input type="hidden" name="spaceId" value={spaceId} />
        <input type="hidden" name="blackoutId" value={blackout.id} />
        <span className="text-label tabular-nums">{time}</span>
        <button
          type="submit"
          disabled={pending}
          aria-label={`${time} 쉬는 시간 삭제`}
          className="min-h-11 shrink-0 rounded-mark px-2 text-label font-medium text-ink-soft hover:text-ink"
        >
          삭제
        </button>
      </form>
      {state && !state.ok ? (
        <p role="alert" className="text-caption text-danger">
          {state.message}
        </p>
      ) : null}
    </li>
  )
}

const HOURS = Array.from({ length: 25 }, (_, hour) => hour)

function BlackoutForm({ spaceId, today }: { spaceId: string; today: string }) {
  const { state, pending, form } = useFormAction(addBlackoutAction)
  const [startDay, setStartDay] = useState('')
  const errors = state?.fields ?? {}
  return (
    <form {...form} className="mt-4 space-y-3 border-t border-line pt-4">
      <input type="hidden" name="spaceId" value={spaceId} />
      <div className="grid grid-cols-[1.6fr_1fr] items-start gap-2">
        <Field
          name="startDay"
          label="시작하는 날"
          type="date"
          required
          min={today}
          value={startDay}
          onChange={(event) => setStartDay(event.target.value)}
          error={errors.startDay}
        />
        <SelectField name="startHour" label="시작 시각" defaultValue="0" error={errors.startHour}>
          <Hours hours={HOURS.slice(0, 24)} />
        </SelectField>
        <Field
          name="endDay"
          label="끝나는 날"
          type="date"
          required
          min={startDay || today}
          error={errors.endDay}
        />
        <SelectField name="endHour" label="끝나는 시각" defaultValue="24" error={errors.endHour}>
          <Hours hours={HOURS} />
        </SelectField>
      </div>
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <button type="submit" disabled={pending} className={buttonClass('soft', 'regular', 'w-full')}>
        {pending ? '더하고 있어요' : '쉬는 시간 더하기'}
      </button>
    </form>
  )
}

function Hours({ hours }: { hours: number[] }) {
  return hours.map((hour) => (
    <option key={hour} value={hour}>
      {hourName(hour)}
    </option>
  ))
}
