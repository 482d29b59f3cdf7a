export type DiffLine = { kind: 'same' | 'gone' | 'new'; text: string }

/** What of a text has become of another, line by line: the longest common subsequence stays. */
export function differ(before: string, after: string): DiffLine[] {
  const [a, b] = [before, after].map((text) => text.split('\n').filter(Boolean)) as [string[], string[]]
  // length[i][j]: how many lines a[i..] and b[j..] have in common.
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i]![j] =
        a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!)

  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! })
      i++
      j++
    } else if (i < a.length && (j === b.length || length[i + 1]![j]! >= length[i]![j + 1]!)) {
      lines.push({ kind: 'gone', text: a[i++]! })
    } else {
      lines.push({ kind: 'new', text: b[j++]! })
    }
  }
  return lines
}
