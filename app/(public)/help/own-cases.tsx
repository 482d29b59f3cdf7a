import { Card } from '@/app/_components/card'
import { dayName } from '@/app/_components/kst'
import { When } from '@/app/_components/when'
import type { CaseRow } from '@/lib/cases/read-cases'
import { CASE_WORDS } from '@/lib/cases/words'

/** What a user has asked, with the answer or the day by which it comes. */
export function OwnCases({ cases }: { cases: CaseRow[] }) {
  return (
    <ul className="mt-3 space-y-4">
      {cases.map(({ id, kind, story, state, dueOn, answer, openedAt }) => (
        <li key={id}>
          <Card>
            <p className="text-caption text-ink-faint">
              {CASE_WORDS[kind].name} · <When at={openedAt} />
            </p>
            <p className="mt-1 text-label whitespace-pre-wrap text-ink-soft">{story}</p>
            {state === 'OPEN' ? (
              <p className="mt-3 text-label font-semibold">{dayName(dueOn)}까지 답해 드려요.</p>
            ) : (
              <p className="mt-3 border-t border-line pt-3 text-body whitespace-pre-wrap">{answer}</p>
            )}
          </Card>
        </li>
      ))}
    </ul>
  )
}
