import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { PLACES } from '@/app/admin/places'
import { endpoints } from '@/app/api/v1/endpoints'
import { OPERATOR_ROLES } from '@/db/schema/identity'
import { DUTIES, hasDuty, type Duty } from '@/lib/identity/duties'
import { newId, newOrderId } from '@/lib/ids'
import { addDays, kstDay } from '@/lib/time'
import { REPOSITORY } from '@/scripts/repository'
import { call, newKey, type Answer, type Person } from '../support/api'
import { picture } from '../support/pictures'
import { giveSecondFactor } from '../support/operators'
import { openSite } from '../support/running-site'
import { actionIdOf, callAction } from '../support/server-actions'
import { plantSpace } from '../support/spaces'

const { url, query, newPerson } = openSite()

/** What is no page of the menu, by its route: the duty, and an address of it. */
const BESIDE: Record<string, { duty: Duty; at: string }> = {
  '/admin/audit/[format]': { duty: 'audit.read', at: '/admin/audit/csv' },
  '/admin/reports/[kind]/[period]/[format]': { duty: 'taxes.read', at: '/admin/reports/fees/2026-01/csv' },
  '/admin/adjustments/new': { duty: 'adjustments.make', at: '/admin/adjustments/new' },
  '/admin/ledger/[account]': { duty: 'books.read', at: '/admin/ledger/balance' },
  '/admin/ledger/[account]/[day]': { duty: 'books.read', at: '/admin/ledger/balance/2026-11-28' },
  '/admin/ledger/members/[userId]': { duty: 'books.read', at: '/admin/ledger/members/{userId}' },
  '/admin/ledger/search': { duty: 'books.read', at: '/admin/ledger/search' },
  '/admin/ledger/transactions/[id]': { duty: 'books.read', at: '/admin/ledger/transactions/{transactionId}' },
  '/admin/statements/[kind]/[format]': { duty: 'books.read', at: '/admin/statements/balance/csv' },
  '/admin/members/[userId]': { duty: 'members.read', at: '/admin/members/{userId}' },
  '/admin/members/trace/[id]': { duty: 'members.read', at: '/admin/members/trace/{orderId}' },
  '/admin/cases/[caseId]': { duty: 'cases.handle', at: '/admin/cases/{caseId}' },
  '/admin/cases/new': { duty: 'cases.handle', at: '/admin/cases/new' },
  '/admin/reconciliation/[breakId]': { duty: 'console.read', at: '/admin/reconciliation/{breakId}' },
  '/admin/settings/[key]': { duty: 'console.read', at: '/admin/settings/fee' },
  '/admin/terms/new': { duty: 'terms.draft', at: '/admin/terms/new?document=terms' },
  '/admin/terms/[id]': { duty: 'console.read', at: '/admin/terms/{versionId}' },
  '/admin/withdrawals/transfers/[batch]': { duty: 'transfers.carry', at: '/admin/withdrawals/transfers/999' },
}
const LISTED = {
  ...Object.fromEntries(PLACES.map(({ href, duty }) => [href, { duty, at: href }])),
  ...BESIDE,
}

const textOf = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8')
const filesIn = (folder: string) =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' }).map(
    (file) => `${folder}/${file}`,
  )
const routeOf = (file: string) => dirname(file).slice('app'.length)

const consoleFiles = filesIn('app/admin')
const pages = consoleFiles.filter((file) => file.endsWith('/page.tsx')).map(routeOf)
const handlers = consoleFiles.filter((file) => file.endsWith('/route.ts')).map(routeOf)

/** Every server action of the console: where it is, its name, and the duty that its source names. */
const actions = consoleFiles
  .filter((file) => /\.tsx?$/.test(file) && textOf(file).includes("'use server'"))
  .flatMap((file) =>
    [...textOf(file).matchAll(/^export (.*)$(?:\n\s+'([\w.]+)')?/gm)].map(([, declared, below]) => ({
      file,
      name: /\w+(?= =)/.exec(declared!)?.[0] ?? declared!,
      duty: (/= operatorAction\('([\w.]+)'/.exec(declared!)?.[1] ??
        (declared!.endsWith('= operatorAction(') ? below : undefined)) as Duty | undefined,
    })),
  )

type Caller = { name: string; roles: string[]; cookie?: string; token?: string }
const callers: Caller[] = []
/** What has an id in a path, all of it of one person who asks nothing here. */
let ids: Record<string, string>
/** What nobody in the console needs to see of that person. */
let secrets: string[]

const NAME = '독고하람'

beforeAll(async () => {
  const victim = await newPerson()
  ids = await idsOf(victim)
  await query('update users set name = $2 where email = $1', [victim.email, NAME])
  await query('update bank_accounts set holder_name = $2 where user_id = $1', [ids.userId, NAME])
  const logins = await query<{ address: string }>('select address from sessions where user_id = $1', [
    ids.userId,
  ])
  secrets = [NAME, victim.email, ...logins.map(({ address }) => address)]
  callers.push({ name: 'nobody', roles: [] })
  const owner = await newPerson()
  await plantSpace(query, owner.email, {})
  callers.push(await asCaller('a renter', await newPerson()), await asCaller('an owner', owner))
  for (const role of OPERATOR_ROLES) {
    const person = await newPerson()
    await query('update users set roles = $2 where email = $1', [person.email, [role]])
    const { cookie } = await person.webLogin()
    await giveSecondFactor(query, person)
    callers.push({ name: role, roles: [role], cookie, token: person.token })
    callers.push(await asCaller(`${role} without the second factor in this login`, person))
  }
})

async function asCaller(name: string, person: Person): Promise<Caller> {
  return { name, roles: [], cookie: (await person.webLogin()).cookie, token: person.token }
}

/** An address with the ids that it needs. */
const fillIn = (at: string) => at.replace(PARAMETERS, (_, parameter: string) => ids[parameter]!)

/** Holds every caller's answer against the duty, and says all that differ at once. */
async function expectByDuty(duty: Duty, ask: (caller: Caller) => Promise<boolean>): Promise<void> {
  const wrong: string[] = []
  for (const caller of callers) {
    const letIn = await ask(caller)
    if (letIn !== hasDuty(caller, duty)) wrong.push(`${caller.name} ${letIn ? 'was let in' : 'was kept out'}`)
  }
  expect(wrong).toEqual([])
}

describe('the console', () => {
  test('has a duty listed for each of its pages and handlers, and lists no other', () => {
    expect([...pages, ...handlers].sort()).toEqual(Object.keys(LISTED).sort())
    expect(pages.length).toBeGreaterThan(5)
  })

  test('has a duty named in each of its server actions', () => {
    expect(actions.filter(({ duty }) => !duty || !(duty in DUTIES))).toEqual([])
    expect(actions.length).toBeGreaterThan(5)
  })

  test.each(pages)('%s opens for those with the duty alone', async (page) => {
    const { duty, at } = LISTED[page]!
    await expectByDuty(duty, async ({ cookie }) => {
      const { status, headers } = await call(url, 'GET', fillIn(at), { cookie })
      if (status === 200) return true
      const asked = /^(http:\/\/[^/]+)?\/login(\/second-factor)?\?next=/.test(headers.get('location') ?? '')
      if (status !== 404 && !asked) throw new Error(`${at}: ${status}`)
      return false
    })
  })

  test.each(pages)('%s shows nobody in plain who is no operator', async (page) => {
    const { cookie } = callers.find(({ name }) => name === 'admin')!
    const { status, text } = await call(url, 'GET', fillIn(LISTED[page]!.at), { cookie })
    expect(status).toBe(200)
    expect(secrets.length).toBeGreaterThan(2)
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  })

  test.each(handlers)('%s answers those with the duty alone', async (handler) => {
    const { duty, at } = LISTED[handler]!
    await expectByDuty(duty, async ({ cookie }) => {
      const { status, body } = await call(url, 'GET', at, { cookie })
      if (status === 200 || (status === 404 && body?.code === 'NOT_FOUND')) return true
      if (![302, 303, 307, 401, 403].includes(status)) throw new Error(`${at}: ${status}`)
      return false
    })
  })

  test.each(actions)('$name of $file runs for those with the duty alone', async ({ file, name, duty }) => {
    const place = routeOf(file)
    await expectByDuty(duty!, async ({ cookie }) => {
      const at = LISTED[place]?.at ?? '/admin/webhooks'
      const answer = await callAction({ url, id: actionIdOf(file, name), at, cookie })
      const code = /"code":"(\w+)"/.exec(answer.text)?.[1]
      if (answer.status === 200 && code) return code !== 'FORBIDDEN' && code !== 'UNAUTHENTICATED'
      if (answer.status === 200 && /"ok":true/.test(answer.text)) return true
      throw new Error(`${name}: ${answer.status} ${answer.text.slice(0, 200)}`)
    })
  })
})

/** Something of each kind that has an id in a path, all of one person's. */
async function idsOf(victim: Person): Promise<Record<string, string>> {
  const orderId = await victim.charge(10_000)
  const host = await newPerson()
  const time = { startAt: `${DAY}T10:00:00+09:00`, endAt: `${DAY}T11:00:00+09:00` }
  const held = { spaceId: await plantSpace(query, host.email, { hourly_price: 10_000 }), ...time }
  const { bookingId } = (await victim.post('/api/v1/bookings', held)).body
  const account = { bankCode: '90', accountNumber: '0001230009876', holderName: '김하늘' }
  await call(url, 'PUT', '/api/v1/owner/bank-account', { token: victim.token, body: account })
  const [withdrawal] = await query<{ id: string }>(
    `insert into withdrawals (id, user_id, bank_account_id, amount, status, request_key, approvals_needed, arrives_by,
        requested_at, next_check_at, updated_at)
      select gen_random_uuid(), b.user_id, b.id, 30000, 'REQUESTED', $2, 2, now(), now(), now() + interval '1 day', now()
      from bank_accounts b join users u on u.id = b.user_id where u.email = $1 returning id`,
    [victim.email, newKey()],
  )
  const spaceId = await plantSpace(query, victim.email, {})
  const [charge] = await query<{ id: string; user_id: string }>(
    `select t.id, w.user_id from transactions t join entries e on e.transaction_id = t.id join wallets w on w.id = e.wallet_id
      where t.order_id = $1`,
    [orderId],
  )
  const { id: transactionId, user_id: userId } = charge!
  const [version] = await query<{ id: string }>(`select id from document_versions where document = 'terms'`)
  const versionId = version!.id
  return {
    orderId,
    bookingId,
    withdrawalId: withdrawal!.id,
    spaceId,
    transactionId,
    userId,
    versionId,
    ...(await plantHandled(userId)),
  }
}

/** A break and a case for operators to look into. */
async function plantHandled(userId: string): Promise<Record<string, string>> {
  const [found] = await query<{ id: string }>(
    `with run as (insert into reconciliation_runs (id, state, from_at, to_at, reason, started_at, finished_at)
        values (gen_random_uuid(), 'INCOMPLETE', now() - interval '1 day', now(), 'planted', now(), now()) returning id)
      insert into reconciliation_breaks (id, class, subject, theirs, occurred_at, found_by, found_at, last_seen_at)
        select gen_random_uuid(), 'MISSING_HERE', 'planted', 1000, now(), id, now(), now() from run returning id`,
  )
  const [asked] = await query<{ id: string }>(
    `insert into cases (id, kind, user_id, opened_by, opened_at, story, due_on)
      values (gen_random_uuid(), 'error', $1, $1, now(), 'planted', current_date + 14) returning id`,
    [userId],
  )
  return { breakId: found!.id, caseId: asked!.id }
}

/** What an owner of it could send. */
const BODIES: Record<string, unknown> = {
  '/orders/{orderId}/confirm': { paymentKey: 'tgen_20261128000000abcdEFGH', amount: 10_000 },
  '/orders/{orderId}/refund': { amount: 1_000 },
  '/bookings/{bookingId}/pay': {},
  '/bookings/{bookingId}/cancel': {},
}

const DAY = addDays(kstDay(new Date()), 3)
const PARAMETERS = /\{(\w+)\}/g
const withId = endpoints.filter(({ path, login }) => login && path.includes('{'))

describe('the API', () => {
  test('has each of its handlers documented, and documents no other', () => {
    const routes = filesIn('app/api/v1')
      .filter((file) => file.endsWith('/route.ts'))
      .map((file) =>
        dirname(file)
          .slice('app/api/v1'.length)
          .replace(/\[(\w+)\]/g, '{$1}'),
      )
      .filter((path) => path !== '/[...path]')
    expect(routes.sort()).toEqual([...new Set(endpoints.map(({ path }) => path as string))].sort())
  })

  test.each(withId)(
    '$method $path is the same 404 for another’s id as for one that nobody has, whoever asks',
    async (endpoint) => {
      const photo = {
        raw: new Uint8Array(await picture().png().toBuffer()),
        headers: { 'content-type': 'image/png' },
      }
      const sent = endpoint.upload ? photo : { body: BODIES[endpoint.path] }
      for (const { name, token } of callers.filter((caller) => caller.token)) {
        const ask = (id: (parameter: string) => string) => {
          const path = `/api/v1${endpoint.path.replace(PARAMETERS, (_, parameter) => id(parameter))}`
          return call(url, endpoint.method, path, { token, key: newKey(), ...sent })
        }
        const others = await ask((parameter) => ids[parameter]!)
        const nobodys = await ask((parameter) => (parameter === 'orderId' ? newOrderId() : newId()))
        const said = ({ status, body }: Answer) => [status, body.code, body.message]
        expect(said(others), name).toEqual(said(nobodys))
        expect([others.status, others.body.code], name).toEqual([404, 'NOT_FOUND'])
      }
    },
  )
})
