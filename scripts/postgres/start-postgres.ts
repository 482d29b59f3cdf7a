import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { withLock } from '../lock'
import { readSettings, updateSettings } from '../settings-file'
import { findBinaries } from './binaries'
import { SHARED_DIRECTORY, chooseClusterDirectory, findClusterDirectory } from './cluster-directory'
import type { Cluster } from './initialise-cluster'
import { checkClusterVersion, initialiseCluster, resetSuperuserPassword } from './initialise-cluster'
import { launchServer } from './launch-server'
import { APP_ROLE, DATABASE, OWNER_ROLE, acceptsPassword, allowAppLogin, prepareOwner } from './roles'
import { chooseServerAccount } from './server-account'
import type { RunningServer } from './server-process'
import { waitUntilSettled } from './server-process'
import { stopServer } from './stop-server'

export type Postgres = {
  /** Owns the tables: migrations. */
  ownerUrl: string
  /** The application's restricted role; may log in after `allowAppLogin`. */
  appUrl: string
  superuserUrl: string
  port: number
  pid: number
  /** Where the files are; outside the data folder when the server's account cannot reach that. */
  directory: string
  /** Found running rather than started by us. */
  adopted: boolean
  allowAppLogin(): Promise<void>
  stop(): Promise<void>
}

export type PostgresOptions = {
  dataDir: string
  /** Server settings beside the usual ones. */
  settings?: Record<string, string>
  /** Called again and again while a start takes its time. */
  onWait?: () => void
}

type Passwords = { superuser: string; owner: string; app: string }

/**
 * Brings up the Postgres of a data folder: creates it, starts it, or adopts the one that runs already. Port and
 * passwords are kept in the `env` file of that folder. Throws a Failure that says what to do when it cannot.
 */
export async function startPostgres({
  dataDir,
  settings,
  onWait = () => undefined,
}: PostgresOptions): Promise<Postgres> {
  const dataDirectory = resolve(dataDir)
  return withLock(join(dataDirectory, 'postgres.lock'), async () => {
    const settingsFile = join(dataDirectory, 'env')
    const remembered = readSettings(settingsFile)
    const passwords = choosePasswords(remembered)
    const preferredPort = Number(parseUrl(remembered.DATABASE_SUPERUSER_URL)?.port) || null
    const launch = (cluster: Cluster) =>
      launchServer(cluster, { logFile: join(dataDirectory, 'postgres.log'), preferredPort, settings, onWait })

    const cluster = await openCluster(dataDirectory, passwords)
    const running = await waitUntilSettled(cluster.directory, onWait)
    let server = running ?? (await launch(cluster))
    if (!(await acceptsPassword(superuserUrl(server, passwords)))) {
      await stopServer(cluster.directory)
      resetSuperuserPassword(cluster, passwords.superuser)
      server = await launch(cluster)
    }
    await prepareOwner(superuserUrl(server, passwords), passwords.owner)
    const postgres = describe(cluster, server, passwords, running?.pid === server.pid)
    updateSettings(settingsFile, {
      DATABASE_URL: postgres.appUrl,
      DATABASE_OWNER_URL: postgres.ownerUrl,
      DATABASE_SUPERUSER_URL: postgres.superuserUrl,
    })
    return postgres
  })
}

async function openCluster(dataDirectory: string, passwords: Passwords): Promise<Cluster> {
  const existing = findClusterDirectory(dataDirectory)
  const account = chooseServerAccount(existing)
  const directory = existing ?? chooseClusterDirectory(dataDirectory, account)
  const cluster = { directory, account, binaries: findBinaries(account, SHARED_DIRECTORY) }
  if (existing) checkClusterVersion(cluster)
  else await initialiseCluster(cluster, passwords.superuser)
  return cluster
}

function describe(cluster: Cluster, server: RunningServer, passwords: Passwords, adopted: boolean): Postgres {
  const superuser = superuserUrl(server, passwords)
  return {
    ownerUrl: url(OWNER_ROLE, passwords.owner, server.port, DATABASE),
    appUrl: url(APP_ROLE, passwords.app, server.port, DATABASE),
    superuserUrl: superuser,
    port: server.port,
    pid: server.pid,
    directory: cluster.directory,
    adopted,
    allowAppLogin: () => allowAppLogin(superuser, passwords.app),
    stop: () => stopServer(cluster.directory),
  }
}

function choosePasswords(remembered: Record<string, string>): Passwords {
  const choose = (name: string, role: string) => {
    const known = parseUrl(remembered[name])
    return known?.username === role && known.password ? known.password : randomBytes(24).toString('base64url')
  }
  return {
    superuser: choose('DATABASE_SUPERUSER_URL', 'postgres'),
    owner: choose('DATABASE_OWNER_URL', OWNER_ROLE),
    app: choose('DATABASE_URL', APP_ROLE),
  }
}

function superuserUrl(server: RunningServer, passwords: Passwords): string {
  return url('postgres', passwords.superuser, server.port, 'postgres')
}

function url(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`
}

function parseUrl(value: string | undefined): URL | null {
  return value && URL.canParse(value) ? new URL(value) : null
}
