import { sql } from 'drizzle-orm'
import { addBusinessDays } from '@/lib/business-days'
import { readCaseClocks, type CaseClockKind } from '@/lib/cases/read-clocks'
import type { Ctx } from '@/lib/context'
import type { CheckRow } from '@/lib/safeguard/check'
import type { BankCheckRow } from '@/lib/safeguard/check-at-bank'
import { readFilingClocks, type FilingClock } from '@/lib/tax/read-filings'
import { kstDay } from '@/lib/time'

export type ClockKind = 'refund' | 'shortfall' | CaseClockKind | FilingClock['kind']

/** Something that the law wants done by the end of a KST day. */
export type Clock = {
  kind: ClockKind
  /** The day of the one that is due first. */
  dueOn: string
  /** How many run; null for what comes round by itself. */
  count: number | null
  /** The month or quarter that it is about, where it is about one. */
  period?: string
}

type Now = Pick<Ctx, 'db'> & {
  today: string
  lastCheck: CheckRow | null
  bankCheck: BankCheckRow | null
}

/** Business days in which charged money goes back (전자상거래법 §18②). */
const REFUND_BUSINESS_DAYS = 3

/** Where clocks come from: each answers those of its kind that run. */
const CLOCKS: ((now: Now) => Clock[] | Promise<Clock[]>)[] = [
  readShortfall,
  readRefunds,
  readCaseClocks,
  readFilingClocks,
]

/** What the law sets a time for, the first due first. */
export async function readClocks(now: Now): Promise<Clock[]> {
  const clocks = await Promise.all(CLOCKS.map((read) => read(now)))
  return clocks.flat().toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
}

/** By the book or by the bank, whichever is due first. */
function readShortfall({ lastCheck, bankCheck }: Now): Clock[] {
  const [dueOn] = [lastCheck?.dueOn, bankCheck?.dueOn].filter((day) => typeof day === 'string').sort()
  return dueOn ? [{ kind: 'shortfall', dueOn, count: null }] : []
}

async function readRefunds({ db }: Now): Promise<Clock[]> {
  const { rows } = await db.execute<{ count: number; oldest: string | null }>(
    sql`select count(*)::int as count, min(requested_at)::text as oldest from charge_refunds
      where status in ('REFUNDING', 'NEEDS_REVIEW')`,
  )
  const { count, oldest } = rows[0]!
  if (!oldest) return []
  return [{ kind: 'refund', dueOn: addBusinessDays(kstDay(new Date(oldest)), REFUND_BUSINESS_DAYS), count }]
}
