// Runs before anything is installed: plain JavaScript, Node's own modules, nothing that an older Node cannot parse.
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const OLDEST_NODE = [20, 19]
/** @type {Record<string, string>} */
const SCRIPTS = {
  start: 'start.ts',
  dev: 'dev.ts',
  test: 'test.ts',
  'test:toss': 'test-toss.ts',
  verify: 'on-database.ts',
  reconcile: 'on-database.ts',
  'rotate-keys': 'on-database.ts',
  doctor: 'on-database.ts',
  backup: 'on-database.ts',
  'restore-drill': 'on-database.ts',
  retention: 'on-database.ts',
  bench: 'bench.ts',
  mutation: 'mutation.ts',
}
const INSTALL_BYTES = 1_500_000_000
const RUN_BYTES = 300_000_000

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const installLock = path.join(repository, '.data', 'install.lock')

try {
  process.chdir(repository)
  await main(process.argv[2] ?? '')
} catch (error) {
  console.error(error?.name === 'Failure' ? `\n${error.message}` : error)
  process.exit(1)
}

/** @param {string} command */
async function main(command) {
  const script = SCRIPTS[command]
  if (!script) refuse(`Unknown command "${command}": one of ${Object.keys(SCRIPTS).join(', ')}.`)
  checkNode(process.versions.node)
  const complete = packagesAreComplete()
  checkDisk(complete ? RUN_BYTES : INSTALL_BYTES)
  if (!complete) await installPackages()
  const { register } = await import('tsx/esm/api')
  register()
  await import(pathToFileURL(path.join(repository, 'scripts', script)).href)
}

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  const failure = new Error(message)
  failure.name = 'Failure'
  throw failure
}

/** @param {string} version */
function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  refuse(
    `PosPay needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${version}. Install it from https://nodejs.org.`,
  )
}

/** @param {number} needed */
function checkDisk(needed) {
  const { bavail, bsize } = fs.statfsSync(repository)
  if (bavail * bsize >= needed) return
  const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1e6)} MB`
  refuse(
    `The disk of ${repository} has ${megabytes(bavail * bsize)} left, and this needs ${megabytes(needed)}.`,
  )
}

/** Whether node_modules holds what package-lock.json asks for, by npm's own record of what it installed. */
function packagesAreComplete() {
  const wanted = readPackages('package-lock.json')
  const installed = readPackages(path.join('node_modules', '.package-lock.json'))
  if (!wanted) refuse('package-lock.json is missing or damaged: get it back from git.')
  if (!installed) return false
  return Object.entries(wanted).every(
    ([location, { version, optional, devOptional }]) =>
      location === '' || optional || devOptional || installed[location]?.version === version,
  )
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

async function installPackages() {
  await takeInstallLock()
  try {
    if (!packagesAreComplete()) await runInstall()
  } finally {
    fs.rmSync(installLock, { force: true })
  }
}

// Two commands on a fresh clone must not install over each other.
async function takeInstallLock() {
  fs.mkdirSync(path.dirname(installLock), { recursive: true })
  for (let told = false; ;) {
    try {
      fs.writeFileSync(installLock, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error?.code !== 'EEXIST') throw error
    }
    const holder = Number(readText(installLock))
    if (holder && !isRunning(holder)) fs.rmSync(installLock, { force: true })
    else if (!told) console.log(`Waiting for the installation that process ${holder} runs`)
    told = true
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function runInstall() {
  const total = Object.keys(readPackages('package-lock.json') ?? {}).length - 1
  console.log(`Installing packages (${total}, a few minutes on a slow line)`)
  const startedAt = Date.now()
  let result = await runNpm(['ci'])
  // npm ci demands that the lock file names the optional packages of every platform, which depends on where and with
  // what registry it was written. An install that saves nothing keeps to the locked versions all the same.
  if (/EUSAGE/.test(result.messages)) result = await runNpm(['install', '--no-save'])
  if (result.code !== 0)
    refuse(`The packages could not be installed (npm: ${result.code}):\n${result.messages}`)
  console.log(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s`)
}

/**
 * @param {string[]} command
 * @returns {Promise<{ code: number | string, messages: string }>}
 */
async function runNpm(command) {
  const args = [...command, '--include=dev', '--no-audit', '--no-fund', '--loglevel=http']
  const npm = process.env.npm_execpath
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })

  const startedAt = Date.now()
  let fetched = 0
  /** @type {string[]} */
  const messages = []
  const read = (/** @type {Buffer} */ chunk) => {
    for (const line of chunk.toString().split('\n')) {
      if (/^npm http (fetch|cache)/.test(line)) fetched++
      else if (/^npm error ./.test(line)) messages.push(line)
    }
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const ticker = setInterval(() => {
    const elapsed = Math.round((Date.now() - startedAt) / 1000)
    console.log(`  still installing: ${fetched} requests answered, ${elapsed} s`)
  }, 5000)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', resolve)
  })
  clearInterval(ticker)
  return { code, messages: messages.slice(0, 12).join('\n') }
}

/** @param {string} file */
function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error?.code === 'EPERM'
  }
}
