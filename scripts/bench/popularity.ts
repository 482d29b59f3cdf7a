/** Which of the candidates, from 0. */
export type Pick = () => number

export function evenly(candidates: number, random: () => number = Math.random): Pick {
  return () => Math.floor(random() * candidates)
}

/** The k-th candidate is picked in proportion to 1 / k^exponent: a few are popular, most hardly known. */
export function byZipf(candidates: number, exponent: number, random: () => number = Math.random): Pick {
  const upTo = new Float64Array(candidates)
  let sum = 0
  for (let k = 0; k < candidates; k++) upTo[k] = sum += (k + 1) ** -exponent
  return () => firstAbove(upTo, random() * sum)
}

function firstAbove(sorted: Float64Array, wanted: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! > wanted) high = middle
    else low = middle + 1
  }
  return low
}
