'use client'

import { useState } from 'react'
import { Card } from '@/app/_components/card'
import { ChoiceGroup } from '@/app/_components/choice-group'
import { dayName } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { buttonClass } from '@/app/_components/button'
import { useFormAction } from '@/app/_components/use-form-action'
import { weekdayName } from '@/lib/time'
import type { Schedule } from '@/lib/withdrawal/schedule'
import { scheduleAction } from './actions'

type Cadence = 'off' | 'weekly' | 'monthly'

const WEEKDAYS = [1, 2, 3, 4, 5]
const MONTH_DAYS = Array.from({ length: 28 }, (_, index) => index + 1)

/** When all that is withdrawable goes to the bank by itself. */
export function ScheduleCard({ schedule }: { schedule: Schedule | null }) {
  const [cadence, setCadence] = useState<Cadence>(schedule?.cadence ?? 'off')
  const { state, pending, form } = useFormAction(scheduleAction)
  return (
    <Card as="section" labelledBy="schedule">
      <h2 id="schedule" className="text-title font-semibold">
        자동 출금
      </h2>
      <p className="mt-1 text-label text-ink-soft">
        {schedule ? (
          <>
            다음 자동 출금은 <strong className="font-semibold text-ink">{dayName(schedule.runsOn)}</strong>
            이에요.
            {schedule.runsOn === schedule.dueOn
              ? ' 모인 돈이 없으면 건너뛰어요.'
              : ` ${dayName(schedule.dueOn)}은 은행이 쉬어서 다음 영업일에 보내요.`}
          </>
        ) : (
          '정한 날마다 출금 가능한 돈을 모두 보내요. 주말과 공휴일이면 다음 영업일에 보내요.'
        )}
      </p>
      <form {...form} className="mt-4 space-y-4">
        <ChoiceGroup
          name="cadence"
          legend="언제 보낼까요?"
          columns="grid-cols-3"
          initial={cadence}
          onChoose={(value) => setCadence(value as Cadence)}
          choices={[
            { value: 'off', title: '끄기' },
            { value: 'weekly', title: '매주' },
            { value: 'monthly', title: '매달' },
          ]}
        />
        {cadence === 'off' ? null : (
          <SelectField
            key={cadence}
            name="day"
            label={cadence === 'weekly' ? '요일' : '날짜'}
            defaultValue={schedule?.cadence === cadence ? schedule.day : 1}
          >
            {(cadence === 'weekly' ? WEEKDAYS : MONTH_DAYS).map((day) => (
              <option key={day} value={day}>
                {cadence === 'weekly' ? `${weekdayName(day)}요일` : `${day}일`}
              </option>
            ))}
          </SelectField>
        )}
        <button type="submit" disabled={pending} className={buttonClass('plain', 'regular', 'w-full')}>
          {pending ? '저장하고 있어요' : '저장하기'}
        </button>
        {state ? (
          <Notice tone={state.ok ? 'good' : 'danger'} live={state.ok ? 'status' : 'alert'}>
            {state.ok ? '저장했어요.' : state.message}
          </Notice>
        ) : null}
      </form>
    </Card>
  )
}
