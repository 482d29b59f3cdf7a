/** Text, won, or nothing. */
export type Cell = string | bigint | null

/**
 * `width`: its share of a page. Won stand to the right, and are numbers where a file knows numbers. `personal`: what of
 * somebody it names, which the console's pages mask.
 */
export type Column = {
  head: string
  kind: 'text' | 'won'
  width: number
  personal?: 'name' | 'email' | 'business'
}

/** Figures that lead to the last of them; `strong` is what people look for. */
export type Sums = { title: string; figures: { label: string; amount: bigint; strong?: boolean }[] }

/** A statement or list as it is read, on the screen as in each kind of file: they print this and compute nothing. */
export type Table = {
  title: string
  facts: { label: string; value: string }[]
  sums: Sums[]
  columns: Column[]
  rows: Cell[][]
  totals: Cell[]
}

/** Text on one line: names are what somebody typed. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
