import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { say } from '../progress'
import { REPOSITORY } from '../repository'

/** What is changed, and the folders of the tests that judge it: all of them would take ten minutes for each survivor. */
type Group = { mutate: string[]; judges: string[] }

/** Run one after the other, each kept by itself: a run that is broken off loses one of them at most. */
const GROUPS: Record<string, Group> = {
  money: { mutate: ['lib/money.ts', 'lib/toss/{codes,outcome}.ts'], judges: ['unit', 'charge', 'refund'] },
  ledger: {
    mutate: ['lib/ledger/**/*.ts', '!lib/ledger/movements.ts', 'db/group-commit.ts'],
    judges: ['unit', 'ledger', 'db/group-commit', 'adjustment'],
  },
  // Each is made by a flow, whose tests say where the money went.
  movements: {
    mutate: ['lib/ledger/movements.ts'],
    judges: ['unit', 'ledger', 'charge', 'booking', 'refund', 'adjustment', 'withdrawal', 'reconcile'],
  },
  // Sentences for people, and their way over HTTP, are no part of the state machine.
  charge: {
    mutate: ['lib/charge/*.ts', '!lib/charge/{failure-message,wire}.ts'],
    judges: ['unit', 'charge', 'webhook', 'reconcile'],
  },
}

const SANDBOX = 'sandbox'

/** Where a change may change a verdict without Stryker's own record noticing it. */
const SURROUNDINGS = ['db', 'drizzle', 'tests/support']

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number]

export type TypeScriptMutant = {
  /** Which change it is: its key in `survivors.json`. */
  name: string
  file: string
  outcome: 'caught' | 'survived'
}

/**
 * A mutant that hangs is noticed as well. One that no test reaches is not, nor is one on which the runner itself broke:
 * that says nothing of the tests. The others were never run.
 */
const OUTCOMES: Partial<Record<MutantResult['status'], TypeScriptMutant['outcome']>> = {
  Killed: 'caught',
  Timeout: 'caught',
  Survived: 'survived',
  NoCoverage: 'survived',
  RuntimeError: 'survived',
}

/** Changes the money's TypeScript in one place at a time and runs the tests that reach it. Needs TEST_DATABASE_ADMIN_URL. */
export async function judgeTypeScriptMutants(directory: string, only: string): Promise<TypeScriptMutant[]> {
  rmSync(join(directory, SANDBOX), { recursive: true, force: true }) // of a run that was killed
  const found: TypeScriptMutant[] = []
  for (const [name, group] of Object.entries(GROUPS)) {
    if (only && only !== name) continue
    say(`\n▸ TypeScript: ${name}`)
    found.push(...(await runGroup(directory, name, group)))
  }
  return found
}

async function runGroup(
  directory: string,
  name: string,
  { mutate, judges }: Group,
): Promise<TypeScriptMutant[]> {
  process.env.MUTATION_JUDGES = judges.join(',')
  const results = await new Stryker({
    mutate,
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: true },
    plugins: ['@stryker-mutator/vitest-runner', join(import.meta.dirname, 'stryker-plugins.mjs')],
    ignorers: ['words'],
    coverageAnalysis: 'perTest',
    reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only', 'survivors'],
    incremental: true,
    incrementalFile: recordOf(directory, name),
    tempDirName: join(directory, SANDBOX),
    ignorePatterns: ['.data', '.next', 'docs', 'public', 'tests/e2e'],
    warnings: { slow: true, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
    dryRunTimeoutMinutes: 30,
    timeoutMS: 10_000,
    timeoutFactor: 2,
    allowEmpty: true,
  }).runMutationTest()

  const seen = new Map<string, number>()
  return results.flatMap((result) => {
    const outcome = OUTCOMES[result.status]
    if (!outcome) return []
    const file = relative(REPOSITORY, result.fileName)
    const name = `${file}: ${describeChange(result)}`
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return [{ name: nth === 1 ? name : `${name} (${nth})`, file, outcome }]
  })
}

/** What was put in place of what, in which line: without its number, so that it outlives lines that move. */
function describeChange({ fileName, location: { start, end }, replacement = '' }: MutantResult): string {
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const changed = lines.slice(start.line - 1, end.line)
  changed.push(changed.pop()!.slice(0, end.column - 1))
  changed.unshift(changed.shift()!.slice(start.column - 1))
  const [before, after] = [short(changed.join(' ')), short(replacement) || 'nothing']
  return `${before} → ${after} in "${short(lines[start.line - 1]!, 100)}"`
}

function short(text: string, length = 60): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}

/** Stryker's record of a group, begun anew when what surrounds the group has changed. */
function recordOf(directory: string, group: string): string {
  const hash = createHash('sha256')
  for (const folder of SURROUNDINGS) {
    for (const entry of readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
    }
  }
  const name = `${group}-${hash.digest('hex').slice(0, 12)}.json`
  for (const old of readdirSync(directory)) {
    if (old.startsWith(`${group}-`) && old !== name) rmSync(join(directory, old))
  }
  return join(directory, name)
}
