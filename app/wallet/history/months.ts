import type { HistoryItem } from '@/lib/ledger/read'
import { kstDay } from '@/lib/time'

export type MonthTotals = { incoming: bigint; outgoing: bigint }

export type Month = {
  /** `2026-11` */
  month: string
  items: HistoryItem[]
  /** Null while older items of this month are not loaded: a part must not pass for the whole. */
  totals: MonthTotals | null
}

/** Newest-first items in KST months. `complete` says that nothing older exists. */
export function byMonth(items: HistoryItem[], complete: boolean): Month[] {
  const months = new Map<string, HistoryItem[]>()
  for (const item of items) {
    const month = kstDay(item.occurredAt).slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), item])
  }
  const groups = [...months].sort(([a], [b]) => b.localeCompare(a))
  return groups.map(([month, of], index) => {
    const whole = complete || index < groups.length - 1
    return { month, items: of, totals: whole ? totalsOf(of) : null }
  })
}

function totalsOf(items: HistoryItem[]): MonthTotals {
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
  return {
    incoming: sum(items.map(({ amount }) => amount).filter((amount) => amount > 0n)),
    outgoing: sum(items.map(({ amount }) => amount).filter((amount) => amount < 0n)),
  }
}

/** Adds older items to those at hand; an item that came twice is kept once, newest first. */
export function mergeItems(newer: HistoryItem[], older: HistoryItem[]): HistoryItem[] {
  const known = new Set(newer.map(({ id }) => id))
  return [...newer, ...older.filter(({ id }) => !known.has(id))]
}
