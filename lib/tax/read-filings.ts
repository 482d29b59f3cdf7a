import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { filings, FILING_KINDS, type FilingKind } from '@/db/schema/tax'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { lastDayOf, monthsOf, periodsSince } from '@/lib/period'
import { FILINGS, filedBy } from './filing-days'

export type Filing = {
  period: string
  dueOn: string
  /** Before its last day is over there is nothing to file. */
  over: boolean
  /** Who said that it was filed, when, and under which number; null until somebody does. */
  filed: { by: string; at: Date; note: string } | null
}

/** Where each filing of a month, quarter or year stands, the earliest first. */
export async function readFilings(
  { db }: Pick<Ctx, 'db'>,
  { kind, within, today }: { kind: FilingKind; within: string; today: string },
): Promise<Filing[]> {
  const periods = periodsSince(`${monthsOf(within)[0]!}-01`, lastDayOf(within), FILINGS[kind].span)
  const rows = await db
    .selectDistinctOn([filings.period], {
      ...{ period: filings.period, filed: filings.filed, by: users.name, at: filings.at, note: filings.note },
    })
    .from(filings)
    .innerJoin(users, eq(users.id, filings.by))
    .where(and(eq(filings.kind, kind), inArray(filings.period, periods)))
    .orderBy(filings.period, desc(filings.id))
  return periods.map((period) => {
    const last = rows.find((row) => row.period === period)
    const filed = last?.filed ? { by: last.by, at: last.at, note: last.note } : null
    return { period, dueOn: filedBy(kind, period), over: lastDayOf(period) < today, filed }
  })
}

/** Whether the last word on a period is that it was filed. */
export async function isFiled(tx: Tx, kind: FilingKind, period: string): Promise<boolean> {
  const [last] = await tx
    .select({ filed: filings.filed })
    .from(filings)
    .where(and(eq(filings.kind, kind), eq(filings.period, period)))
    .orderBy(desc(filings.id))
    .limit(1)
  return last?.filed ?? false
}

export type FilingClock = {
  kind: `filing_${FilingKind}`
  dueOn: string
  /** How many periods are over and not filed; null where the one that runs is next. */
  count: number | null
  period: string
}

/** Of each kind the first period since the book began that nobody says was filed; the one that runs is the last of them. */
export async function readFilingClocks({
  db,
  today,
}: Pick<Ctx, 'db'> & { today: string }): Promise<FilingClock[]> {
  const { rows } = await db.execute<{ first: string }>(
    sql`select coalesce(min(business_date)::text, ${today}) as first from account_days`,
  )
  const last = await db
    .selectDistinctOn([filings.kind, filings.period], {
      ...{ kind: filings.kind, period: filings.period, filed: filings.filed },
    })
    .from(filings)
    .orderBy(filings.kind, filings.period, desc(filings.id))
  const filed = new Set(last.filter((row) => row.filed).map(({ kind, period }) => `${kind} ${period}`))
  return FILING_KINDS.map((kind) => {
    const open = periodsSince(rows[0]!.first, today, FILINGS[kind].span).filter(
      (period) => !filed.has(`${kind} ${period}`),
    )
    const over = open.filter((period) => lastDayOf(period) < today)
    const period = open[0]!
    return { kind: `filing_${kind}`, dueOn: filedBy(kind, period), count: over.length || null, period }
  })
}
