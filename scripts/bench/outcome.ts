import { ratios, spread, type Spread } from './arithmetic'
import type { Sample } from './measure'
import type { Goal, Row } from './row'

/** Every round of a row, in order. */
export type Measured = { row: Row; samples: Sample[] }

/** One line of the table: a row and one thing it is held against, or nothing. */
export type Outcome = {
  name: string
  figure: Spread
  unit: string
  /** The row it is held against, if any. */
  against: string
  ratio?: Spread & { slower: boolean }
  must?: string
  /** By the medians; absent when nothing must be reached. */
  reached?: boolean
}

export function toOutcomes(all: Measured[]): Outcome[] {
  return all.flatMap((measured) => {
    const { row } = measured
    const plain = { name: row.name, figure: spread(figures(measured)), unit: row.figure, against: '' }
    return row.goals.length > 0 ? row.goals.map((goal) => judge(measured, goal, all)) : [plain]
  })
}

function judge(measured: Measured, goal: Goal, all: Measured[]): Outcome {
  const { row, samples } = measured
  if (goal.kind === 'limit') {
    const figure = spread(samples.map((sample) => sample[goal.on]))
    const unit = `ms (${goal.on.replace('Ms', '')})`
    const must = `≤ ${goal.atMost} ms`
    return { name: row.name, figure, unit, against: '', must, reached: figure.median <= goal.atMost }
  }
  const other = all.find(({ row: { name } }) => name === goal.than)!
  const outcome = { name: row.name, figure: spread(figures(measured)), unit: row.figure, against: goal.than }
  const slower = goal.kind === 'slower'
  // More per second is better, more milliseconds are worse.
  const upright = slower === (row.figure === 'ms')
  const ratio = spread(
    upright ? ratios(figures(measured), figures(other)) : ratios(figures(other), figures(measured)),
  )
  const bound = slower ? goal.atMost : goal.atLeast
  return {
    ...outcome,
    ratio: { ...ratio, slower },
    ...(bound !== undefined && {
      must: slower ? `≤ ${bound} × slower` : `≥ ${bound} ×`,
      reached: slower ? ratio.median <= bound : ratio.median >= bound,
    }),
  }
}

/** What a row is compared by, round by round. */
export function figures({ row, samples }: Measured): number[] {
  return samples.map(({ perSecond, p50Ms }) => (row.figure === 'ms' ? p50Ms : perSecond))
}
