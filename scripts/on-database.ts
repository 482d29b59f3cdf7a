import { openDatabase } from './local-database'
import { readLocalEnvironment } from './local-environment'
import { runNode } from './run-command'
import { readSettings, type Settings } from './settings-file'

const environment = readLocalEnvironment()
// `verify`, `reconcile`, `doctor` and the like, as the npm script says.
const [command, ...args] = process.argv.slice(2)
const run = (settings: Settings) =>
  runNode(['--import', 'tsx', `scripts/${command}.ts`, ...args], { env: settings })

if (environment.databaseUrl) process.exit(await run(environment.settings))

// A running site is looked at on its own server, which stays up afterwards; who carries its withdrawals, it alone knows.
const database = await openDatabase(environment)
const { WITHDRAW_BY } = database.adopted ? readSettings(environment.settingsFile) : {}
const code = await run({
  ...(WITHDRAW_BY ? { WITHDRAW_BY } : {}),
  ...environment.settings,
  DATABASE_URL: database.url,
  DATABASE_OWNER_URL: database.ownerUrl,
})
if (!database.adopted) await database.stop()
process.exit(code)
