import { openDatabase } from './local-database'
import { readLocalEnvironment } from './local-environment'
import { runNode } from './run-command'
import type { Settings } from './settings-file'

const environment = readLocalEnvironment()
const verify = (settings: Settings) =>
  runNode(['--import', 'tsx', 'scripts/verify.ts', ...process.argv.slice(3)], { env: settings })

if (environment.databaseUrl) process.exit(await verify(environment.settings))

// A running site is verified on its own server, which stays up afterwards.
const database = await openDatabase(environment)
const code = await verify({
  ...environment.settings,
  DATABASE_URL: database.url,
  DATABASE_OWNER_URL: database.ownerUrl,
})
if (!database.adopted) await database.stop()
process.exit(code)
