import clsx from 'clsx'
import Link from 'next/link'
import { addDays, weekdayName, weekdayOf } from '@/lib/time'

type Props = { spaceId: string; today: string; chosen: string; count: number }

/** The days from today on, each a link to its times. */
export function Days({ spaceId, today, chosen, count }: Props) {
  return (
    <nav aria-label="날짜 고르기" className="-mx-5 overflow-x-auto px-5 py-1 tablet:-mx-6 tablet:px-6">
      <ol className="flex gap-1.5">
        {Array.from({ length: count }, (_, index) => addDays(today, index)).map((day) => (
          <li key={day}>
            <Link
              href={`/spaces/${spaceId}?date=${day}`}
              replace
              scroll={false}
              prefetch={false}
              aria-current={day === chosen ? 'date' : undefined}
              aria-label={`${Number(day.slice(5, 7))}월 ${Number(day.slice(8))}일 ${weekdayName(weekdayOf(day))}요일${day === today ? ', 오늘' : ''}`}
              className={clsx(
                'flex min-h-16 w-13 flex-col items-center justify-center rounded-control',
                day === chosen ? 'bg-brand text-on-brand' : 'bg-sunken hover:bg-line',
              )}
            >
              <span className={clsx('text-caption', day === chosen ? '' : toneOf(day))}>
                {day === today ? '오늘' : weekdayName(weekdayOf(day))}
              </span>
              <span className="text-title font-semibold tabular-nums">{Number(day.slice(8))}</span>
              <span className={clsx('text-[0.6875rem] leading-none', day === chosen ? '' : 'text-ink-faint')}>
                {Number(day.slice(5, 7))}월
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function toneOf(day: string): string {
  return weekdayOf(day) === 0 ? 'text-danger' : 'text-ink-soft'
}
