import { sql } from 'drizzle-orm'
import { addBusinessDays } from '@/lib/business-days'
import { readCaseClocks, type CaseClockKind } from '@/lib/cases/read-clocks'
import type { Ctx } from '@/lib/context'
import type { CheckRow } from '@/lib/safeguard/check'
import { firstDayOf, lastDayOf, quarterOf } from '@/lib/safeguard/quarters'
import { invoicedBy } from '@/lib/statement/month'
import { addDays, kstDay } from '@/lib/time'

export type ClockKind = 'refund' | 'shortfall' | 'fee_invoice' | 'nts_file' | CaseClockKind

/** Something that the law wants done by the end of a KST day. */
export type Clock = {
  kind: ClockKind
  /** The day of the one that is due first. */
  dueOn: string
  /** How many run; null for what comes round by itself. */
  count: number | null
}

type Now = Pick<Ctx, 'db'> & { today: string; lastCheck: CheckRow | null }

/** Business days in which charged money goes back (전자상거래법 §18②). */
const REFUND_BUSINESS_DAYS = 3

/** Where clocks come from: each answers those of its kind that run. */
const CLOCKS: ((now: Now) => Clock[] | Promise<Clock[]>)[] = [
  ({ lastCheck }) => (lastCheck?.dueOn ? [{ kind: 'shortfall', dueOn: lastCheck.dueOn, count: null }] : []),
  readRefunds,
  readCaseClocks,
  ({ today }) => [{ kind: 'fee_invoice', dueOn: nextInvoice(today), count: null }],
  ({ today }) => [{ kind: 'nts_file', dueOn: nextNtsFile(today), count: null }],
]

/** What the law sets a time for, the first due first. */
export async function readClocks(now: Now): Promise<Clock[]> {
  const clocks = await Promise.all(CLOCKS.map((read) => read(now)))
  return clocks.flat().toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
}

/** The fees of a month are invoiced by the 10th of the next. */
export function nextInvoice(today: string): string {
  const dueNow = invoicedBy(addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7))
  return today <= dueNow ? dueNow : invoicedBy(today.slice(0, 7))
}

/** What was sold through the broker goes to the tax office by the 15th after each quarter (부가가치세법 §75). */
export function nextNtsFile(today: string): string {
  const quarter = quarterOf(today)
  const dueNow = `${firstDayOf(quarter).slice(0, 7)}-15`
  return today <= dueNow ? dueNow : `${addDays(lastDayOf(quarter), 1).slice(0, 7)}-15`
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
