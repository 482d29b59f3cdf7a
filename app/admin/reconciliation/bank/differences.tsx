import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { dayName } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import type { Difference } from '@/lib/bank-statement/differences'
import type { BreakRow } from '@/lib/reconcile/report'
import { BREAK_WORDS, CAUSE_WORDS, subjectName } from '@/lib/reconcile/words'

type Props = { differences: Difference[]; breaks: Map<string, BreakRow> }

/** All that bank and book differ by, with the sum that is the difference of their balances. */
export function Differences({ differences, breaks }: Props) {
  const sum = differences.reduce((total, difference) => total + effectOf(difference), 0n)
  return (
    <Card className="py-1 tablet:py-2">
      <ul className="divide-y divide-line">
        {differences.map((difference) => (
          <Row key={difference.subject} difference={difference} found={breaks.get(difference.subject)} />
        ))}
      </ul>
      <p className="flex items-baseline justify-between border-t border-line py-3.5 text-label font-semibold">
        <span>은행 잔액에서 장부를 뺀 차이</span>
        <Won amount={sum} flow />
      </p>
    </Card>
  )
}

const effectOf = ({ ours, theirs }: Difference) => (theirs ?? 0n) - (ours ?? 0n)

function Row({ difference, found }: { difference: Difference; found: BreakRow | undefined }) {
  const { class: what, subject, ours, theirs, day, text } = difference
  const row = (
    <>
      <span className="min-w-0 flex-1">
        <span className="block text-label font-semibold">{BREAK_WORDS[what].title}</span>
        <span className="block text-caption break-words text-ink-soft">{text || subjectName(subject)}</span>
        <span className="block text-caption text-ink-faint">
          {dayName(day)} · {stateOf(difference, found)}
        </span>
      </span>
      <span className="shrink-0 text-right">
        <span className="block text-label font-semibold">
          <Won amount={effectOf(difference)} flow />
        </span>
        {ours !== null && theirs !== null ? (
          <span className="block text-caption text-ink-soft">
            <span className="block">
              장부 <Won amount={ours} />
            </span>
            <span className="block">
              은행 <Won amount={theirs} />
            </span>
          </span>
        ) : null}
      </span>
      {found ? <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" /> : null}
    </>
  )
  return (
    <li>
      {found ? (
        <Link href={`/admin/reconciliation/${found.id}`} className="flex items-center gap-3 py-3.5">
          {row}
        </Link>
      ) : (
        <div className="flex items-center gap-3 py-3.5">{row}</div>
      )}
    </li>
  )
}

function stateOf({ early }: Difference, found: BreakRow | undefined): string {
  if (found?.cause) return CAUSE_WORDS[found.cause]
  if (found && !found.closedAt) return found.assignedTo ? '담당자가 보고 있어요' : '담당자가 없어요'
  return early ? '짝을 기다려요' : '다음 대사에서 살펴봐요'
}
