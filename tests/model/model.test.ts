import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { figure, runOptions } from '../support/options'
import { explore } from './explore'
import type { Kind } from './kind'
import { KINDS, kindsOf } from './kinds'

const SLICE = 10_000
/** Until every outcome came up, but no longer: one that has not by then is a mistake. */
const PATIENCE = 60_000
/** Worlds that are played at once: while one waits for the database the others use the processor. */
const LANES = 6

const { seed: given, path, commands: wanted } = runOptions()
const seed = given ?? randomInt(2 ** 31 - 1)

test('whatever people, Toss, the job and the clock do, in any order, is answered and kept as the model says', async () => {
  const counts = new Map<string, number>()
  let commands = 0
  let sequences = 0
  const tally = (kind: string, outcome: string) => {
    commands++
    counts.set(`${kind}: ${outcome}`, (counts.get(`${kind}: ${outcome}`) ?? 0) + 1)
  }
  const onSequence = () => void sequences++
  if (path) return explore({ seed, path, tally, onSequence })

  const least = wanted ?? SLICE
  const missedBy = ({ name, outcomes }: Kind) =>
    outcomes.map((outcome) => `${name}: ${outcome}`).filter((outcome) => !counts.has(outcome))
  const missed = () => KINDS.flatMap(missedBy)
  // Less than a slice is somebody who looks at one thing.
  const isWhole = least >= SLICE
  const enough = () => commands >= least && (!isWhole || missed().length === 0 || commands >= PATIENCE)
  let worlds = 0
  /** At first each part has its turn, then those alone that what is missed belongs to. */
  const nextSeed = (): number => {
    const next = seed + worlds++
    const kinds = kindsOf(next)
    const leads = kinds !== KINDS && kinds.some((kind) => missedBy(kind).length > 0)
    return commands < least || leads ? next : nextSeed()
  }
  let broken = false
  const lane = async (): Promise<void> => {
    while (!enough() && !broken) {
      await explore({ seed: nextSeed(), tally, onSequence }).catch((failure: unknown) => {
        broken = true
        throw failure
      })
    }
  }
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    console.log(describeRun(counts))
    console.log(`model: ${figure(commands)} commands in ${figure(sequences)} sequences, seed ${seed}`)
  }
  if (isWhole) expect(missed()).toEqual([])
})

/** One line per kind of command, with how often each outcome came. */
function describeRun(counts: Map<string, number>): string {
  const of = (name: string, outcomes: readonly string[]) =>
    outcomes.map((outcome) => `${outcome} ${figure(counts.get(`${name}: ${outcome}`) ?? 0)}`).join(', ')
  return KINDS.map(({ name, outcomes }) => `  ${name}: ${of(name, outcomes)}`).join('\n')
}
