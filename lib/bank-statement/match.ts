import { addBusinessDays } from '@/lib/business-days'
import { addDays, daysBetween } from '@/lib/time'

/** A line of the bank's that has no other half in our book yet. */
export type Line = {
  number: number
  day: string
  amount: bigint
  description: string
  counterparty: string
}

/** `payout`: all that Toss settles on a day. `by_hand`: what two operators posted. */
export type ItemKind = 'payout' | 'withdrawal' | 'return' | 'by_hand'

/** What our book says moved on the safeguarded account, with no line of the bank's yet. */
export type Item = {
  /** What the book calls it: once among all. */
  subject: string
  kind: ItemKind
  /** The KST day on which it happened. */
  day: string
  amount: bigint
  /** The bank's own number of a transfer. */
  transferId: string | null
  transactionIds: string[]
}

export type Pair = { line: Line; item: Item }

export type Matched = {
  /** The same money on both sides. */
  same: Pair[]
  /** Surely meant to be the same, and not. */
  unequal: Pair[]
  lines: Line[]
  items: Item[]
}

/** How many days before what the book says the bank may have it. */
const DAYS_BEFORE: Record<ItemKind, number> = {
  payout: 0,
  // Its day is the one on which we learned of it: by hand that is when the bank's file of results was read.
  withdrawal: 7,
  return: 7,
  // People post what they have seen at the bank.
  by_hand: 60,
}

/** How many business days after it: what comes so late has been a break, and ends it. */
const BUSINESS_DAYS_AFTER = 5

/** How far back the book is looked at for what the bank's first lines may be. */
export const LOOK_BACK_DAYS = 7

const TOSS = /토스페이먼츠|tosspayments/i

/**
 * Finds for each of the bank's lines what of our book is the same money: first by the transfer's own number, then by
 * amount and day, the nearest first. Those of equal amount and day stand in for each other.
 */
export function matchLines(allLines: Line[], allItems: Item[]): Matched {
  const lines = new Set(allLines)
  const items = new Set(allItems)
  const byAmount = groupBy(allItems, ({ amount }) => amount)
  const byTransfer = groupBy(allItems, ({ transferId }) => transferId)
  const payouts = allItems.filter(({ kind }) => kind === 'payout')

  const take = (candidates: (line: Line) => Item[], fits: (item: Item, line: Line) => boolean): Pair[] =>
    [...lines].flatMap((line) => {
      const fitting = candidates(line).filter((item) => items.has(item) && fits(item, line))
      const item = fitting.toSorted((a, b) => apart(a, line) - apart(b, line))[0]
      if (!item) return []
      lines.delete(line)
      items.delete(item)
      return [{ line, item }]
    })
  const named = (line: Line) => wordsOf(line).flatMap((word) => byTransfer.get(word) ?? [])
  const equal = (item: Item, line: Line) => item.amount === line.amount
  const sameWay = (item: Item, line: Line) => item.amount > 0n === line.amount > 0n

  const same = [...take(named, equal), ...take(({ amount }) => byAmount.get(amount) ?? [], isInTime)]
  const unequal = [
    ...take(named, sameWay),
    ...take(
      (line) => (TOSS.test(line.counterparty) ? payouts : []),
      (item, line) => sameWay(item, line) && isInTime(item, line),
    ),
  ]
  return { same, unequal, lines: [...lines], items: [...items] }
}

function groupBy<Key>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const known = groups.get(keyOf(item))
    if (known) known.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function wordsOf({ description, counterparty }: Line): string[] {
  return `${description} ${counterparty}`.split(/[^\w-]+/).filter(Boolean)
}

function apart(item: Item, line: Line): number {
  const days = daysBetween(item.day, line.day)
  return days < 0 ? -days : days
}

function isInTime({ kind, day }: Item, line: Line): boolean {
  return addDays(day, -DAYS_BEFORE[kind]) <= line.day && line.day <= addBusinessDays(day, BUSINESS_DAYS_AFTER)
}
