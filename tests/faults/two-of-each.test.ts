import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '@/db/client'
import { buildIfChanged } from '@/scripts/build'
import { findFreePort } from '@/scripts/free-port'
import { waitForOk } from '@/scripts/readiness'
import { addDays, kstDay } from '@/lib/time'
import { verify } from '@/lib/verify'
import { newKey, Person, type Answer } from '../support/api'
import { createDatabase, type TestDatabase } from '../support/databases'
import { startSite, webOn, WORKER, type Site } from '../support/site'
import type { SiteProcess } from '../support/site-process'
import { plantSpace } from '../support/spaces'

const PEOPLE = 6
const ROUNDS = 5
const AMOUNT = 10_000
const PRICE = 3_000
const DAY = addDays(kstDay(new Date()), 2)
const PATIENCE_MS = 90_000

let database: TestDatabase
let db: Database
let site: Site
let urls: string[]
let webs: SiteProcess[]
let workers: SiteProcess[]

beforeAll(async () => {
  await buildIfChanged(() => undefined, new AbortController().signal)
  database = await createDatabase()
  db = connect(database.superuserUrl, { max: 4, statementTimeoutMs: 0 })
  site = await startSite({ databaseUrl: database.appUrl, settings: { RATE_LIMITS: 'off' } })
  const port = await findFreePort()
  webs = [site.web, site.beside('web-2', webOn(port))]
  workers = [site.worker, site.beside('worker-2', WORKER)]
  urls = [site.url, `http://localhost:${port}`]
  webs[1]!.start()
  workers[1]!.start()
  await waitForOk(`${urls[1]}/api/ready`, PATIENCE_MS, () => undefined)
}, 400_000)

afterAll(async () => {
  await site?.stop()
  await db?.$client.end()
  await database?.drop()
})

/** How often a request got no answer because its web was gone. */
let interrupted = 0

/** Asks one web, and on silence or "try again" the other with the same key, as a client behind a balancer does. */
async function persistently(ask: (url: string) => Promise<Answer>, first: number): Promise<Answer> {
  for (let attempt = first; ; attempt++) {
    const answer = await ask(urls[attempt % urls.length]!).catch(() => null)
    if (!answer) interrupted++
    if (answer && ![409, 503].includes(answer.status)) return answer
    if (answer?.status === 409 && answer.body.code !== 'REQUEST_IN_PROGRESS') return answer
    await sleep(200)
  }
}

test('two webs and two workers share the work, and one of each killed under load loses and doubles nothing', async () => {
  const owner = await Person.join(urls[0]!, site.toss)
  const spaces: string[] = []
  const query = async <Row>(text: string, values: unknown[] = []) =>
    (await db.$client.query(text, values)).rows as Row[]
  for (let i = 0; i < PEOPLE; i++)
    spaces.push(await plantSpace(query as never, owner.email, { hourly_price: PRICE }))
  const people: Person[] = []
  for (let i = 0; i < PEOPLE; i++) people.push(await Person.join(urls[i % 2]!, site.toss))

  /** What the site has told a client that it has done. */
  const told = { charged: 0, paid: 0 }
  let killed = false

  async function live(person: Person, number: number): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const post = (path: string, body: unknown) => {
        const key = newKey()
        return persistently((url) => person.at(url).post(path, body, { key }), number + round)
      }
      const made = await post('/api/v1/orders', { amount: AMOUNT })
      expect(made.status, made.text).toBe(201)
      const { orderId } = made.body
      const paymentKey = await site.toss.authenticate(orderId, BigInt(AMOUNT))
      const confirmed = await post(`/api/v1/orders/${orderId}/confirm`, { paymentKey, amount: AMOUNT })
      expect([200, 202], confirmed.text).toContain(confirmed.status)
      await charged(person, orderId)
      told.charged++
      const hour = String(9 + round).padStart(2, '0')
      const end = String(10 + round).padStart(2, '0')
      const booked = await post('/api/v1/bookings', {
        spaceId: spaces[number],
        startAt: `${DAY}T${hour}:00:00+09:00`,
        endAt: `${DAY}T${end}:00:00+09:00`,
      })
      expect(booked.status, booked.text).toBe(201)
      const paid = await post(`/api/v1/bookings/${booked.body.bookingId}/pay`, {})
      expect(paid.status, paid.text).toBe(200)
      told.paid++
    }
  }

  /** Waits for the order by whichever web is there. */
  async function charged(person: Person, orderId: string): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(200)) {
      const { body } = await persistently((url) => person.at(url).get(`/api/v1/orders/${orderId}`), 0)
      if (body.status === 'DONE') return
      // A dead web's claim runs out by the clock.
      if (killed) await site.toss.advance(1000)
    }
    throw new Error(`${orderId} stays open`)
  }

  await site.toss.fault('delay', { times: 1000, param: 150 })
  const lives = Promise.all(people.map(live))
  while (told.charged < PEOPLE) await sleep(20)
  await Promise.all([webs[0]!.kill(), workers[0]!.kill()])
  killed = true
  await lives

  expect(interrupted).toBeGreaterThan(0)
  expect(told).toEqual({ charged: PEOPLE * ROUNDS, paid: PEOPLE * ROUNDS })
  for (const person of people) expect(await person.at(urls[1]!).balance()).toBe(ROUNDS * (AMOUNT - PRICE))
  const [taken] = await query<{ charges: number; payments: number }>(
    `select count(*) filter (where type = 'charge')::int as charges, count(*) filter (where type = 'payment')::int as payments from transactions`,
  )
  expect(taken).toEqual({ charges: told.charged, payments: told.paid })
  const [{ doubles }] = (await query<{ doubles: number }>(
    `select count(*)::int as doubles from (select order_id from transactions where type = 'charge' group by order_id having count(*) > 1) d`,
  )) as [{ doubles: number }]
  expect(doubles).toBe(0)
  // The worker that is left has closed everything that was open.
  await site.toss.clearFaults()
  expect(await verify(db)).toEqual([])
}, 240_000)
