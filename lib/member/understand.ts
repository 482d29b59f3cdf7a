import { isId } from '@/lib/ids'
import { addDays, isDay } from '@/lib/time'

/** What was typed into the one box, as what it can be. `key`: an orderId, a paymentKey, a bank's number of a transfer. */
export type Asked =
  | { by: 'nothing' }
  | { by: 'email'; email: string }
  | { by: 'id'; id: string }
  | { by: 'key'; key: string }
  | { by: 'amount'; amount: bigint; day: string | null }
  | { by: 'name'; name: string }

/** `today`: the KST day, which tells the year of a day that was typed without one. */
export function understand(typed: string, today: string): Asked {
  const text = typed.normalize('NFKC').trim().slice(0, LONGEST)
  if (text === '') return { by: 'nothing' }
  if (text.includes('@')) return { by: 'email', email: text.toLowerCase() }
  // References of the ledger number the steps of one thing: `<id>#2`.
  const id = text.replace(/#\d+$/, '')
  if (isId(id.toLowerCase())) return { by: 'id', id: id.toLowerCase() }
  const { day, rest } = takeDay(text, today)
  const won = /^₩?([\d,]{1,19})원?$/.exec(rest.replaceAll(/\s/g, ''))?.[1]?.replaceAll(',', '')
  if (won && won.length <= MOST_DIGITS && BigInt(won) > 0n) return { by: 'amount', amount: BigInt(won), day }
  if (/^[\w=-]{6,}$/.test(id) && /[\d_]/.test(id)) return { by: 'key', key: id }
  return { by: 'name', name: text.replaceAll(/\s+/g, ' ') }
}

/** Toss: a paymentKey has at most 200 characters. */
const LONGEST = 254
const MOST_DIGITS = 13

/** The day in it, `2026-11-28`, `2026.11.28`, `11/28`, `11월 28일`, 오늘 or 어제, and what is left. */
function takeDay(text: string, today: string): { day: string | null; rest: string } {
  for (const { pattern, toDay } of DAYS) {
    const found = pattern.exec(text)
    const day = found ? toDay(found, today) : null
    if (found && day && isDay(day)) return { day, rest: text.replace(found[0], ' ') }
  }
  return { day: null, rest: text }
}

const two = (digits: string | undefined) => (digits ?? '').padStart(2, '0')

const DAYS: { pattern: RegExp; toDay: (found: RegExpExecArray, today: string) => string }[] = [
  {
    pattern: /(?<!\d)(20\d\d)[-./년] ?(\d{1,2})[-./월] ?(\d{1,2})일?(?!\d)/,
    toDay: ([, year, month, day]) => `${year}-${two(month)}-${two(day)}`,
  },
  {
    pattern: /(?<![\d,])(\d{1,2})(?:\/|월 ?)(\d{1,2})일?(?!\d)/,
    toDay([, month, day], today) {
      const ofYear = (year: number) => `${year}-${two(month)}-${two(day)}`
      const year = Number(today.slice(0, 4))
      return ofYear(year) > today ? ofYear(year - 1) : ofYear(year)
    },
  },
  { pattern: /오늘/, toDay: (_, today) => today },
  { pattern: /어제/, toDay: (_, today) => addDays(today, -1) },
]
