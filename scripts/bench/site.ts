import { join } from 'node:path'
import { connect } from '@/db/client'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { verify } from '@/lib/verify'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { Failure } from '../failure'
import { readSettings } from '../settings-file'
import { startTestSite } from '../test-site'
import { createSpaces, HeldBookings } from './bookings'
import { openPool } from './pool'
import { evenly } from './popularity'
import { refuseBroken } from './soundness'

/** The built site with people in it who have money. */
export type Site = {
  url: string
  tokenOf(renterId: string): string
  renters: string[]
  held: HeldBookings
  /** Throws a Failure when any invariant of its book is broken. */
  expectSound(): Promise<void>
  stop(): Promise<void>
}

const RENTERS = 32
/** Won: all that a wallet may hold, for prices of at most 100. */
const CHARGED = 2_000_000
const PASSWORD = 'pocket-bench-1'

/** A whole `npm start` of its own. Its people came and charged as any client of the API does. */
export async function startSite(signal: AbortSignal): Promise<Site> {
  const { env, dataDirectory, stop } = await startTestSite(signal)
  const ask = async <T>(to: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const json = { 'content-type': 'application/json', ...headers }
    const answer = await fetch(to + path, { method: 'POST', headers: json, body: JSON.stringify(body) })
    if (!answer.ok) throw new Failure(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const api = <T>(path: string, body: unknown, headers?: Record<string, string>) =>
    ask<T>(`${env.APP_URL}/api/v1`, path, body, headers)

  const open = async (n: number) => {
    const email = `bench-${n}@example.com`
    const { userId } = await api<{ userId: string }>('/users', {
      email,
      password: PASSWORD,
      name: '김하늘',
      ...FIRST_VERSIONS,
    })
    const { token } = await api<{ token: string }>('/sessions', { email, password: PASSWORD })
    const head = (step: string) => ({
      authorization: `Bearer ${token}`,
      'idempotency-key': `bench-${n}-${step}-key-1`,
    })
    const { orderId } = await api<{ orderId: string }>('/orders', { amount: CHARGED }, head('order'))
    const { paymentKey } = await ask<{ paymentKey: string }>(env.SIMULATOR_URL, '/__sim/authenticate', {
      clientKey: DEFAULT_MERCHANT.widget.clientKey,
      customerKey: '@@ANONYMOUS',
      orderId,
      orderName: '포스페이 충전',
      amount: CHARGED,
      method: 'CARD',
    })
    await api(`/orders/${orderId}/confirm`, { paymentKey, amount: CHARGED }, head('confirm'))
    return { userId, token }
  }
  const people: { userId: string; token: string }[] = []
  for (let n = 0; n < RENTERS; n++) people.push(await open(n))
  const owners = [(await openOwner(api)).userId]
  const settings = readSettings(join(dataDirectory, 'env'))
  const pool = openPool(settings.DATABASE_OWNER_URL!, 1)
  const db = connect(settings.DATABASE_URL!, { max: 1, statementTimeoutMs: 0 })
  await createSpaces(pool, { renters: [], owners })
  const renters = people.map(({ userId }) => userId)
  const tokens = new Map(people.map(({ userId, token }) => [userId, token]))
  const held = new HeldBookings(pool, { renters, owners }, evenly(renters.length), () => 0, 1)
  return {
    url: env.APP_URL,
    renters,
    tokenOf: (renterId) => tokens.get(renterId)!,
    held,
    expectSound: async () => refuseBroken('of the site', await verify(db)),
    stop: async () => {
      await Promise.all([pool.end(), db.$client.end()])
      await stop()
    },
  }
}

async function openOwner(api: <T>(path: string, body: unknown) => Promise<T>) {
  return api<{ userId: string }>('/users', {
    email: 'bench-owner@example.com',
    password: PASSWORD,
    name: '이바다',
    ...FIRST_VERSIONS,
  })
}
