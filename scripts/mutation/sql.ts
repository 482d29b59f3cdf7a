import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { createDatabase, prepareTemplate } from '@/tests/support/databases'
import { Failure } from '../failure'
import { withClient } from '../postgres/roles'
import { say, step } from '../progress'
import { REPOSITORY } from '../repository'
import { catalogMutants, type SqlMutant } from './catalog-mutants'
import { functionMutants } from './function-mutants'
import { firstFailure } from './judge'

/** The tests that judge, the quickest first and at last all: a mutant goes on only while nothing has failed. */
const STAGES = [['tests/ledger/refusals', 'tests/ledger/guards'], ['tests/ledger/'], ['tests/']]

/** Whatever of these changes may change a verdict; beside them the tests that gave it. */
const INPUTS = ['db', 'drizzle', 'lib', 'tests/support', 'toss-simulator']

const MUTANTS = 'mutants'
const ATTEMPTS = 3

/** The database as it is: no test may fail. */
const NO_MUTANT: SqlMutant = { name: 'no mutant', sql: '' }

type Verdict = {
  sql: string
  /** A hash of what the verdict rests on. */
  basis: string
  /** The first test that failed: its file and name. Null: none did. */
  caughtBy: { file: string; test: string } | null
}
type Verdicts = Record<string, Verdict>

export type Judged = { name: string; caught: boolean }

/**
 * Takes the database's guards away one by one and lets the tests judge a database without each. What an earlier run
 * found is kept in `.data` and holds until a migration, a test or the code changes. Needs TEST_DATABASE_ADMIN_URL.
 */
export async function judgeSqlMutants(directory: string, only: string): Promise<Judged[]> {
  const file = join(directory, 'sql.json')
  rmSync(join(directory, MUTANTS), { recursive: true, force: true }) // of a run that was killed
  mkdirSync(join(directory, MUTANTS))
  const verdicts = readVerdicts(file)
  const mutants = (await enumerateMutants()).filter(({ name }) => name.includes(only))
  const known = ({ name, sql }: SqlMutant) =>
    verdicts[name]?.sql === sql && verdicts[name].basis === basisOf(verdicts[name].caughtBy)
  const waiting = mutants.filter((mutant) => !known(mutant))
  const save = (mutant: SqlMutant, caughtBy: Verdict['caughtBy']) => {
    verdicts[mutant.name] = { sql: mutant.sql, basis: basisOf(caughtBy), caughtBy }
    writeFileSync(file, JSON.stringify(verdicts, null, 2))
  }
  if (waiting.length > 0 && !known(NO_MUTANT)) {
    await step('SQL: the tests without a mutant', expectGreen)
    save(NO_MUTANT, null)
  }

  await step(`SQL: ${mutants.length} mutants`, async (report) => {
    const total = waiting.length
    let judged = 0
    const work = async () => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const caughtBy = await judge(directory, mutant, verdicts[mutant.name]?.caughtBy)
        save(mutant, caughtBy)
        if (!caughtBy) say(`survived: ${mutant.name}`)
        report(`${++judged} of ${total} judged`)
      }
    }
    await Promise.all(Array.from({ length: availableParallelism() }, work))
  })
  return mutants.map(({ name }) => ({ name, caught: Boolean(verdicts[name]?.caughtBy) }))
}

async function enumerateMutants(): Promise<SqlMutant[]> {
  await prepareTemplate(process.env.TEST_DATABASE_ADMIN_URL!)
  const database = await createDatabase()
  const mutants = await withClient(database.superuserUrl, async (client) => [
    ...(await catalogMutants(client)),
    ...(await functionMutants(client)),
  ])
  await database.drop()
  return mutants
}

/** Asks the test first that caught it the last time. */
async function judge(
  directory: string,
  mutant: SqlMutant,
  last: Verdict['caughtBy'] | undefined,
): Promise<Verdict['caughtBy']> {
  const mutation = join(directory, MUTANTS, `${randomUUID()}.sql`)
  writeFileSync(mutation, mutant.sql)
  const env = { TEST_DATABASE_MUTATION: mutation }
  try {
    const again = last ? await firstFailure([last.file], env, last.test) : null
    if (again) return again
    for (const files of STAGES) {
      const failure = await lastingFailure(files, env)
      if (failure) return failure
    }
    return null
  } finally {
    rmSync(mutation)
  }
}

/** A failure counts when the same test fails twice: on a busy machine one may also fail by itself. */
async function lastingFailure(files: string[], env: Record<string, string>): Promise<Verdict['caughtBy']> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const failure = await firstFailure(files, env)
    if (!failure || (await firstFailure([failure.file], env, failure.test))) return failure
    say(`failed once and passed then: ${failure.file}, ${failure.test}`)
  }
  throw new Failure(`The tests fail by themselves too often to judge: ${files.join(', ')}`)
}

async function expectGreen(): Promise<void> {
  const failure = await firstFailure(STAGES.flat(), {})
  if (failure) throw new Failure(`They must pass before they can judge: ${failure.file}, ${failure.test}`)
}

function readVerdicts(file: string): Verdicts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Verdicts
  } catch {
    return {}
  }
}

/** A caught mutant stays caught while the test that caught it is the same; a survivor waits for any change of a test. */
function basisOf(caughtBy: Verdict['caughtBy']): string {
  const hash = createHash('sha256')
  for (const path of [...INPUTS, caughtBy?.file ?? 'tests'].flatMap(filesUnder)) {
    hash.update(relative(REPOSITORY, path)).update(readFileSync(path))
  }
  return hash.digest('hex').slice(0, 16)
}

function filesUnder(path: string): string[] {
  const absolute = join(REPOSITORY, path)
  if (path.endsWith('.ts')) return existsSync(absolute) ? [absolute] : []
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
