import { randomInt } from 'node:crypto'
import { test } from 'vitest'
import { figure, runOptions } from '../support/options'
import { COMMANDS, type Command } from './commands'
import { nameOf, openLane, type Explored, type Lane } from './lane'
import { seeded } from './orders'

const SLICE = 2_000
/** Databases on which schedules are played at once. */
const LANES = 3
/** Of the schedules, the part that goes to triples. */
const TRIPLES = 0.2
const BATCH = 20

const { seed: given, path, schedules: wanted } = runOptions()
const seed = given ?? randomInt(2 ** 31 - 1)
const total = wanted ?? SLICE

const pairs = COMMANDS.flatMap((one, i) => COMMANDS.slice(i).map((two) => [one, two]))

test('whatever the order of their statements, commands leave what some serial order leaves', async () => {
  if (path) return replay(path)
  const random = seeded(seed)
  const share = Math.ceil((total * (1 - TRIPLES)) / pairs.length)
  const report = new Map<string, Explored>()
  let played = 0
  let triples = 0
  let violations = 0

  const waiting = shuffled(pairs, random)
  // A slice leaves pairs to other runs; one that is asked for plays them all.
  const enough = () => wanted === null && played >= total * (1 - TRIPLES)
  const large: Command[][] = []
  const work = async (lane: Lane): Promise<void> => {
    for (let pair = waiting.pop(); pair && !violations && !enough(); pair = waiting.pop()) {
      const explored = await lane.explore(pair, { all: 3 * share, some: share, random })
      report.set(nameOf(pair), explored)
      played += explored.schedules
      if (!explored.exhausted) large.push(pair)
    }
    while ((played < total || triples < total * TRIPLES) && !violations) {
      const inTurn = large.length > 0 && triples > total * TRIPLES ? large.shift()! : null
      if (inTurn) large.push(inTurn)
      else triples += BATCH
      played += BATCH
      await lane.explore(inTurn ?? anyThree(random), { all: 0, some: BATCH, random })
      if (inTurn) report.get(nameOf(inTurn))!.schedules += BATCH
    }
  }
  const worker = async (): Promise<void> => {
    const lane = await openLane()
    await work(lane).catch((failure: unknown) => {
      violations++
      throw failure
    })
    await (violations ? lane.abandon() : lane.close())
  }
  try {
    await Promise.all(Array.from({ length: LANES }, worker))
  } finally {
    console.log(describeRun(report))
    console.log(
      `interleavings: ${figure(played)} schedules of ${report.size} of ${pairs.length} pairs (${exhausted(report)} in every order) ` +
        `and of triples (${figure(triples)}), ${violations} violations, seed ${seed}`,
    )
  }
})

function shuffled<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}

function anyThree(random: () => number): Command[] {
  return [0, 1, 2].map(() => COMMANDS[Math.floor(random() * COMMANDS.length)]!)
}

const exhausted = (report: Map<string, Explored>) =>
  [...report.values()].filter((explored) => explored.exhausted).length

/** How many schedules of each pair were played: `all 6`, or `some 60`. */
function describeRun(report: Map<string, Explored>): string {
  const lines = COMMANDS.map(({ name }) => {
    const own = [...report].filter(([pair]) => pair.startsWith(`${name}+`))
    const figures = own.map(([pair, { exhausted: all, schedules, seen }]) => {
      const other = pair.slice(name.length + 1)
      return `${other} ${all ? 'all' : 'some'} ${figure(all ? seen.size : schedules)}`
    })
    return `  ${name} + ${figures.reverse().join(', ')}`
  })
  return lines.join('\n')
}

/** `confirm-X+look-at-Z:ABBA` */
async function replay(wish: string): Promise<void> {
  const [names = '', letters = ''] = wish.split(':')
  const commands = names.split('+').map((name) => {
    const found = COMMANDS.find((command) => command.name === name)
    if (!found) throw new Error(`no command is called ${name}`)
    return found
  })
  const lane = await openLane()
  await lane.replay(commands, letters)
  await lane.close()
}
