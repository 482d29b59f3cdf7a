import type { BankBreakClass } from '@/db/schema/reconciliation'
import { addBusinessDays } from '@/lib/business-days'
import { maskName } from '@/lib/mask'
import { matchLines, type Item, type Line, type Pair } from './match'
import type { Open } from './read-open'

/** Something that bank and book do not have in common. */
export type Difference = {
  class: BankBreakClass
  subject: string
  /** Won, negative for what left; null where that side has nothing. */
  ours: bigint | null
  theirs: bigint | null
  /** The KST day on which it happened. */
  day: string
  /** What the bank says of it. */
  text: string | null
  /** Whether the other half may still come. */
  early: boolean
}

/** What the other half may take to come, in business days. */
const PATIENCE_DAYS = 1

export type Comparison = {
  /** What our book said that the account held on the last day that the bank speaks of. */
  book: bigint
  /** All that the two differed by then, and nothing else: theirs less ours adds up to the difference of what both held. */
  differences: Difference[]
}

/** Holds the bank's word against our book. What has a match that is not written down yet is no difference. */
export function compareSides(open: Open, today: string): Comparison {
  const { unequal, lines, items } = matchLines(open.lines, open.items)
  const rest = {
    lines: [...lines, ...unequal.map(({ line }) => line)],
    items: [...items, ...unequal.map(({ item }) => item)],
  }
  const meant = unequal.filter(({ item }) => isThen(open, item))
  const unmeant = unequal.filter(({ item }) => !isThen(open, item)).map(({ line }) => line)
  return {
    book: open.book - sum(rest.items.filter(({ day }) => open.lastDay < day)),
    differences: [
      ...openingOf({ ...open, ...rest }),
      ...meant.map((pair) => ofPair(pair, today)),
      ...[...lines, ...unmeant].map((line) => ofLine(line, today)),
      ...items.filter((item) => isThen(open, item)).map((item) => ofItem(item, open)),
    ],
  }
}

const isThen = ({ firstDay, lastDay }: Open, { day }: Item) => firstDay <= day && day <= lastDay
const sum = (moved: { amount: bigint }[]) => moved.reduce((total, { amount }) => total + amount, 0n)

/** What remains once all that moved since the first line is taken away on both sides. */
function openingOf({ opening, closing, firstDay, book, lines, items }: Open): Difference[] {
  const matched = closing - opening - sum(lines)
  const ours = book - matched - sum(items.filter(({ day }) => firstDay <= day))
  if (ours === opening) return []
  const sides = { ours, theirs: opening, text: null }
  return [{ class: 'BANK_OPENING_MISMATCH', subject: 'bank opening', ...sides, day: firstDay, early: false }]
}

function ofPair({ line, item }: Pair, today: string): Difference {
  return { ...ofLine(line, today), class: 'BANK_AMOUNT_MISMATCH', subject: item.subject, ours: item.amount }
}

function ofLine(line: Line, today: string): Difference {
  const { number, day, amount } = line
  return {
    class: amount > 0n ? 'BANK_DEPOSIT_UNKNOWN' : 'BANK_DEBIT_UNKNOWN',
    subject: `bank line ${number}`,
    ...{ ours: null, theirs: amount, day, text: textOf(line) },
    early: today <= addBusinessDays(day, PATIENCE_DAYS),
  }
}

/** People have two to four letters, as some firms have, which say what they are. */
const PERSON = /^(?!.*(은행|뱅크|카드|증권|보험|페이)$)[가-힣]{2,4}$/

/** What the bank says of it; of people no more than tells one from another. */
export function textOf({ description, counterparty }: Pick<Line, 'description' | 'counterparty'>): string {
  const who = PERSON.test(counterparty) ? maskName(counterparty) : counterparty
  return [description, who].filter(Boolean).join(' · ')
}

/** The bank's word counts only of days that its statement has whole. */
function ofItem({ subject, amount, day }: Item, { through }: Open): Difference {
  return {
    class: amount > 0n ? 'BANK_DEPOSIT_MISSING' : 'BANK_DEBIT_MISSING',
    subject,
    ...{ ours: amount, theirs: null, day, text: null },
    early: through < addBusinessDays(day, PATIENCE_DAYS),
  }
}
