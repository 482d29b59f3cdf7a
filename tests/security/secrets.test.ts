import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { REPOSITORY } from '@/scripts/repository'
import { call, newSignUp, type Answer, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, toss, query, settings, logFiles, newPerson } = openSite()

/** Settings that browsers are meant to know. Every other one is a secret, and its value here is found nowhere else. */
const PUBLIC =
  /^(APP_ENV|APP_URL|NEXTAUTH_URL|NODE_ENV|TOSS_API_URL|TOSS_SDK_URL|TOSS_\w*CLIENT_KEY|KAKAO_CLIENT_ID|NAVER_CLIENT_ID|TOSS_MERCHANT_IDS)$/

function secrets(): [name: string, value: string][] {
  const database = new URL(settings.DATABASE_URL!)
  const whole = Object.entries(settings).filter(([name]) => !PUBLIC.test(name))
  const keys = settings.ENCRYPTION_KEYS!.split(',').map((key) => ['ENCRYPTION_KEYS', key.split(':')[1]!])
  const basic = Buffer.from(`${settings.TOSS_WIDGET_SECRET_KEY}:`).toString('base64')
  return [...whole, ...keys, ['DATABASE_URL', database.password], ['Authorization', basic]] as [
    string,
    string,
  ][]
}

let renter: Person
let cookie: string
let order: { orderId: string; paymentKey: string; amount: number }
const CARD_NUMBER = '4111111111111111'
const TYPED_PASSWORD = 'typed-by-mistake-0a1b2c'

beforeAll(async () => {
  renter = await newPerson()
  cookie = (await renter.webLogin()).cookie
  await renter.charge(10_000)
  order = await renter.paidOrder(20_000)
})

const PAGES = [
  ...['/', '/login', '/signup', '/terms', '/privacy', '/nowhere', '/account', '/wallet', '/wallet/charge'],
  ...[
    '/wallet/history',
    '/api/auth/session',
    '/api/auth/csrf',
    '/api/auth/providers',
    '/api/health',
    '/api/ready',
  ],
  ...['/api/v1/wallet', '/api/v1/wallet/transactions', '/api/v1/nowhere', '/manifest.webmanifest'],
]

/** All that the site says to one browser: pages as HTML and as RSC, the API, refusals. */
async function everyAnswer(): Promise<Answer[]> {
  const paths = [...PAGES, `/wallet/charge/${order.orderId}`, `/api/v1/orders/${order.orderId}`]
  const answers = []
  for (const path of paths) {
    for (const headers of [{}, { rsc: '1' }] as Record<string, string>[]) {
      for (const who of [cookie, undefined])
        answers.push(await call(url, 'GET', path, { cookie: who, headers }))
    }
  }
  return answers
}

function filesUnder(folder: string): string[] {
  const found = readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
  return found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
}

function expectWithout(text: string, forbidden: [string, string][], where: string) {
  for (const [name, value] of forbidden) if (text.includes(value)) expect.fail(`${name} shows in ${where}`)
}

/** Numbers that could be a card's: 13 to 19 digits with a right check digit, written in one piece. */
function cardNumbers(text: string): string[] {
  return [...text.matchAll(/(?<![\d.])\d{13,19}(?![\d.])/g)].map(([digits]) => digits).filter(hasCheckDigit)
}

function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const readWebLog = () => readFileSync(logFiles[0]!, 'utf8')
const readLogs = () => logFiles.map((file) => readFileSync(file, 'utf8')).join('\n')

describe('a secret', () => {
  test('is in nothing that a browser may fetch', async () => {
    for (const { text, headers } of await everyAnswer()) {
      expectWithout(text + JSON.stringify([...headers]), secrets(), text.slice(0, 80))
    }
  })

  test('is in no file of the build, nor is the shape of one', () => {
    for (const file of filesUnder('.next/static')) {
      const text = readFileSync(file, 'utf8')
      expectWithout(text, secrets(), file)
      expect(text, file).not.toMatch(/(test|live)_g?sk_\w{8,}|postgres(ql)?:\/\/\w/)
    }
  })

  test('is in no refusal, and neither is what the database said', async () => {
    const answers = [
      await renter.post('/api/v1/orders', { amount: -1 }),
      await renter.confirm({ ...order, paymentKey: `' or 1=1 --`, amount: 1 }),
      await renter.get('/api/v1/orders/%00'),
      await call(url, 'POST', '/api/v1/users', { body: { ...newSignUp(), email: renter.email } }),
      await call(url, 'GET', '/api/v1/wallet', { token: 'x' }),
    ]
    for (const { text } of answers) {
      expectWithout(text, secrets(), text)
      expect(text).not.toMatch(/select |insert |params|constraint|node_modules|at \w+ \(|postgres/i)
    }
  })
})

describe('the logs', () => {
  test('never hold what was typed, what identifies a payment, or a card', async () => {
    const body = { ...newSignUp(), password: TYPED_PASSWORD, card: CARD_NUMBER }
    await call(url, 'POST', '/api/v1/users', { body })
    await call(url, 'POST', '/api/v1/sessions', { body: { email: renter.email, password: TYPED_PASSWORD } })
    await renter.post('/api/v1/orders', { amount: 10_000, cardNumber: CARD_NUMBER, cvc: '123' })
    await toss.fault('garbage')
    await renter.confirm(order)
    await renter.settled(order.orderId)
    await call(
      url,
      'GET',
      `/wallet/charge/success?orderId=${order.orderId}&paymentKey=${order.paymentKey}&amount=20000`,
      { cookie },
    )
    const logs = readLogs()
    expectWithout(
      logs,
      [
        ...secrets(),
        ['a password', TYPED_PASSWORD],
        ['a payment key', order.paymentKey],
        ['a token', renter.token],
        ['a cookie', cookie.split('=')[1]!],
        ['an e-mail', renter.email],
      ],
      'the logs',
    )
    expect(cardNumbers(logs)).toEqual([])
  })

  test('of a database that fails name the failure by its code, and the answer says only to try again', async () => {
    const before = readWebLog().length
    const person = await newPerson()
    await query(`alter table orders add constraint refuse_all check (amount <> 12345) not valid`)
    const answer = await person
      .post('/api/v1/orders', { amount: 12_345 })
      .finally(() => query(`alter table orders drop constraint refuse_all`))
    expect(answer.status).toBe(503)
    expect(answer.body).toStrictEqual({
      code: 'TRY_AGAIN',
      message: expect.stringMatching(/[가-힣]/),
      requestId: answer.headers.get('x-request-id'),
    })
    const logged = readWebLog().slice(before)
    expect(logged).toContain(answer.body.requestId)
    expect(logged).toContain('23514')
    expect(logged).not.toMatch(/params:|insert into|12345/i)
  })
})

describe('the database', () => {
  test('keeps no payment key, token or card number that could be read', async () => {
    const tables = await query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    for (const { name } of tables) {
      const rows = await query<{ row: string }>(`select t::text as row from "${name}" t`)
      const text = rows.map(({ row }) => row).join('\n')
      const forbidden: [string, string][] = [
        ['a payment key', order.paymentKey],
        ['a token', renter.token],
        ['a password', TYPED_PASSWORD],
      ]
      expectWithout(text, [...secrets(), ...forbidden], name)
      expect(text, name).not.toContain(CARD_NUMBER)
    }
  })
})
