import './bench/settings'
import { parseArgs } from 'node:util'
import { ALWAYS } from '@/lib/verify'
import { expectDisk } from './bench/disk'
import type { Measured } from './bench/outcome'
import { describe, saveToDocs, writeResults } from './bench/report'
import { chooseRows } from './bench/rows'
import { startServer, type Server } from './bench/server'
import { LARGE, MAIN, SMALL } from './bench/sizes'
import { createWorld } from './bench/world'
import { Failure } from './failure'
import { say, step } from './progress'
import { stopOnSignal } from './stop-on-signal'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})
const rounds = readNumber('rounds', values.rounds ?? (values.full ? '9' : '5'))
const seconds = readNumber('seconds', values.seconds ?? '1')
const rows = chooseRows({ full: values.full, only: values.only ? new RegExp(values.only, 'i') : undefined })
if (rows.length === 0) throw new Failure(`No row's name matches ${values.only}.`)
expectDisk(values.full)

const stopping = new AbortController()
let starting: Promise<Server> | null = null
const stopServer = async () => (await starting?.catch(() => null))?.stop()
stopOnSignal({
  stop: async () => {
    stopping.abort()
    await stopServer()
    process.exit(1)
  },
  hurry: () => process.exit(1),
})

try {
  await run()
} catch (error) {
  // Being stopped from the keyboard is no result: the process ends once everything is cleaned up.
  if (stopping.signal.aborted) await new Promise<never>(() => undefined)
  await stopServer()
  throw error
}
process.exit(0)

async function run(): Promise<void> {
  const server = await (starting = step('Throw-away database', startServer))
  const sizes = values.full ? [SMALL, MAIN, LARGE] : [SMALL, MAIN]
  const world = createWorld(server, sizes, stopping.signal)
  const opened: (Measured & { run(seconds: number): Promise<Measured['samples'][number]> })[] = []
  for (const row of rows) opened.push({ row, samples: [], run: await row.open(world) })

  const before = await server.readCheckpoints()
  let [checkpoints, fullPageImages] = [0, 0]
  for (let round = 1; round <= rounds; round++) {
    await step(`Round ${round} of ${rounds}`, async (report) => {
      // Every round begins with another row, so that none always follows the same.
      const shift = Math.floor(((round - 1) * opened.length) / rounds)
      for (const each of [...opened.slice(shift), ...opened.slice(0, shift)]) {
        report(each.row.name)
        each.samples.push(await each.run(seconds))
      }
      const after = await server.readCheckpoints()
      checkpoints = after.checkpoints - before.checkpoints
      fullPageImages = after.fullPageImages - before.fullPageImages
      report('invariants of what was posted')
      await world.expectSound('recent')
      report('invariants hold')
    })
  }
  await step('Every invariant, over the whole of each book', () => world.expectSound('full'))

  const results = {
    measured: opened,
    rounds,
    seconds,
    postgres: server.version,
    notes: world.notes,
    checkpoints,
    fullPageImages,
    invariants: ALWAYS.length,
  }
  await world.close()
  await step('Cleaning up', stopServer)
  say(`\n${describe(results)}\n`)
  say(`Every round: ${writeResults(results).join(', ')}`)
  if (values.save) saveToDocs(results)
}

function readNumber(name: string, value: string): number {
  const number = Number(value)
  if (number > 0 && (name !== 'rounds' || Number.isInteger(number))) return number
  throw new Failure(`--${name} is "${value}": a number above 0 is needed.`)
}
