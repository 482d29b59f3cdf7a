import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { findFreePort } from '@/scripts/free-port'
import { waitForOk } from '@/scripts/readiness'
import { REPOSITORY } from '@/scripts/repository'
import { readSettings } from '@/scripts/settings-file'

const READY_TIMEOUT_MS = 60_000

export type SecondWeb = { url: string; stop(): Promise<void> }

/** Another web process of the site under test, over the same database, which counts against the rate limits. */
export async function startLimitedWeb(): Promise<SecondWeb> {
  const settings = readSettings(join(process.env.POSPAY_DATA_DIR ?? '', 'env'))
  if (!settings.DATABASE_URL) throw new Error("POSPAY_DATA_DIR is missing: it names the site's data folder.")
  const port = await findFreePort()
  const url = `http://localhost:${port}`
  const next = join(REPOSITORY, 'node_modules/next/dist/bin/next')
  const web = spawn(process.execPath, [next, 'start', '-p', String(port)], {
    cwd: REPOSITORY,
    env: { ...process.env, ...settings, NODE_ENV: 'production', APP_URL: url, RATE_LIMITS: 'on' },
    stdio: 'ignore',
  })
  const stop = async () => {
    if (web.exitCode !== null || web.signalCode !== null) return
    web.kill('SIGTERM')
    await once(web, 'exit')
  }
  try {
    await waitForOk(`${url}/api/ready`, READY_TIMEOUT_MS, () => undefined)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
