import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from './failure'
import { checkScore, describeScores } from './mutation/score'
import { judgeSqlMutants } from './mutation/sql'
import { compareSurvivors, readExplanations, writePage } from './mutation/survivors'
import { judgeTypeScriptMutants } from './mutation/typescript'
import { startPostgres } from './postgres/start-postgres'
import { say, step } from './progress'
import { REPOSITORY } from './repository'
import { stopOnSignal } from './stop-on-signal'
import { createTemporaryData, removeTemporaryData } from './temporary-data'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    name: { type: 'string', default: '' },
    fresh: { type: 'boolean', default: false },
  },
})
const { only, name, fresh } = values
if (only && only !== 'typescript' && only !== 'sql') {
  throw new Failure(`--only takes typescript or sql, not ${only}.`)
}

const records = join(REPOSITORY, process.env.POSPAY_DATA_DIR ?? '.data', 'mutation')
if (fresh) rmSync(records, { recursive: true, force: true })
mkdirSync(records, { recursive: true })

const dataDir = await createTemporaryData()
const stop = () => removeTemporaryData(dataDir)
stopOnSignal({
  stop: async () => {
    await stop()
    process.exit(1)
  },
  hurry: () => process.exit(1),
})

try {
  // It proves logic, not durability, so it need not wait for any disk.
  const settings = {
    max_connections: '400',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  }
  const postgres = await step('Throw-away database', () => startPostgres({ dataDir, settings }))
  process.env.TEST_DATABASE_ADMIN_URL = postgres.superuserUrl
  const typescript = only === 'sql' ? [] : await judgeTypeScriptMutants(records, name)
  const sql = only === 'typescript' ? [] : await judgeSqlMutants(records, name)
  const survivors = [
    ...typescript.filter(({ outcome }) => outcome === 'survived'),
    ...sql.filter(({ caught }) => !caught),
  ].map((mutant) => mutant.name)
  const summary = [
    ...(typescript.length ? describeScores(typescript) : []),
    ...(sql.length ? [`SQL: ${sql.filter(({ caught }) => caught).length} of ${sql.length} caught`] : []),
  ]
  const explanations = readExplanations()
  const whole = !only && !name
  const wrong = [...compareSurvivors(survivors, explanations, whole), ...checkScore(typescript)]
  say(`\n${[...summary, ...wrong].join('\n')}`)
  if (whole) await writePage(summary, survivors, explanations)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  await stop()
}
process.exit()
