import { parseArgs } from 'node:util'
import { findBrowser } from './browser'
import { browser } from './checks/browser'
import { build } from './checks/build'
import type { Check, CheckContext, Outcome } from './checks/check'
import { asOne } from './checks/check'
import { lint } from './checks/lint'
import { types } from './checks/types'
import { vitestProject } from './checks/vitest'
import { Failure } from './failure'
import type { Postgres } from './postgres/start-postgres'
import { startThrowawayPostgres } from './postgres/throwaway-postgres'
import { say, seconds, step } from './progress'
import { stopOnSignal } from './stop-on-signal'

/** What stands in one line runs at the same time: each alone would keep only one core busy. */
const CHECKS: Check[][] = [
  [types, lint],
  [vitestProject('unit')],
  [vitestProject('simulator', { browser: true })],
  [vitestProject('database', { database: true })],
  [vitestProject('model', { database: true }), vitestProject('interleavings', { database: true })],
  [build],
  [vitestProject('site', { database: true })],
  [vitestProject('faults', { database: true })],
  [browser],
]

const NAMES = CHECKS.flat().map(({ name }) => name)

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    name: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
    commands: { type: 'string' },
    schedules: { type: 'string' },
  },
})
const chosen = values.only?.split(',') ?? NAMES
const unknown = chosen.filter((name) => !NAMES.includes(name))
if (unknown.length) throw new Failure(`No such check: ${unknown.join(', ')}. There are ${NAMES.join(', ')}.`)

let postgres: Promise<Postgres> | null = null
const stopping = new AbortController()
const stopPostgres = async () => (await postgres?.catch(() => null))?.stop()

stopOnSignal({
  stop: async () => {
    stopping.abort()
    await stopPostgres()
    process.exit(1)
  },
  hurry: () => process.exit(1),
})

const context: CheckContext = {
  signal: stopping.signal,
  testName: values.name ?? null,
  settings: {
    TEST_SEED: values.seed ?? '',
    TEST_PATH: values.path ?? '',
    TEST_COMMANDS: values.commands ?? '',
    TEST_SCHEDULES: values.schedules ?? '',
  },
  databaseAdminUrl: async () =>
    (await (postgres ??= step('Throw-away database', startThrowawayPostgres))).superuserUrl,
  browser: findBrowser,
}

const total = { passed: 0, failed: 0 }
const failures: string[] = []
const summary: string[] = []
for (const line of CHECKS) await Promise.all(line.filter(({ name }) => chosen.includes(name)).map(report))
await stopPostgres()

const nothingRan = total.passed + total.failed === 0
if (nothingRan) say('No test ran.')
for (const failure of failures) say(`\n✗ ${failure.split('\n').slice(0, 20).join('\n')}`)
say(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed || nothingRan ? 1 : 0)

/** Runs a check, and says and keeps what came of it. */
async function report(check: Check): Promise<void> {
  const startedAt = Date.now()
  say(`\n▸ ${check.name}`)
  const outcome = await runCheck(check)
  total.passed += outcome.passed
  total.failed += outcome.failed
  failures.push(...(outcome.failures ?? []))
  const skipped = outcome.skipped ? `, ${outcome.skipped} skipped` : ''
  const line = `${check.name}: ${outcome.passed} passed, ${outcome.failed} failed${skipped} (${seconds(startedAt)})`
  summary.push(`${outcome.failed ? '✗' : '✓'} ${line}`)
  say(summary.at(-1) ?? '')
}

async function runCheck(check: Check): Promise<Outcome> {
  try {
    return await check.run(context)
  } catch (error) {
    // Being stopped from the keyboard is no result: the process ends once everything is cleaned up.
    if (stopping.signal.aborted) return new Promise<never>(() => undefined)
    say(error instanceof Failure ? error.message : String((error as Error).stack ?? error))
    return asOne(false)
  }
}
