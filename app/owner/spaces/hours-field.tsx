'use client'

import clsx from 'clsx'
import { useState } from 'react'
import { fieldClass } from '@/app/_components/field'
import { buttonClass } from '@/app/_components/button'
import { hourName, LATEST_CLOSING, WEEK, type DayHours } from '@/lib/space/hours'
import { weekdayName } from '@/lib/time'

type Week = Record<number, { opensAt: string; closesAt: string }>

type Props = { initial?: DayHours[]; errors: Record<string, string> }

const DEFAULT = { opensAt: '9', closesAt: '22' }
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

function toWeek(hours: DayHours[] | undefined): Week {
  return Object.fromEntries(
    WEEK.map((weekday) => {
      const day = hours?.find((each) => each.weekday === weekday)
      if (!day) return [weekday, hours ? { ...DEFAULT, opensAt: '' } : DEFAULT]
      return [weekday, { opensAt: String(day.opensAt), closesAt: String(day.closesAt) }]
    }),
  )
}

/** When the space opens and closes, weekday by weekday; a night may end in the next morning. */
export function HoursField({ initial, errors }: Props) {
  const [week, setWeek] = useState(() => toWeek(initial))
  const set = (weekday: number, change: Partial<Week[number]>) =>
    setWeek({ ...week, [weekday]: { ...week[weekday]!, ...change } })

  return (
    <fieldset>
      <legend className="mb-1.5 text-label font-medium text-ink-soft">이용 시간</legend>
      <ul className="space-y-2">
        {WEEK.map((weekday) => {
          const { opensAt, closesAt } = week[weekday]!
          const name = `${weekdayName(weekday)}요일`
          const error = errors[`closes${weekday}`] ?? errors[`opens${weekday}`]
          return (
            <li key={weekday}>
              <div className="flex items-center gap-2">
                <span className="w-6 shrink-0 text-label font-medium" aria-hidden="true">
                  {weekdayName(weekday)}
                </span>
                <HourSelect
                  name={`opens${weekday}`}
                  label={`${name} 여는 시간`}
                  value={opensAt}
                  invalid={error !== undefined}
                  onChange={(value) => set(weekday, { opensAt: value })}
                  hours={range(0, 23)}
                  className="flex-1"
                  none="휴무"
                />
                <span aria-hidden="true" className="text-ink-faint">
                  ~
                </span>
                <HourSelect
                  name={`closes${weekday}`}
                  label={`${name} 닫는 시간`}
                  value={opensAt === '' ? '' : closesAt}
                  invalid={error !== undefined}
                  disabled={opensAt === ''}
                  onChange={(value) => set(weekday, { closesAt: value })}
                  hours={range(1, LATEST_CLOSING)}
                  className="flex-[1.45]"
                  none={opensAt === '' ? '쉬어요' : undefined}
                />
              </div>
              {error ? <p className="mt-1 ml-8 text-caption font-medium text-danger">{error}</p> : null}
            </li>
          )
        })}
      </ul>
      <button
        type="button"
        onClick={() => setWeek(Object.fromEntries(WEEK.map((weekday) => [weekday, week[1]!])))}
        className={buttonClass('soft', 'regular', 'mt-3 w-full')}
      >
        모든 요일을 월요일과 같게
      </button>
    </fieldset>
  )
}

type HourSelectProps = {
  name: string
  label: string
  value: string
  hours: number[]
  none?: string
  invalid: boolean
  disabled?: boolean
  className: string
  onChange: (value: string) => void
}

function HourSelect({
  name,
  label,
  value,
  hours,
  none,
  invalid,
  disabled,
  className,
  onChange,
}: HourSelectProps) {
  return (
    <>
      <select
        // A field that is disabled is not sent, and the server wants to hear of every day.
        name={disabled ? undefined : name}
        aria-label={label}
        value={value}
        disabled={disabled}
        aria-invalid={invalid || undefined}
        onChange={(event) => onChange(event.target.value)}
        className={clsx(
          fieldClass,
          'min-w-0 px-2.5 text-label tabular-nums disabled:text-ink-faint',
          className,
        )}
      >
        {none === undefined ? null : <option value="">{none}</option>}
        {hours.map((hour) => (
          <option key={hour} value={hour}>
            {hourName(hour)}
          </option>
        ))}
      </select>
      {disabled ? <input type="hidden" name={name} value="" /> : null}
    </>
  )
}
