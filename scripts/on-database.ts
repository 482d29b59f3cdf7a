import { openDatabase } from './local-database'
import { readLocalEnvironment } from './local-environment'
import { runNode } from './run-command'
import type { Settings } from './settings-file'

const environment = readLocalEnvironment()
// `verify`, `reconcile`, `doctor` and the like, as the npm script says.
const [command, ...args] = process.argv.slice(2)
const run = (settings: Settings) =>
  runNode(['--import', 'tsx', `scripts/${command}.ts`, ...args], { env: settings })

if (environment.databaseUrl) process.exit(await run(environment.settings))

// A running site is looked at on its own server, which stays up afterwards.
const database = await openDatabase(environment)
const code = await run({
  ...environment.settings,
  DATABASE_URL: database.url,
  DATABASE_OWNER_URL: database.ownerUrl,
})
if (!database.adopted) await database.stop()
process.exit(code)
