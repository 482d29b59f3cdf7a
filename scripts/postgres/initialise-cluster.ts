import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../failure'
import type { Binaries } from './binaries'
import { giveTo } from './cluster-directory'
import type { ServerAccount } from './server-account'

export type Cluster = { directory: string; account: ServerAccount | null; binaries: Binaries }

/** Creates the server's files. They appear under their final name only when complete. */
export async function initialiseCluster(cluster: Cluster, superuserPassword: string): Promise<void> {
  const { directory, account, binaries } = cluster
  const draft = `${directory}.new`
  const passwordFile = `${directory}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  giveTo(account, draft)
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600 })
  giveTo(account, passwordFile)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  try {
    const options = { ...account, cwd: '/', env: serverEnvironment() }
    await promisify(execFile)(binaries.initdb, [`--pgdata=${draft}`, ...locale, ...access], options)
    renameSync(draft, directory)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const reason = (error as { stderr?: string }).stderr?.trim() || String(error)
    throw new Failure(`The database could not be created in ${directory}:\n${reason}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Refuses files that another major version of Postgres wrote. */
export function checkClusterVersion({ directory, binaries }: Cluster) {
  const version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim()
  if (version === binaries.majorVersion) return
  throw new Failure(
    `The database in ${directory} was made by PostgreSQL ${version}, and this copy brings ${binaries.majorVersion}. ` +
      `Set DATABASE_URL to a PostgreSQL ${version} that serves it, or POSPAY_DATA_DIR to a new folder.`,
  )
}

/** Sets the superuser's password while the server is down, for whoever owns the files but lost the password. */
export function resetSuperuserPassword({ directory, account, binaries }: Cluster, password: string) {
  execFileSync(binaries.postgres, ['--single', '-D', directory, 'postgres'], {
    ...account,
    cwd: '/',
    env: serverEnvironment(),
    input: `ALTER ROLE postgres PASSWORD '${password}'\n`,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** Nothing of the caller's surroundings (PGDATA, LANG, ...) may change what the server does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    LC_ALL: 'C',
    TZ: 'UTC',
  } as unknown as NodeJS.ProcessEnv
}
