import fc from 'fast-check'
import { expect } from 'vitest'
import type { Model } from './model'
import { modelState, readState } from './state'
import type { World } from './world'

export type Tally = (kind: string, outcome: string) => void
export type Real = { world: World; tally: Tally }
export type Command = fc.AsyncCommand<Model, Real>

/** One kind of command: what may be asked, and every outcome that a run has to have seen. */
export type Kind = {
  name: string
  outcomes: readonly string[]
  weight: number
  wishes: fc.Arbitrary<Command>
}

type Description<Wish, Outcome extends string> = {
  name: string
  weight: number
  outcomes: readonly Outcome[]
  wish: fc.Arbitrary<Wish>
  /** Whether there is anything to do it with. */
  fits?(model: Model, wish: Wish): boolean
  /** Does it in the model and for real, compares the answers, and says which outcome it was. */
  run(model: Model, world: World, wish: Wish): Promise<Outcome>
}

/** Every command ends with the same question: does the database hold what the model holds? */
export function kind<Wish, const Outcome extends string>(given: Description<Wish, Outcome>): Kind {
  const { name, weight, outcomes, wish, fits = () => true, run } = given
  const wishes = wish.map((wanted): Command => ({
    check: (model) => fits(model as Model, wanted),
    run: async (model, { world, tally }) => {
      tally(name, await run(model, world, wanted))
      expect(await readState(world, model)).toEqual(modelState(model))
    },
    toString: () => `${name} ${fc.stringify(wanted)}`,
  }))
  return { name, outcomes, weight, wishes }
}

/** Which one of a list: the commands say it with a number, whatever the list will be. */
export const which = fc.nat(10_000)

export function pick<T>(list: T[], index: number): T {
  return list[index % list.length]!
}

/** The newest more often than the rest. */
export function pickRecent<T>(list: T[], index: number): T {
  return index % 3 === 0 ? pick(list, index) : list[Math.max(0, list.length - 1 - (index % 4))]!
}

/** Mostly one of those that the command is about, where there is any. */
export function pickLikely<T>(list: T[], likely: (one: T) => boolean, index: number): T {
  const wanted = list.filter(likely)
  return wanted.length > 0 && index % 4 > 0 ? pick(wanted, index) : pickRecent(list, index)
}
