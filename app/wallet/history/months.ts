import type { HistoryItem, MonthTotal } from '@/lib/ledger/read'
import { kstDay } from '@/lib/time'

/** The items at hand of one KST month, under the whole month's totals. */
export type Month = MonthTotal & { items: HistoryItem[] }

/** Newest-first items in their months. A month so new that its totals are not here yet waits for the next redraw. */
export function byMonth(items: HistoryItem[], totals: MonthTotal[]): Month[] {
  return totals
    .map((total) => ({
      ...total,
      items: items.filter((item) => kstDay(item.occurredAt).startsWith(total.month)),
    }))
    .filter((month) => month.items.length > 0)
    .sort((a, b) => b.month.localeCompare(a.month))
}

/** Adds older items to those at hand; an item that came twice is kept once, newest first. */
export function mergeItems(newer: HistoryItem[], older: HistoryItem[]): HistoryItem[] {
  const known = new Set(newer.map(({ id }) => id))
  return [...newer, ...older.filter(({ id }) => !known.has(id))]
}
