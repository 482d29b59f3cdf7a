import { median, type Spread } from './arithmetic'
import type { Sample } from './measure'
import type { Measured, Outcome } from './outcome'

export type Table = { head: string[]; rows: string[][] }

/** What is held against what. */
export function goalTable(outcomes: Outcome[]): Table {
  return {
    head: ['work', 'median [min–max]', 'against', 'ratio [min–max]', 'must', ''],
    rows: outcomes.map(({ name, figure, unit, against, ratio, must, reached }) => [
      name,
      `${formatSpread(figure, unit.startsWith('ms') ? formatMs : formatCount)} ${unit}`,
      against,
      ratio ? `${formatSpread(ratio, (value) => value.toFixed(2))} ×${ratio.slower ? ' slower' : ''}` : '',
      must ?? '',
      reached === undefined ? '' : reached ? '✓' : '✗',
    ]),
  }
}

/** What each run gave: medians over the rounds. */
export function runTable(all: Measured[]): Table {
  return {
    head: ['work', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'WAL per call'],
    rows: all.map(({ row, samples }) => {
      const middle = (of: keyof Sample) => median(samples.map((sample) => sample[of] ?? 0))
      const times = (['p50Ms', 'p95Ms', 'p99Ms'] as const).map((of) => formatMs(middle(of)))
      const wal = samples[0]?.walBytes === undefined ? '' : `${(middle('walBytes') / 1000).toFixed(2)} kB`
      return [row.name, formatCount(middle('perSecond')), ...times, wal]
    }),
  }
}

/** Columns of equal width, for a terminal. */
export function toText({ head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]!.length)))
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

export function toMarkdown({ head, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function formatSpread({ median, min, max }: Spread, format: (value: number) => string): string {
  return `${format(median)} [${format(min)}–${format(max)}]`
}

function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function formatMs(value: number): string {
  return value >= 100 ? formatCount(value) : value.toFixed(2)
}
