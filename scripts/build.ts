import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from './failure'
import { withLock } from './lock'
import type { Report } from './progress'
import { REPOSITORY } from './repository'

const FOLDERS = ['app', 'lib', 'db', 'public']
const ROOT_FILES = /\.(ts|mjs|json)$/
const NOT_SOURCES = ['next-env.d.ts', 'package.json']

const stampFile = join(REPOSITORY, '.next', 'sources.sha256')
const buildLock = join(REPOSITORY, '.data', 'build.lock')

/**
 * Builds the site unless the last build was made from these very sources; answers whether it built. The build gets no
 * settings, so that one build serves every environment. `report` is called with what the builder says; `signal` ends it.
 */
export async function buildIfChanged(report: Report, signal: AbortSignal): Promise<boolean> {
  return withLock(buildLock, async () => {
    const sources = hashSources()
    if (readStamp() === stampOf(sources)) return false
    rmSync(stampFile, { force: true })
    removeDevelopmentTypes()
    await build(report, signal)
    mkdirSync(dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, stampOf(sources))
    return true
  })
}

/**
 * Forgets what the development server found out about routes. Type checks read it too, and after it has ended nobody
 * keeps it up to date: a route that has moved since would count as broken.
 */
export function removeDevelopmentTypes() {
  rmSync(join(REPOSITORY, '.next', 'dev', 'types'), { recursive: true, force: true })
}

function build(report: Report, signal: AbortSignal): Promise<void> {
  const next = join(REPOSITORY, 'node_modules', 'next', 'dist', 'bin', 'next')
  const { PATH, HOME, TMPDIR } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: REPOSITORY,
      signal,
      env: { PATH, HOME, TMPDIR, CI: '1', NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const line = chunk.toString().trim().split('\n').at(-1)?.trim()
      if (line) report(line)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Failure(`The site could not be built:\n${output.trim()}`))
    })
  })
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.version)
  const add = (path: string) => hash.update(`${path}\0`).update(readFileSync(join(REPOSITORY, path)))
  for (const folder of FOLDERS.filter((name) => existsSync(join(REPOSITORY, name)))) {
    const files = readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
    for (const path of paths.sort()) add(path.slice(REPOSITORY.length + 1))
  }
  const atRoot = readdirSync(REPOSITORY).filter(
    (name) => ROOT_FILES.test(name) && !NOT_SOURCES.includes(name),
  )
  for (const name of atRoot.sort()) add(name)
  return hash.digest('hex')
}

// The id ties the stamp to the files beside it: a build made by hand in between does not count as ours.
function stampOf(sources: string): string {
  return `${sources} ${read(join(REPOSITORY, '.next', 'BUILD_ID'))}`
}

function readStamp(): string | null {
  return read(stampFile)
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
