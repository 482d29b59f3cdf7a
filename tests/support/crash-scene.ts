import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { connect } from '@/db/client'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { DEATHS, type Death } from '../faults/crash-points'
import { bundle } from './bundle'
import { startCrashablePostgres } from './crashable-postgres'
import { openScene, type Scene } from './scene'
import { SiteProcess } from './site-process'

/** A world for a file whose acts die: its database may be killed, and each act is a process that runs `scriptFile`. */
export async function openCrashScene(scriptFile: string, open = () => openScene()) {
  const directory = mkdtempSync(join(tmpdir(), 'pospay-crash-'))
  const clockFile = join(directory, 'clock.json')
  const calm = await open()
  const script = await bundle(scriptFile)
  const postgres = await startCrashablePostgres()
  const db = connect(postgres.appUrl)
  const scene: Scene = { ...calm, ctx: { ...calm.ctx, db } }
  afterAll(async () => {
    await db.$client.end()
    await postgres.remove()
    rmSync(directory, { recursive: true, force: true })
  })

  /** An act on its way to its death at a point, by the clock as it is now. */
  function start(args: string[], { point, death }: { point: string; death: Death }): SiteProcess {
    const { PATH = '', HOME = '', AUTH_SECRET = '', ENCRYPTION_KEYS = '' } = process.env
    const { widget, api, mId, securityKey } = DEFAULT_MERCHANT
    const { withdrawBy, now } = scene.ctx
    const env = {
      ...{ PATH, HOME, AUTH_SECRET, ENCRYPTION_KEYS, APP_ENV: 'test', POSPAY_CLOCK_FILE: clockFile },
      DATABASE_URL: postgres.appUrl,
      TOSS_API_URL: scene.toss.url,
      TOSS_WIDGET_CLIENT_KEY: widget.clientKey,
      TOSS_WIDGET_SECRET_KEY: widget.secretKey,
      TOSS_CLIENT_KEY: api.clientKey,
      TOSS_SECRET_KEY: api.secretKey,
      TOSS_MERCHANT_IDS: mId,
      TOSS_SECURITY_KEY: securityKey,
      WITHDRAW_BY: withdrawBy ?? '',
    }
    writeFileSync(clockFile, JSON.stringify({ offsetMs: now().getTime() - Date.now() }))
    const act = new SiteProcess({ args: [script, ...args], env, logFile: join(directory, 'act.log') })
    act.start({ PP_FAILPOINT: `${point}:1:${DEATHS[death]}` })
    return act
  }

  /** Waits until all are dead; those that lose their database lose it when each of them is at its point. */
  async function die(acts: SiteProcess[], death: Death): Promise<void> {
    if (death === 'loses its database') {
      // One after the other: looking for them takes time from the simulator, which lives in this process.
      for (const act of acts) await act.halted()
      await postgres.kill()
      await postgres.startAgain()
      acts.forEach((act) => act.resume())
    }
    await Promise.all(acts.map((act) => act.gone()))
  }

  return { scene, start, die }
}
