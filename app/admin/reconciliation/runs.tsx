import clsx from 'clsx'
import { Check, Minus, TriangleAlert } from 'lucide-react'
import { Card } from '@/app/_components/card'
import { dayName, kstClock } from '@/app/_components/kst'
import type { RunRow } from '@/lib/reconcile/runs'
import { kstDay } from '@/lib/time'

/** The runs of the last two weeks, a line for each day. */
export function Runs({ runs }: { runs: RunRow[] }) {
  const days = [...new Set(runs.map(({ startedAt }) => kstDay(startedAt)))]
  if (days.length === 0) return <p className="text-label text-ink-soft">2주 동안 맞춰 본 적이 없어요.</p>
  return (
    <Card className="py-1 tablet:py-2">
      <ul className="divide-y divide-line">
        {days.map((day) => (
          <li key={day} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <span className="w-28 shrink-0 text-label font-medium">{dayName(day)}</span>
            <ul className="flex min-w-0 flex-1 flex-wrap gap-2">
              {runs
                .filter(({ startedAt }) => kstDay(startedAt) === day)
                .toReversed()
                .map((run) => (
                  <Run key={run.id} run={run} />
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Run({ run: { state, breaks, startedAt } }: { run: RunRow }) {
  const clean = state === 'COMPLETE' && breaks === 0
  const Icon = clean ? Check : state === 'COMPLETE' ? TriangleAlert : Minus
  return (
    <li
      className={clsx(
        'inline-flex items-center gap-1.5 rounded-full px-3 py-1 text-caption font-medium',
        clean ? 'bg-brand-soft text-brand-ink' : 'bg-caution-soft text-caution',
      )}
    >
      <Icon className="size-3.5" aria-hidden="true" />
      {kstClock(startedAt)} {resultOf(state, breaks)}
    </li>
  )
}

function resultOf(state: RunRow['state'], breaks: number | null): string {
  if (state === 'RUNNING') return '맞춰 보는 중'
  if (state === 'INCOMPLETE') return '끝내지 못함'
  return breaks ? `${breaks}건 다름` : '모두 맞음'
}
