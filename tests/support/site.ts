import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '@/scripts/free-port'
import { waitForOk } from '@/scripts/readiness'
import { REPOSITORY } from '@/scripts/repository'
import { DEFAULT_MERCHANT, type Merchant } from '@/toss-simulator/merchants'
import { startSimulator, type RunningSimulator } from '@/toss-simulator/server'
import { SiteProcess } from './site-process'
import { TossControls } from './toss-controls'

const READY_TIMEOUT_MS = 60_000
export const NEXT = join(REPOSITORY, 'node_modules/next/dist/bin/next')

export type Site = {
  url: string
  web: SiteProcess
  worker: SiteProcess
  toss: TossControls
  /** The settings both processes run with. */
  settings: Record<string, string>
  /** Waits until the site takes requests and its worker is at work. */
  ready(): Promise<void>
  tossDown(): Promise<void>
  tossUp(): Promise<void>
  /** Where web and worker say what they do. */
  logFiles: string[]
  /** Another program beside them, with the same settings; not started yet. Its log is one of `logFiles`. */
  beside(name: string, args: string[]): SiteProcess
  stop(): Promise<void>
}

type Options = {
  /** Of the application's role, in a migrated database. */
  databaseUrl: string
  settings?: Record<string, string>
  /** What web and worker are, where they are not this repository's. */
  programs?: { cwd: string; web: string[]; worker: string[] }
}

export const webOn = (port: number) => [NEXT, 'start', '-p', String(port)]
export const WORKER = ['--import', 'tsx', 'scripts/worker.ts']

/** The built site, its worker and a Toss simulator, on ports of their own. */
export async function startSite({ databaseUrl, settings: given = {}, programs }: Options): Promise<Site> {
  const directory = mkdtempSync(join(tmpdir(), 'pospay-site-'))
  const clockFile = join(directory, 'clock.json')
  const merchant = merchantOfItsOwn()
  const port = await findFreePort()
  const url = `http://localhost:${port}`
  const webhookUrl = `${url}/api/webhooks/toss`
  const openSimulator = (simulatorPort: number): Promise<RunningSimulator> =>
    startSimulator({
      port: simulatorPort,
      stateDir: join(directory, 'toss'),
      clockFile,
      keys: [merchant],
      webhookUrl,
    })
  let simulator = await openSimulator(0)
  const simulatorPort = simulator.port
  const settings = {
    ...siteSettings({ url, databaseUrl, merchant, simulatorUrl: simulator.url }),
    POSPAY_CLOCK_FILE: clockFile,
    ...given,
  }
  const env = { ...processSettings(), ...settings, PORT: String(port) }
  const logFiles: string[] = []
  const started: SiteProcess[] = []
  const beside = (name: string, args: string[]) => {
    const logFile = join(directory, `${name}.log`)
    const process = new SiteProcess({ args, env, logFile, cwd: programs?.cwd })
    logFiles.push(logFile)
    started.push(process)
    return process
  }
  const web = beside('web', programs?.web ?? webOn(port))
  const worker = beside('worker', programs?.worker ?? WORKER)
  const site: Site = {
    url,
    web,
    worker,
    toss: new TossControls(simulator.url, merchant.widget.clientKey),
    settings,
    ready: () => waitForOk(`${url}/api/ready`, READY_TIMEOUT_MS, () => undefined),
    tossDown: () => simulator.close(),
    tossUp: async () => void (simulator = await openSimulator(simulatorPort)),
    logFiles,
    beside,
    stop: async () => {
      await Promise.all(started.map((each) => (each === web ? each.kill() : each.stop())))
      await simulator.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
  web.start()
  worker.start()
  await site.ready().catch(async (error: Error) => {
    error.message += logFiles.map((file) => `\n${readFileSync(file, 'utf8')}`).join('')
    await site.stop()
    throw error
  })
  return site
}

/** Keys that no other program has, so that a test can look for them wherever they must not be. */
function merchantOfItsOwn(): Merchant {
  const key = (prefix: string) => `${prefix}_${randomBytes(16).toString('hex')}`
  return {
    ...DEFAULT_MERCHANT,
    widget: { clientKey: key('test_gck'), secretKey: key('test_gsk') },
    api: { clientKey: key('test_ck'), secretKey: key('test_sk') },
    securityKey: randomBytes(32).toString('hex'),
  }
}

type Place = { url: string; databaseUrl: string; merchant: Merchant; simulatorUrl: string }

function siteSettings({ url, databaseUrl, merchant, simulatorUrl }: Place): Record<string, string> {
  const random = (encoding: 'base64' | 'hex') => randomBytes(32).toString(encoding)
  return {
    APP_ENV: 'test',
    APP_URL: url,
    NEXTAUTH_URL: url,
    NODE_ENV: 'production',
    AUTH_SECRET: random('hex'),
    ENCRYPTION_KEYS: `k1:${random('base64')},hmac:${random('base64')}`,
    DATABASE_URL: databaseUrl,
    TOSS_API_URL: simulatorUrl,
    TOSS_SDK_URL: `${simulatorUrl}/v2/standard`,
    TOSS_MERCHANT_IDS: merchant.mId,
    TOSS_WIDGET_CLIENT_KEY: merchant.widget.clientKey,
    TOSS_WIDGET_SECRET_KEY: merchant.widget.secretKey,
    TOSS_CLIENT_KEY: merchant.api.clientKey,
    TOSS_SECRET_KEY: merchant.api.secretKey,
    TOSS_SECURITY_KEY: merchant.securityKey,
    KAKAO_CLIENT_ID: random('hex'),
    KAKAO_CLIENT_SECRET: random('hex'),
    NAVER_CLIENT_ID: random('hex'),
    NAVER_CLIENT_SECRET: random('hex'),
  }
}

/** What any program needs of this machine, and none of a developer's own settings. */
function processSettings(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env
  return { PATH, HOME, TMPDIR, NEXT_TELEMETRY_DISABLED: '1' }
}
