import { join } from 'node:path'
import { connect } from '@/db/client'
import { noteDone } from '@/lib/doctor/record-evidence'
import { isLoopback } from '@/lib/env'
import { findBrowser } from './browser'
import { runBrowserTests } from './checks/browser'
import { Failure } from './failure'
import { say } from './progress'
import { REPOSITORY } from './repository'
import { readSettings, type Settings } from './settings-file'
import { stopOnSignal } from './stop-on-signal'
import { startTestSite } from './test-site'

const TOSS = 'https://api.tosspayments.com'
const PATIENCE_MS = 10_000
/** The browser tests that say nothing which only the simulator can do. */
const TAG = '@toss'

const stopping = new AbortController()
stopOnSignal({ stop: async () => stopping.abort(), hurry: () => process.exit(1) })

const keys = readKeys()
await askToss(keys)
const site = await startTestSite(stopping.signal, keys)
const { passed, failed } = await runBrowserTests(
  await findBrowser(),
  site,
  ['--grep', TAG, '--project', 'together', '--no-deps'],
  stopping.signal,
)
say(`\n${passed} passed, ${failed} failed, against ${keys.TOSS_API_URL ?? TOSS}`)
if (passed > 0 && failed === 0)
  await noteFlow(`${passed} browser tests passed against ${keys.TOSS_API_URL ?? TOSS}`)
process.exit(failed || passed === 0 ? 1 : 0)

/** In the database that is going live, where there is one: what the simulator says proves nothing of Toss. */
async function noteFlow(note: string): Promise<void> {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL || isLoopback(keys.TOSS_API_URL ?? TOSS)) return
  const db = connect(DATABASE_URL, { max: 1, applicationName: 'pospay-test-toss' })
  await noteDone({ db, now: () => new Date() }, 'charge_flow', note).finally(() => db.$client.end())
  say('Noted for the checklist (npm run doctor).')
}

/** @throws {Failure} that says which keys are missing, or that they are not for tests */
function readKeys(): Settings {
  const given = { ...readSettings(join(REPOSITORY, '.env')), ...process.env }
  const pair = ['TOSS_WIDGET_CLIENT_KEY', 'TOSS_WIDGET_SECRET_KEY']
  const missing = pair.filter((name) => !given[name])
  if (missing.length) {
    throw new Failure(
      `Not run: without ${missing.join(' and ')}. The test keys are in Toss's developer centre (docs/toss.md).`,
    )
  }
  const live = pair.filter((name) => !given[name]!.startsWith('test_'))
  if (live.length)
    throw new Failure(`Not run: ${live.join(' and ')} not a test key, and this would take money.`)
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => name.startsWith('TOSS_') && value),
  ) as Settings
}

/** @throws {Failure} that says why Toss is not there for these keys */
async function askToss({ TOSS_API_URL = TOSS, TOSS_WIDGET_SECRET_KEY: key }: Settings): Promise<void> {
  const answer = await fetch(new URL('/v1/payments/orders/no-such-order', TOSS_API_URL), {
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: Error & { cause?: Error }) => {
    throw new Failure(
      `Not run: ${TOSS_API_URL} cannot be reached (${error.cause?.message ?? error.message}).`,
    )
  })
  if (answer.status === 404) return
  const { code, message } = (await answer.json().catch(() => ({}))) as { code?: string; message?: string }
  throw new Failure(`Not run: Toss answered ${answer.status} ${code ?? ''} ${message ?? ''}`.trim())
}
