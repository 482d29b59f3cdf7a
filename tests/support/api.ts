import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { checkDocumented } from './documented'
import type { TossControls } from './toss-controls'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer is whatever the site sent; tests assert its shape
type Json = any

export type Answer = { status: number; headers: Headers; text: string; body: Json }

export type Call = {
  token?: string
  cookie?: string
  body?: unknown
  /** Sent as it is, in place of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>
  key?: string
  headers?: Record<string, string>
  /** The network address that the nearest proxy saw. */
  address?: string
}

export const PASSWORD = 'correct horse 배터리 staple'
/** Redirects that a charge may still be on its way in. */
const MOVING = ['CONFIRMING', 'READY']

/** Any request to the site, as a client of its own; what `/api/v1` answers must be what it documents. */
export async function call(url: string, method: string, path: string, options: Call = {}): Promise<Answer> {
  const { token, cookie, body, raw, key, headers = {}, address = newAddress() } = options
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      'x-forwarded-for': address,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(cookie ? { cookie } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...(body !== undefined || raw !== undefined ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  })
  const text = await response.text()
  const answer = { status: response.status, headers: response.headers, text, body: parse(text) }
  checkDocumented(method, path, answer)
  return answer
}

export function newKey(): string {
  return randomBytes(16).toString('hex')
}

/** An address that nobody has used before, so that limits per address count one test at a time. */
export function newAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
}

export function newSignUp() {
  return {
    email: `${randomUUID()}@example.com`,
    password: PASSWORD,
    name: '김하늘',
    ...FIRST_VERSIONS,
  }
}

/** A user of the site who has signed up and logged in. */
export class Person {
  private constructor(
    readonly url: string,
    readonly email: string,
    readonly token: string,
    private readonly toss: TossControls,
  ) {}

  static async join(url: string, toss: TossControls): Promise<Person> {
    const signUp = newSignUp()
    const { email, password } = signUp
    const made = await call(url, 'POST', '/api/v1/users', { body: signUp })
    const session = await call(url, 'POST', '/api/v1/sessions', { body: { email, password } })
    if (made.status !== 201 || session.status !== 201) throw new Error(made.text + session.text)
    return new Person(url, email, session.body.token, toss)
  }

  /** The same person and login at another web of the same site. */
  at(url: string): Person {
    return new Person(url, this.email, this.token, this.toss)
  }

  get(path: string, options: Call = {}): Promise<Answer> {
    return call(this.url, 'GET', path, { token: this.token, ...options })
  }

  post(path: string, body: unknown, options: Call = {}): Promise<Answer> {
    return call(this.url, 'POST', path, { token: this.token, key: newKey(), body, ...options })
  }

  async order(amount: number): Promise<string> {
    const { status, text, body } = await this.post('/api/v1/orders', { amount })
    if (status !== 201) throw new Error(text)
    return body.orderId
  }

  /** An order whose buyer has been through the payment window. */
  async paidOrder(
    amount: number,
    decline?: string,
  ): Promise<{ orderId: string; paymentKey: string; amount: number }> {
    const orderId = await this.order(amount)
    const paymentKey = await this.toss.authenticate(orderId, BigInt(amount), 'CARD', decline)
    return { orderId, paymentKey, amount }
  }

  confirm(
    { orderId, paymentKey, amount }: { orderId: string; paymentKey: string; amount: number },
    options: Call = {},
  ): Promise<Answer> {
    return this.post(`/api/v1/orders/${orderId}/confirm`, { paymentKey, amount }, options)
  }

  async charge(amount: number): Promise<string> {
    const order = await this.paidOrder(amount)
    const { status, text } = await this.confirm(order)
    if (status !== 200) throw new Error(text)
    return order.orderId
  }

  async balance(): Promise<number> {
    return (await this.get('/api/v1/wallet')).body.balance
  }

  /** The order's last state, once it has one. */
  async settled(orderId: string): Promise<string> {
    for (;;) {
      const { body } = await this.get(`/api/v1/orders/${orderId}`)
      if (!MOVING.includes(body.status)) return body.status
      await sleep(100)
    }
  }

  /** Logs in as a browser does, through the form's own endpoints; answers the session's cookie. */
  async webLogin(): Promise<{ cookie: string; setCookie: string }> {
    const csrf = await fetch(`${this.url}/api/auth/csrf`)
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const csrfCookie = csrf.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ')
    const answer = await fetch(`${this.url}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: csrfCookie, 'x-forwarded-for': newAddress(), origin: this.url },
      body: new URLSearchParams({ csrfToken, email: this.email, password: PASSWORD, json: 'true' }),
    })
    const setCookie = answer.headers.getSetCookie().find((line) => line.includes('pospay.session='))
    if (!setCookie) throw new Error(`no session: ${answer.status} ${await answer.text()}`)
    return { cookie: setCookie.split(';')[0]!, setCookie }
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
