/** The middle of the values, of an even number of them the mean of the two in the middle. Throws RangeError for none. */
export function median(values: number[]): number {
  const sorted = inOrder(values)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value that `share` of the values (0 to 1) do not exceed, by nearest rank. Throws RangeError for none. */
export function percentile(values: number[], share: number): number {
  const sorted = inOrder(values)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

export type Spread = { median: number; min: number; max: number }

/** Throws RangeError for no values. */
export function spread(values: number[]): Spread {
  const sorted = inOrder(values)
  return { median: median(sorted), min: sorted[0]!, max: sorted.at(-1)! }
}

/**
 * Round by round, so that what slows the whole machine for a while slows both sides of one ratio. Throws RangeError
 * when one side has more rounds.
 */
export function ratios(above: number[], below: number[]): number[] {
  if (above.length !== below.length) throw new RangeError('sides of different rounds')
  return above.map((value, round) => value / below[round]!)
}

function inOrder(values: number[]): number[] {
  if (values.length === 0) throw new RangeError('no values')
  return [...values].sort((a, b) => a - b)
}
