import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoLogins, seed } from '@/db/seed'
import { PRACTICE_KEY } from '@/lib/identity/second-factor/practice'
import { parseEnv } from '@/lib/env'
import { buildIfChanged } from './build'
import { Failure } from './failure'
import { requireFreePort } from './free-port'
import type { LocalDatabase } from './local-database'
import { openDatabase } from './local-database'
import type { LocalEnvironment } from './local-environment'
import { readLocalEnvironment } from './local-environment'
import { takeLock } from './lock'
import { say, seconds, step } from './progress'
import { waitForOk } from './readiness'
import type { Service } from './service'
import { endLeftovers, startService } from './service'
import type { Settings } from './settings-file'
import { readSettings, updateSettings } from './settings-file'
import { stopOnSignal } from './stop-on-signal'

export type Mode = 'start' | 'dev'

type Running = {
  environment: LocalEnvironment
  database: Promise<LocalDatabase> | null
  services: Service[]
  stopping: AbortController
}

const NEXT = 'node_modules/next/dist/bin/next'
const READY_TIMEOUT_MS = 120_000
/** How long a launcher needs to end after its npm is gone. */
const ENDING_TIMEOUT_MS = 2000
const SERVICES = ['simulator', 'web', 'worker']
/** What this run chose, kept for psql and other tools. */
const KEPT =
  /^(APP_ENV|APP_URL|AUTH_SECRET|ENCRYPTION_KEYS|PROOF_KEY|DATABASE_(OWNER_)?URL|POSPAY_CLOCK_FILE|TOSS_\w+|WITHDRAW_BY)$/

/** Brings up everything that the product needs on this machine and stays until it is told to stop. */
export async function runLocally(mode: Mode): Promise<void> {
  const environment = readLocalEnvironment()
  await holdDataDirectory(environment)
  const running: Running = { environment, database: null, services: [], stopping: new AbortController() }
  stopOnSignal({
    stop: async () => {
      say('Stopping')
      await stopAll(running)
      say(`Stopped. The data stays in ${environment.dataDirectory}`)
    },
    hurry: () => running.services.forEach((service) => service.kill()),
  })
  try {
    await bringUp(mode, running)
  } catch (error) {
    if (running.stopping.signal.aborted) return
    await stopAll(running)
    throw error
  }
}

async function bringUp(mode: Mode, running: Running): Promise<void> {
  const startedAt = Date.now()
  const { environment } = running
  await endLeftovers(environment.dataDirectory, SERVICES)
  await requireFreePort(environment.port, 'PORT')
  if (environment.simulated) await requireFreePort(environment.simulatorPort, 'SIMULATOR_PORT')
  running.database = openDatabase(environment)
  const database = await running.database
  const settings = settle(environment, database)
  if (database.embedded) {
    await step('Demo logins', () => seed({ appUrl: database.url, encryptionKeys: settings.ENCRYPTION_KEYS! }))
  }
  if (environment.simulated) await launchSimulator(running)
  if (mode === 'start') {
    await step('Site', async (report) => {
      const built = await buildIfChanged(report, running.stopping.signal)
      report(built ? 'built' : 'nothing changed since the last build')
    })
  }
  await launchProduct(mode, running, settings)
  printWelcome(environment, settings, database, startedAt)
}

async function stopAll({ stopping, services, database }: Running): Promise<void> {
  stopping.abort()
  await Promise.all(services.map((service) => service.stop()))
  const opened = await database?.catch(() => null)
  await opened?.stop()
}

function launch(
  { environment, services, stopping }: Running,
  name: string,
  args: string[],
  settings: Settings,
) {
  stopping.signal.throwIfAborted()
  services.push(startService({ name, args, settings, dataDirectory: environment.dataDirectory }))
}

async function launchSimulator(running: Running): Promise<void> {
  const { port, simulatorPort, dataDirectory, settings } = running.environment
  await step('Toss simulator', async (report) => {
    launch(running, 'simulator', ['--import', 'tsx', 'toss-simulator/main.ts'], {
      ...(process.env as Settings),
      TOSS_SECURITY_KEY: settings.TOSS_SECURITY_KEY!,
      SIMULATOR_PORT: String(simulatorPort),
      // Toss keeps what it settles where it makes the payouts.
      SIMULATOR_PAYOUTS: settings.WITHDRAW_BY === 'toss' ? 'on' : 'off',
      POSPAY_DATA_DIR: dataDirectory,
      SIMULATOR_WEBHOOK_URL: `http://localhost:${port}/api/webhooks/toss`,
    })
    await waitForOk(`http://127.0.0.1:${simulatorPort}/__sim/clock`, READY_TIMEOUT_MS, report)
    report(`http://localhost:${simulatorPort}`)
  })
}

async function launchProduct(mode: Mode, running: Running, settings: Settings): Promise<void> {
  const { port } = running.environment
  const hotReload = mode === 'dev'
  const common = {
    ...settings,
    NODE_ENV: hotReload ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: settings.APP_URL ?? '',
  }
  await step('Web and worker', async (report) => {
    launch(
      running,
      'worker',
      [...(hotReload ? ['--watch'] : []), '--import', 'tsx', 'scripts/worker.ts'],
      common,
    )
    launch(running, 'web', [NEXT, mode, '-p', String(port)], common)
    await waitForOk(`http://127.0.0.1:${port}/api/ready`, READY_TIMEOUT_MS, report)
    report('ready')
  })
}

/** One launcher per data folder. One that is just ending is waited for, the lock of a dead one taken over. */
async function holdDataDirectory({ dataDirectory, settingsFile }: LocalEnvironment): Promise<void> {
  const path = join(dataDirectory, 'start.lock')
  const deadline = Date.now() + ENDING_TIMEOUT_MS
  let lock = takeLock(path)
  while (!('release' in lock) && Date.now() < deadline) {
    await sleep(100)
    lock = takeLock(path)
  }
  if ('release' in lock) {
    process.once('exit', lock.release)
    return
  }
  throw new Failure(
    `PosPay already runs here as process ${lock.pid}: ${readSettings(settingsFile).APP_URL ?? ''}\n` +
      `Stop it first, or run another copy beside it: POSPAY_DATA_DIR=.data/second PORT=3001 SIMULATOR_PORT=4101 npm start`,
  )
}

/** The settings of all processes, checked before any of them starts. */
function settle(environment: LocalEnvironment, database: LocalDatabase): Settings {
  const settings = {
    ...environment.settings,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
  }
  try {
    parseEnv(settings)
  } catch (error) {
    throw new Failure((error as Error).message)
  }
  if (!environment.production) {
    // Blank where nobody was named, so that an earlier run's word does not stay.
    const kept = Object.entries({ WITHDRAW_BY: '', ...settings }).filter(([name]) => KEPT.test(name))
    updateSettings(environment.settingsFile, Object.fromEntries(kept))
  }
  return settings
}

function printWelcome(
  { simulated, dataDirectory }: LocalEnvironment,
  settings: Settings,
  database: LocalDatabase,
  startedAt: number,
) {
  say(`\nPosPay is ready after ${seconds(startedAt)}\n`)
  say(`  ${settings.APP_URL}`)
  if (database.embedded)
    for (const { role, email, password, operator } of demoLogins)
      say(`  ${role}  ${email}  ${password}${operator ? `  TOTP ${PRACTICE_KEY}` : ''}`)
  if (simulated) say(`  Toss simulator  ${settings.TOSS_API_URL}/lab`)
  say(`  Logs  ${join(dataDirectory, 'logs')}\n\nCtrl-C stops it; the data stays.`)
}
