import { and, count, eq, isNull, min } from 'drizzle-orm'
import { cases, type CaseKind } from '@/db/schema/case'
import type { Ctx } from '@/lib/context'
import { kstDay } from '@/lib/time'
import { paperBy } from './deadlines'

export type CaseClockKind = `case_${CaseKind}` | 'paper'
type CaseClock = { kind: CaseClockKind; dueOn: string; count: number }

/** The first day by which something has to be answered, or sent on paper, and how many there are of each. */
export async function readCaseClocks({ db }: Pick<Ctx, 'db'>): Promise<CaseClock[]> {
  const answers = await db
    .select({ kind: cases.kind, dueOn: min(cases.dueOn), count: count() })
    .from(cases)
    .where(eq(cases.state, 'OPEN'))
    .groupBy(cases.kind)
  const [papers] = await db
    .select({ oldest: min(cases.openedAt), count: count() })
    .from(cases)
    .where(and(eq(cases.paper, true), isNull(cases.paperSentAt)))
  const { oldest, count: waiting } = papers!
  return [
    ...answers.map(({ kind, dueOn, count: open }) => ({
      ...{ kind: `case_${kind}` as const, dueOn: dueOn!, count: open },
    })),
    ...(oldest ? [{ kind: 'paper' as const, dueOn: paperBy(kstDay(oldest)), count: waiting }] : []),
  ]
}
