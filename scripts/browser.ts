import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Failure } from './failure'
import type { Report } from './progress'
import { step } from './progress'

/** The shell first: the same engine without a window's parts, and twice as fast in the browser tests. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The path of a Chrome or Chromium: POSPAY_CHROMIUM, one of this machine, else one installed now. Throws a Failure when
 * there is none and none can be installed.
 */
export async function findBrowser(): Promise<string> {
  const given = process.env.POSPAY_CHROMIUM
  if (given && !existsSync(given)) throw new Failure(`POSPAY_CHROMIUM names ${given}, which does not exist.`)
  const found = given || installedBrowser() || (await playwrightBrowser())
  const browser = found ?? (await step('Installing a browser', async (report) => installBrowser(report)))
  if (!browser) {
    throw new Failure(
      'The browser tests need Chrome or Chromium, and none could be installed. ' +
        'Install one, or set POSPAY_CHROMIUM to its path.',
    )
  }
  installKoreanFont()
  return browser
}

function installedBrowser(): string | null {
  const directories = (process.env.PATH ?? '').split(delimiter)
  const candidates = [
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
    ...PLACES,
  ]
  return candidates.find(isExecutable) ?? null
}

async function playwrightBrowser(): Promise<string | null> {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return path && isExecutable(path) ? path : null
}

async function installBrowser(report: Report): Promise<string | null> {
  report('asking Playwright for one')
  if (attempt(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])) {
    const browser = await playwrightBrowser()
    if (browser) return browser
  }
  if (!canUseApt()) return null
  attempt('apt-get', ['update'])
  for (const name of ['chromium-headless-shell', 'chromium']) {
    report(`apt-get install ${name}`)
    if (attempt('apt-get', ['install', '-y', '--no-install-recommends', name, 'fonts-nanum'])) break
  }
  return installedBrowser()
}

// The pages bring their own font; a system one only matters where they fall back.
function installKoreanFont() {
  try {
    if (execFileSync('fc-list', [':lang=ko'], { encoding: 'utf8', stdio: 'pipe' }).trim()) return
  } catch {
    return
  }
  if (canUseApt()) attempt('apt-get', ['install', '-y', '--no-install-recommends', 'fonts-nanum'])
}

function canUseApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function attempt(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, {
      stdio: 'pipe',
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    return true
  } catch {
    return false
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
