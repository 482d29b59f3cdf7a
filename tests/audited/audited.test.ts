import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { sessions } from '@/db/schema/identity'
import { authOptions } from '@/lib/auth'
import { encodeToken, startSession } from '@/lib/identity/session'
import { REPOSITORY } from '@/scripts/repository'
import { newKey } from '../booking/support'
import { expectSound, openScene } from '../support/scene'
import { actionsOf, type Sent } from './actions'
import { deskActionsOf } from './desk-actions'
import { handlersOf, type Asked } from './handlers'
import { newMember, newUser, PASSWORD } from './support'

/** What a request of the framework's would bring along. */
const request = vi.hoisted(() => ({ id: '', cookie: null as string | null }))

/** The product's own clock follows the simulator's, as the scene's does. */
const clockFile = vi.hoisted(() => {
  // Test files share their process's modules; what is mocked here has to be loaded anew, and again afterwards.
  vi.resetModules()
  const file = `${process.env.TMPDIR ?? '/tmp'}/pospay-clock-${process.pid}-${Date.now()}.json`
  process.env.POSPAY_CLOCK_FILE = file
  return file
})

vi.mock('next/headers', () => ({
  headers: async () =>
    new Headers({
      'x-request-id': request.id,
      'x-forwarded-for': request.id,
      origin: 'http://localhost:3000',
      host: 'localhost',
    }),
  cookies: async () => ({
    get: () => (request.cookie ? { value: request.cookie } : undefined),
    set: () => undefined,
  }),
}))
vi.mock('next/cache', () => ({ refresh: () => undefined, revalidatePath: () => undefined }))

const scene = await openScene()
const { ctx } = scene
const globals = globalThis as { pospayShared?: unknown }
globals.pospayShared = ctx
afterAll(() => {
  delete globals.pospayShared
  delete process.env.POSPAY_CLOCK_FILE
  vi.resetModules()
  rmSync(clockFile, { force: true })
})
afterEach(() => expectSound(scene))

/**
 * They move money, and what they leave is the transaction in the book: as append-only as the audit log, with who and in
 * which request, and chained. A second line would cost the payment of a booking a tenth of its speed.
 */
const IN_THE_BOOK = [
  'app/bookings/[id]/actions.ts#payAction',
  'app/bookings/[id]/actions.ts#topUpAndPayAction',
  'app/wallet/charge/success/actions.ts#confirmChargeAction',
  'POST /orders/{orderId}/confirm',
  'POST /bookings/{bookingId}/pay',
]

/** They change nothing that anybody could ask about. */
const CHANGE_NOTHING = [
  // Only what a reader has seen of their own notices.
  'app/notifications/actions.ts#markReadAction',
  // A cookie of the reader's own.
  'app/(auth)/consent/actions.ts#laterAction',
]

const filesIn = (folder: string) =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' }).map(
    (file) => `${folder}/${file}`,
  )
const textOf = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8')
const sources = filesIn('app').filter((file) => /\.tsx?$/.test(file))

const found = sources
  .filter((file) => /^\s*'use server'/m.test(textOf(file)))
  .flatMap((file) =>
    [...textOf(file).matchAll(/^export (?:const|async function) (\w+)/gm)].map(
      ([, name]) => `${file}#${name}`,
    ),
  )
const CHANGING = /^export (?:const|async function|function) (POST|PUT|PATCH|DELETE)\b/gm
const routes = sources
  .filter((file) => file.endsWith('/route.ts'))
  .flatMap((file) => [...textOf(file).matchAll(CHANGING)].map(([, method]) => ({ file, method: method! })))
const handlers = routes
  .filter(({ file }) => file.startsWith('app/api/v1/'))
  .map(({ file, method }) => {
    const path = file.slice('app/api/v1'.length, -'/route.ts'.length).replace(/\[(\w+)\]/g, '{$1}')
    return { file, method, name: `${method} ${path}` }
  })

const actionCases = { ...actionsOf(scene), ...deskActionsOf(scene) }
const handlerCases: Record<string, () => Promise<Asked>> = handlersOf(scene)

/** From here on what is done is one request, of this person's. */
async function begin(as: string | undefined): Promise<string | null> {
  request.id = randomUUID()
  request.cookie = null
  writeFileSync(clockFile, JSON.stringify({ offsetMs: ctx.now().getTime() - Date.now() }))
  if (!as) return null
  const { id } = await startSession(ctx, { userId: as, channel: 'web' })
  await ctx.db.update(sessions).set({ secondFactorAt: ctx.now() }).where(eq(sessions.id, id))
  return encodeToken(id, 3600)
}

/** What was written down in this request, by the number of it. */
async function expectRecorded(name: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ audited: number; posted: number }>(sql`
    select (select count(*) from audit_log where request_id = ${request.id})::int as audited,
      (select count(*) from transactions where request_id = ${request.id})::int as posted`)
  const { audited, posted } = rows[0]!
  if (IN_THE_BOOK.includes(name)) expect(posted, 'transactions in the book').toBeGreaterThan(0)
  else expect(audited, 'lines in the audit log').toBeGreaterThan(0)
}

describe('everything that changes something', () => {
  test('is listed with a way to succeed', () => {
    expect([...Object.keys(actionCases), ...CHANGE_NOTHING].sort()).toEqual([...found].sort())
    expect(Object.keys(handlerCases).sort()).toEqual(handlers.map(({ name }) => name).sort())
    expect(found.length).toBeGreaterThan(40)
    const others = routes.map(({ file }) => file).filter((file) => !file.startsWith('app/api/v1/'))
    expect(others.sort()).toEqual(['app/api/auth/[...nextauth]/route.ts', 'app/api/webhooks/toss/route.ts'])
  })

  test.each(Object.entries(actionCases))('%s leaves a record', { timeout: 60_000 }, async (name, prepare) => {
    const { as, form = {} } = await prepare()
    const [file, action] = name.split('#') as [string, string]
    const actions = (await import(join(REPOSITORY, file))) as Record<string, Act>
    request.cookie = await begin(as)
    await send(actions[action]!, form)
    await expectRecorded(name)
  })

  test.each(handlers)('$name leaves a record', { timeout: 60_000 }, async ({ file, method, name }) => {
    const { as, params = {}, body, file: upload } = await handlerCases[name]!()
    const route = (await import(join(REPOSITORY, file))) as Record<string, Handler>
    const token = await begin(as)
    const answer = await route[method]!(
      new Request('http://localhost:3000/api/v1', {
        method,
        headers: {
          'x-request-id': request.id,
          'x-forwarded-for': request.id,
          'idempotency-key': newKey(),
          'content-type': upload ? 'image/jpeg' : 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: upload ? new Uint8Array(upload) : body === undefined ? undefined : JSON.stringify(body),
      }),
      { params: Promise.resolve(params) },
    )
    expect(answer.ok, await answer.text()).toBe(true)
    await expectRecorded(name)
  })

  test('logging in and out of a browser leaves records', async () => {
    const { email } = await newMember(scene)
    await begin(undefined)
    const { providers, events } = authOptions()
    const { authorize } = (providers[0] as unknown as { options: { authorize: Authorize } }).options
    expect(await authorize({ email, password: PASSWORD })).toHaveProperty('id')
    await expectRecorded('logging in')
    const { id: sid } = await startSession(ctx, { userId: await newUser(scene), channel: 'web' })
    await begin(undefined)
    await events!.signOut!({ token: { sid } } as never)
    await expectRecorded('logging out')
  })

  test('a message of Toss’s is kept whole until what it led to is in the book', async () => {
    const { POST } = (await import(join(REPOSITORY, 'app/api/webhooks/toss/route.ts'))) as { POST: Handler }
    const body = JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId: `ord_${newKey()}` } })
    const { status } = await POST(new Request('http://localhost:3000/', { method: 'POST', body }))
    expect(status).toBe(200)
    const { rows } = await ctx.db.execute<{ sealed: string }>(
      sql`select body_sealed as sealed from webhook_events order by id desc limit 1`,
    )
    expect(ctx.sealer.open(rows[0]!.sealed)).toBe(body)
  })
})

type Act = (previous: null, form: FormData) => Promise<{ ok: boolean } | null>
type Handler = (request: Request, next?: { params: Promise<Record<string, string>> }) => Promise<Response>
type Authorize = (typed: { email: string; password: string }) => Promise<unknown>

/** Sends a form; sending on to another page is success as well, but to the login it is none. */
async function send(act: Act, fields: NonNullable<Sent['form']>): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const state = await act(null, form).catch((sentOn: { digest?: string }) => {
    if (!sentOn.digest?.startsWith('NEXT_REDIRECT') || /;\/login\?next/.test(sentOn.digest)) throw sentOn
    return { ok: true }
  })
  expect(state).toMatchObject({ ok: true })
}
