import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure'
import { findFreePort } from './free-port'
import { step } from './progress'
import { REPOSITORY } from './repository'
import type { Settings } from './settings-file'
import { createTemporaryData, removeTemporaryData } from './temporary-data'

export type TestSite = {
  dataDirectory: string
  /** Tells the tests where the site and the simulator are; no simulator where Toss itself is. */
  env: { APP_URL: string; SIMULATOR_URL: string; POSPAY_DATA_DIR: string; WITHDRAW_BY: string }
  stop(): Promise<void>
}

const READY = 'PosPay is ready'

/**
 * A whole `npm start` beside any other: own ports, own data, the embedded database, and the simulator unless `settings`
 * hold the keys of a shop at Toss.
 */
export async function startTestSite(signal: AbortSignal, settings: Settings = {}): Promise<TestSite> {
  const dataDirectory = await createTemporaryData()
  const [port, simulatorPort] = [await findFreePort(), await findFreePort()]
  const output = join(dataDirectory, 'start.log')
  const log = openSync(output, 'a')
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], {
    cwd: REPOSITORY,
    env: {
      ...withoutSettings(process.env),
      ...settings,
      APP_ENV: 'test',
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      POSPAY_DATA_DIR: dataDirectory,
      RATE_LIMITS: 'off',
    },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await ended
    }
    await removeTemporaryData(dataDirectory)
  }
  try {
    await step('Test site', async (report) => {
      for (let text = ''; !text.includes(READY); text = readFileSync(output, 'utf8')) {
        if (child.exitCode !== null) throw new Failure(`The test site did not start:\n${text}`)
        report(text.trim().split('\n').at(-1) ?? '')
        await sleep(100, undefined, { signal })
      }
      report(`http://localhost:${port}`)
    })
  } catch (error) {
    await stop()
    throw error
  }
  const env = {
    APP_URL: `http://localhost:${port}`,
    SIMULATOR_URL: settings.TOSS_WIDGET_SECRET_KEY ? '' : `http://localhost:${simulatorPort}`,
    POSPAY_DATA_DIR: dataDirectory,
    WITHDRAW_BY: settings.WITHDRAW_BY ?? '',
  }
  return { dataDirectory, env, stop }
}

/** A developer's own database and keys are nothing for tests. Blank rather than absent, so that `.env` is not asked. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(DATABASE_|TOSS_|WITHDRAW_BY$|APP_URL$|AUTH_SECRET$|ENCRYPTION_KEYS$)/
  const named = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'TOSS_WIDGET_CLIENT_KEY', 'TOSS_WIDGET_SECRET_KEY']
  const blanks = [
    ...named,
    'TOSS_CLIENT_KEY',
    'TOSS_SECRET_KEY',
    'TOSS_SECURITY_KEY',
    'TOSS_API_URL',
    'TOSS_SDK_URL',
  ]
  const rest = ['TOSS_MERCHANT_IDS', 'WITHDRAW_BY', 'APP_URL', 'AUTH_SECRET', 'ENCRYPTION_KEYS', 'PROOF_KEY']
  const kept = Object.entries(env).filter(([name]) => !own.test(name))
  return Object.fromEntries([...kept, ...[...blanks, ...rest].map((name) => [name, ''])])
}
