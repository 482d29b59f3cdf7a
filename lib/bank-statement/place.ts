/** What tells a line from its neighbours: two of them never have all three in common, unless others came between. */
export type Placed = { day: string; amount: bigint; balance: bigint }
export type Known = Placed & { number: number }

/** `gap`: money moved between what is known and what the file says. `differs`: they say of one time what is not the same. */
export type Place = { first: number } | { why: 'gap' | 'differs'; at: number }

const opening = ({ balance, amount }: Placed) => balance - amount
const isSame = (a: Placed, b: Placed) => a.day === b.day && a.amount === b.amount && a.balance === b.balance

/**
 * Which number the first of a file's lines has among those that are known, oldest first and without a gap: where the
 * file overlaps them it says the same, else it begins with what they ended with, or ends with what they began with.
 */
export function placeLines(lines: Placed[], known: Known[]): Place {
  const [oldest, newest] = [known[0], known.at(-1)]
  const [first, last] = [lines[0]!, lines.at(-1)!]
  if (!oldest || !newest) return { first: 1 }
  const byNumber = new Map(known.map((line) => [line.number, line]))
  const begins = [
    ...known.filter((line) => isSame(line, first)).map(({ number }) => number),
    ...lines.flatMap((line, index) => (isSame(line, oldest) ? [oldest.number - index] : [])),
  ]
  const [best] = begins
    .filter((begin) =>
      lines.every((line, index) => {
        const there = byNumber.get(begin + index)
        return there === undefined || isSame(there, line)
      }),
    )
    .map((begin) => ({ begin, overlap: lines.filter((_, index) => byNumber.has(begin + index)).length }))
    .sort((a, b) => b.overlap - a.overlap)
  if (best) return { first: best.begin }
  if (newest.day <= first.day && opening(first) === newest.balance) return { first: newest.number + 1 }
  if (last.day <= oldest.day && last.balance === opening(oldest))
    return { first: oldest.number - lines.length }
  const apart = newest.day < first.day || last.day < oldest.day
  const at = lines.findIndex((line) => !known.some((there) => isSame(there, line)))
  return { why: apart ? 'gap' : 'differs', at: at < 0 ? 0 : at }
}
