import type { Choose, Decision, Played } from './schedule'
import { letter } from './schedule'

/** Follows a printed path of letters; afterwards whoever can goes on. */
export const follow =
  (path: string): Choose =>
  (enabled) => {
    const wanted = path[0] ? enabled.find((session) => letter(session) === path[0]) : undefined
    path = path.slice(1)
    return wanted ?? enabled[0]!
  }

export const pathOf = ({ decisions }: Played): string =>
  decisions.map(({ chosen }) => letter(chosen)).join('')

/**
 * Step by step, as if nobody else were there: whoever goes on does so up to its next call to Toss, or its end. Only at
 * Toss does a command promise nothing to be as it was before; the path says who comes next there.
 */
export function inWholeSteps(path: string): { choose: Choose; decisions: Decision[] } {
  const decisions: Decision[] = []
  const next = follow(path)
  let current = -1
  const choose: Choose = (enabled, gates) => {
    const goesOn = enabled.includes(current) && !gates[current]!.waitsFor!.startsWith('toss')
    if (goesOn) return current
    current = next(enabled, gates)
    decisions.push({ enabled, chosen: current })
    return current
  }
  return { choose, decisions }
}

/** The next merge order of a depth-first walk through all of them; null after the last. */
export function nextOrder({ decisions }: Pick<Played, 'decisions'>): string | null {
  for (let at = decisions.length - 1; at >= 0; at--) {
    const { enabled, chosen } = decisions[at]!
    const next = enabled[enabled.indexOf(chosen) + 1]
    if (next === undefined) continue
    const before = decisions.slice(0, at).map((decision) => letter(decision.chosen))
    return [...before, letter(next)].join('')
  }
  return null
}

/**
 * Any merge order as likely as any other, as long as nobody blocks: each session goes on with the share that its
 * remaining steps have. `weight` estimates from one walk how many merge orders there are.
 */
export function evenly(lengths: number[], random: () => number): { choose: Choose; weight: () => number } {
  let weight = 1
  const choose: Choose = (enabled, gates) => {
    const shares = enabled.map((session) => Math.max(1, lengths[session]! - gates[session]!.passed.length))
    const total = shares.reduce((sum, share) => sum + share, 0)
    let mark = random() * total
    const found = shares.findIndex((share) => (mark -= share) < 0)
    const at = found < 0 ? enabled.length - 1 : found
    weight *= total / shares[at]!
    return enabled[at]!
  }
  return { choose, weight: () => weight }
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
