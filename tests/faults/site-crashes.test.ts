import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildIfChanged } from '@/scripts/build'
import { REPOSITORY } from '@/scripts/repository'
import { newKey, Person } from '../support/api'
import { startCrashablePostgres, type CrashablePostgres } from '../support/crashable-postgres'
import { startSite, type Site } from '../support/site'
import { CHARGE_POINTS, RECOVERY_POINTS } from './crash-points'

const AMOUNT = 10_000
/** Nothing may be left open for longer once Toss can answer. */
const LONGEST_OPEN_MS = 60_000
const STEP_MS = 5000

let postgres: CrashablePostgres
let site: Site
let renter: Person

beforeAll(async () => {
  await buildIfChanged(() => undefined, new AbortController().signal)
  postgres = await startCrashablePostgres()
  site = await startSite({ databaseUrl: postgres.appUrl, settings: { RATE_LIMITS: 'off' } })
  renter = await Person.join(site.url, site.toss)
}, 400_000)

afterAll(async () => {
  await site?.stop()
  await postgres?.remove()
})

type Paid = Awaited<ReturnType<Person['paidOrder']>>

async function statusOf({ orderId }: Paid): Promise<string> {
  return (await renter.get(`/api/v1/orders/${orderId}`)).body.status
}

/** Lets time go by until the order is no longer open, and says how much of it went by. */
async function untilSettled(order: Paid): Promise<number> {
  for (let openMs = 0; openMs <= 2 * LONGEST_OPEN_MS; openMs += STEP_MS) {
    for (let look = 0; look < 10; look++) {
      if ((await statusOf(order)) !== 'CONFIRMING') return openMs
      await sleep(150)
    }
    await site.toss.advance(STEP_MS)
  }
  throw new Error('the order stays open')
}

async function restartWeb(settings: Record<string, string> = {}): Promise<void> {
  await site.web.kill()
  site.web.start(settings)
  await site.ready()
}

/** The money was taken once and credited once, and the same click sent again says so. */
async function expectCharged(order: Paid, before: number): Promise<void> {
  expect(await untilSettled(order)).toBeLessThanOrEqual(LONGEST_OPEN_MS)
  expect(await statusOf(order)).toBe('DONE')
  expect(await site.toss.taken(order.orderId)).toBe(BigInt(AMOUNT))
  expect(await renter.balance()).toBe(before + AMOUNT)
  expect((await renter.confirm(order)).status).toBe(200)
}

describe('the site survives', () => {
  test.each(CHARGE_POINTS)('kill -9 of the web at %s', async (point) => {
    const before = await renter.balance()
    await restartWeb({ PP_FAILPOINT: `${point}:1:exit` })
    const order = await renter.paidOrder(AMOUNT)
    const key = newKey()
    await expect(renter.confirm(order, { key })).rejects.toThrow('fetch failed')
    await site.web.gone()
    site.web.start()
    await site.ready()
    if ((await statusOf(order)) === 'READY') {
      // The buyer's browser sends the same request again; the dead one's claim on the key has to run out first.
      await site.toss.advance(31_000)
      expect((await renter.confirm(order, { key })).status).toBe(200)
    }
    await expectCharged(order, before)
  })

  test.each(RECOVERY_POINTS)('kill -9 of the worker at %s', async (point) => {
    const before = await renter.balance()
    const order = await renter.paidOrder(AMOUNT)
    await site.toss.fault('drop-before')
    expect((await renter.confirm(order)).status).toBe(202)
    await site.worker.kill()
    site.worker.start({ PP_FAILPOINT: `${point}:1:exit` })
    await site.toss.advance(LONGEST_OPEN_MS / 2)
    await site.worker.gone()
    site.worker.start()
    await expectCharged(order, before)
  })

  test('kill -9 of the database while Toss’s answer waits to be posted', async () => {
    const before = await renter.balance()
    await restartWeb({ PP_FAILPOINT: 'charge.4:1:halt' })
    const order = await renter.paidOrder(AMOUNT)
    const answer = renter.confirm(order)
    await site.web.halted()
    await postgres.kill()
    site.web.resume()
    expect([202, 503]).toContain((await answer).status)
    const meanwhile = await renter.get('/api/v1/wallet')
    expect([meanwhile.status, meanwhile.body.code]).toEqual([503, 'TRY_AGAIN'])
    expect(Number(meanwhile.headers.get('retry-after'))).toBeGreaterThan(0)
    await postgres.startAgain()
    await site.ready()
    await expectCharged(order, before)
  })

  test('kill -9 of web, worker and database at once', async () => {
    const before = await renter.balance()
    await site.toss.fault('delay', { param: 2000 })
    const order = await renter.paidOrder(AMOUNT)
    const answer = renter.confirm(order).catch(() => null)
    while ((await site.toss.taken(order.orderId)) === 0n) await sleep(20)
    await Promise.all([site.web.kill(), site.worker.kill(), postgres.kill()])
    await answer
    await postgres.startAgain()
    site.web.start()
    site.worker.start()
    await site.ready()
    await expectCharged(order, before)
  })

  test('thirty seconds without Toss', async () => {
    const before = await renter.balance()
    const order = await renter.paidOrder(AMOUNT)
    await site.tossDown()
    expect((await renter.confirm(order)).status).toBe(202)
    await site.tossUp()
    for (const match of ['POST /v1/payments/confirm', 'GET /v1/payments/orders/*']) {
      await site.toss.fault('drop-before', { match, times: 1000 })
    }
    for (let downMs = 0; downMs < 30_000; downMs += STEP_MS) {
      await site.toss.advance(STEP_MS)
      await sleep(300)
      expect(await statusOf(order)).toBe('CONFIRMING')
    }
    await site.toss.clearFaults()
    await expectCharged(order, before)
  })
})

/** `npm run verify` against this database. */
function verify() {
  const { PATH = '', HOME = '' } = process.env
  const env = { ...site.settings, PATH, HOME, NODE_ENV: 'production' as const, DATABASE_URL: postgres.appUrl }
  const args = ['--import', 'tsx', 'scripts/verify.ts']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: REPOSITORY,
    env,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

describe('verify', () => {
  test('is clean after all of it', () => {
    const { status, output } = verify()
    expect(output).toMatch(/all \d+ invariants hold/)
    expect(status).toBe(0)
  })

  test('names the wallet whose entry was altered behind its back', async () => {
    const client = new pg.Client({ connectionString: postgres.superuserUrl })
    await client.connect()
    await client.query('alter table entries disable trigger all')
    const { rows } = await client.query<{ wallet_id: string }>(
      `update entries set amount = amount + 1 where (wallet_id, wallet_version) in
         (select wallet_id, wallet_version from entries where wallet_id is not null order by 1, 2 limit 1)
       returning wallet_id`,
    )
    await client.end()
    const { status, output } = verify()
    expect(status).toBe(1)
    expect(output).toContain('broken:')
    expect(output).toContain(rows[0]!.wallet_id)
  })
})
