import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { Failure } from './failure'
import { REPOSITORY } from './repository'
import type { Settings } from './settings-file'
import { readSettings } from './settings-file'

export type LocalEnvironment = {
  production: boolean
  port: number
  simulatorPort: number
  dataDirectory: string
  /** Where this run's choices are kept for psql and other tools. */
  settingsFile: string
  /** A database of the user's own; null means the embedded one. */
  databaseUrl: string | null
  databaseOwnerUrl: string | null
  /** Whether the simulator stands in for Toss. */
  simulated: boolean
  /** What the web and worker processes get, but for the database of an embedded server. */
  settings: Settings
}

const TOSS_KEYS = ['TOSS_WIDGET_CLIENT_KEY', 'TOSS_WIDGET_SECRET_KEY', 'TOSS_CLIENT_KEY', 'TOSS_SECRET_KEY']

/**
 * Decides what a run on this machine consists of: the process's environment, then `.env`, then what an earlier run
 * chose, then new random secrets. Throws a Failure for what cannot be.
 */
export function readLocalEnvironment(): LocalEnvironment {
  const given = withoutBlanks({ ...readSettings(join(REPOSITORY, '.env')), ...process.env })
  const production = given.APP_ENV === 'production'
  const dataDirectory = resolve(REPOSITORY, given.POSPAY_DATA_DIR ?? '.data')
  const settingsFile = join(dataDirectory, 'env')
  const port = readPort('PORT', given.PORT ?? '3000')
  const simulatorPort = readPort('SIMULATOR_PORT', given.SIMULATOR_PORT ?? '4100')
  const simulated = !TOSS_KEYS.some((name) => given[name])
  if (production) requireForProduction(given, simulated)
  if (simulated && port === simulatorPort) {
    throw new Failure(`PORT and SIMULATOR_PORT are both ${port}: they must differ.`)
  }
  return {
    production,
    port,
    simulatorPort,
    dataDirectory,
    settingsFile,
    databaseUrl: given.DATABASE_URL ?? null,
    databaseOwnerUrl: given.DATABASE_OWNER_URL ?? given.DATABASE_URL ?? null,
    simulated,
    settings: {
      ...(production ? {} : chooseSecrets(readSettings(settingsFile))),
      ...(production ? {} : { POSPAY_CLOCK_FILE: join(dataDirectory, 'clock.json') }),
      ...(simulated ? simulatedToss(simulatorPort) : {}),
      APP_ENV: 'local',
      APP_URL: `http://localhost:${port}`,
      ...given,
    },
  }
}

function requireForProduction(given: Settings, simulated: boolean) {
  if (!given.DATABASE_URL) {
    throw new Failure('APP_ENV=production needs DATABASE_URL: the embedded database is for local use.')
  }
  if (simulated) throw new Failure(`APP_ENV=production needs Toss keys (${TOSS_KEYS.join(', ')}).`)
}

/** Made once and kept: new keys would end every session and make what is stored encrypted unreadable. */
function chooseSecrets(remembered: Settings): Settings {
  const random = (encoding: 'base64' | 'hex') => randomBytes(32).toString(encoding)
  return {
    AUTH_SECRET: remembered.AUTH_SECRET ?? random('base64'),
    ENCRYPTION_KEYS: remembered.ENCRYPTION_KEYS ?? `k1:${random('base64')},hmac:${random('base64')}`,
    PROOF_KEY: remembered.PROOF_KEY ?? random('base64'),
    TOSS_SECURITY_KEY: remembered.TOSS_SECURITY_KEY ?? random('hex'),
  }
}

function simulatedToss(simulatorPort: number): Settings {
  const { mId, widget, api } = DEFAULT_MERCHANT
  return {
    TOSS_API_URL: `http://localhost:${simulatorPort}`,
    TOSS_SDK_URL: `http://localhost:${simulatorPort}/v2/standard`,
    TOSS_MERCHANT_IDS: mId,
    TOSS_WIDGET_CLIENT_KEY: widget.clientKey,
    TOSS_WIDGET_SECRET_KEY: widget.secretKey,
    TOSS_CLIENT_KEY: api.clientKey,
    TOSS_SECRET_KEY: api.secretKey,
  }
}

function readPort(name: string, value: string): number {
  const port = Number(value)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Failure(`${name} is "${value}": a port is a whole number from 1 to 65535.`)
}

function withoutBlanks(values: Record<string, string | undefined>): Settings {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Settings
}
