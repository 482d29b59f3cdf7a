import { expect, test } from 'vitest'
import { median, percentile, ratios, spread } from '@/scripts/bench/arithmetic'
import { measure, type Sample } from '@/scripts/bench/measure'
import { toOutcomes } from '@/scripts/bench/outcome'
import { drawPlot } from '@/scripts/bench/plot'
import { byZipf, evenly } from '@/scripts/bench/popularity'
import type { Goal, Row } from '@/scripts/bench/row'
import { chooseRows } from '@/scripts/bench/rows'
import { goalTable, runTable, toMarkdown, toText } from '@/scripts/bench/tables'

test('a median is the middle value, whatever the order, and between two middles their mean', () => {
  expect(median([9])).toBe(9)
  expect(median([10, 9, 1])).toBe(9)
  expect(median([100, 2, 1, 3])).toBe(2.5)
  expect(() => median([])).toThrow(RangeError)
})

test('a percentile is a value that was measured, the smallest that enough others do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([0, 0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 95, 99, 100])
  expect(percentile([7], 0.95)).toBe(7)
  expect(() => percentile([], 0.5)).toThrow(RangeError)
})

test('a spread leaves the rounds as they were', () => {
  const rounds = [3, 1, 2]
  expect(spread(rounds)).toEqual({ median: 2, min: 1, max: 3 })
  expect(rounds).toEqual([3, 1, 2])
})

test('ratios are of one round each', () => {
  expect(ratios([10, 40], [5, 10])).toEqual([2, 4])
  expect(() => ratios([1], [1, 2])).toThrow(RangeError)
})

/** 0, 1/n, 2/n …: every part of the range equally often. */
function sweep(steps: number): () => number {
  let step = 0
  return () => (step++ % steps) / steps
}

function countPicks(pick: () => number, times: number): number[] {
  const counts: number[] = []
  for (let i = 0; i < times; i++) {
    const picked = pick()
    counts[picked] = (counts[picked] ?? 0) + 1
  }
  return counts
}

test('even picks reach every candidate equally often', () => {
  expect(countPicks(evenly(4, sweep(400)), 400)).toEqual([100, 100, 100, 100])
})

test('popular candidates are picked in proportion to 1 / rank ^ exponent', () => {
  const times = 100_000
  const counts = countPicks(byZipf(1000, 1.2, sweep(times)), times)
  const sum = Array.from({ length: 1000 }, (_, index) => (index + 1) ** -1.2).reduce((a, b) => a + b)
  for (const rank of [1, 2, 10, 100, 1000]) {
    expect(Math.abs(counts[rank - 1]! - (times * rank ** -1.2) / sum)).toBeLessThanOrEqual(2)
  }
  expect(counts).toHaveLength(1000)
})

test('callers are warmed up first, and every measured call counts once', async () => {
  let calls = 0
  const sample = await measure({
    callers: 3,
    seconds: 0,
    warmUpCalls: 2,
    call: async () => void calls++,
    readWal: async () => calls * 100,
  })
  expect(calls).toBe(3 * 2 + 3)
  expect(sample.walBytes).toBe(100)
  expect(sample.p50Ms).toBeLessThanOrEqual(sample.p95Ms)
})

test('what a call throws ends the measurement', async () => {
  const call = async () => {
    throw new Error('refused')
  }
  await expect(measure({ callers: 2, seconds: 1, call })).rejects.toThrow('refused')
})

const neverOpened = async () => {
  throw new Error('never opened')
}
const rowOf = (name: string, figure: Row['figure'], goals: Goal[]): Row => ({
  name,
  figure,
  goals,
  open: neverOpened,
})
const sampleOf = (perSecond: number, ms = 1000 / perSecond): Sample => ({
  perSecond,
  p50Ms: ms,
  p95Ms: 2 * ms,
  p99Ms: 3 * ms,
})

const REFERENCE = {
  row: rowOf('reference', 'transactions/s', []),
  samples: [100, 200, 400].map((n) => sampleOf(n)),
}

test('faster and slower are judged by the median of the ratios of the rounds', () => {
  const row = rowOf('work', 'payments/s', [
    { kind: 'faster', than: 'reference', atLeast: 1.5 },
    { kind: 'slower', than: 'reference', atMost: 0.6 },
    { kind: 'faster', than: 'reference' },
  ])
  const samples = [150, 400, 400].map((n) => sampleOf(n))
  const [, faster, slower, shown] = toOutcomes([REFERENCE, { row, samples }])
  expect(faster).toMatchObject({ ratio: { median: 1.5, min: 1, max: 2 }, must: '≥ 1.5 ×', reached: true })
  expect(slower).toMatchObject({ ratio: { min: 0.5, max: 1 }, reached: false })
  expect(shown).not.toHaveProperty('reached')
})

test('more milliseconds are slower', () => {
  const small = { row: rowOf('small', 'ms', []), samples: [sampleOf(0, 2)] }
  const large = {
    row: rowOf('large', 'ms', [
      { kind: 'slower', than: 'small', atMost: 1.25 },
      { kind: 'faster', than: 'small', atLeast: 1 },
      { kind: 'limit', on: 'p95Ms', atMost: 6 },
    ]),
    samples: [sampleOf(0, 3)],
  }
  const [, slower, faster, limit] = toOutcomes([small, large])
  expect(slower).toMatchObject({ ratio: { median: 1.5 }, reached: false })
  expect(faster).toMatchObject({ ratio: { median: 2 / 3 }, reached: false })
  expect(limit).toMatchObject({ figure: { median: 6 }, reached: true })
})

test('tables show medians with their range, and whether the goal is reached', () => {
  const row = rowOf('work', 'payments/s', [{ kind: 'faster', than: 'reference', atLeast: 2 }])
  const all = [REFERENCE, { row, samples: [150, 300, 3000].map((n) => ({ ...sampleOf(n), walBytes: 2100 })) }]
  expect(
    toMarkdown(goalTable(toOutcomes(all)))
      .split('\n')
      .at(-1),
  ).toBe('| work | 300 [150–3,000] payments/s | reference | 1.50 [1.50–7.50] × | ≥ 2 × | ✗ |')
  expect(toText(runTable(all)).split('\n').at(-1)).toMatch(/^work +300 +3\.33 +6\.67 +10\.00 +2\.10 kB$/)
})

test('the plot has one bar for everything that is counted per second', () => {
  const reads = { row: rowOf('read', 'ms', []), samples: [sampleOf(10)] }
  const plot = drawPlot([REFERENCE, reads])
  expect(plot.match(/<rect /g)).toHaveLength(1)
  expect(plot).toContain('>200</text>')
})

test('rows bring along what they are held against', () => {
  const names = (full: boolean, only?: RegExp) => chooseRows({ full, only }).map(({ name }) => name)
  expect(names(false, /^post in sets, 128/)).toEqual(['TPC-B, 16 clients', 'post in sets, 128 callers'])
  expect(names(false, /no such row/)).toEqual([])
})

test('every row is named once, and 10 million entries are only for a full run', () => {
  const names = chooseRows({ full: true }).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const left = new Set(chooseRows({ full: false }).map(({ name }) => name))
  expect(names.filter((name) => !left.has(name))).toEqual(names.filter((name) => name.includes('10 million')))
})
