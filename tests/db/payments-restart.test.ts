import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '@/db/client'
import { payBooking } from '@/lib/booking/pay'
import { verify } from '@/lib/verify'
import { balanceOf, newKey, newPlace, plantHeld, richRenter } from '../booking/support'
import { startCrashablePostgres, type CrashablePostgres } from '../support/crashable-postgres'
import { openScene, type Scene } from '../support/scene'

const calm = await openScene()
let postgres: CrashablePostgres
let db: Database
let scene: Scene

beforeAll(async () => {
  postgres = await startCrashablePostgres()
  db = connect(postgres.appUrl, { max: 8 })
  scene = { ...calm, ctx: { ...calm.ctx, db } }
})

afterAll(async () => {
  await db.$client.end()
  await postgres.remove()
})

const CRASHES = 5
const PAYERS = 32
const BALANCE = 1_000_000n
const PRICE = 100n
const HELD_EACH = 1_000

test(
  'a database killed under a load of payments loses none that was acknowledged, and doubles none',
  { timeout: 120_000 },
  async () => {
    const renters = await Promise.all([1, 2, 3, 4].map(() => richRenter(scene, BALANCE)))
    const held: { id: string; renterId: string }[] = []
    for (const renterId of renters) {
      const place = await newPlace(scene)
      const hours = Array.from({ length: HELD_EACH }, (_, n) => ({
        days: 1 + Math.floor(n / 24),
        hour: n % 24,
      }))
      await plantHeld(scene, ...hours.map((when) => ({ ...place, ...when, renterId, price: PRICE })))
    }
    const planted = await db.execute<{ id: string; renter: string }>(
      sql`select id, renter_id as renter from bookings order by md5(id::text)`,
    )
    for (const { id, renter } of planted.rows) held.push({ id, renterId: renter })

    const acknowledged = new Map<string, string>()
    let unanswered = 0
    let running = true
    /** Pays one after the other; what got no answer is asked again with its key until it gets one. */
    const payer = async () => {
      for (let next = running && held.pop(); next; next = running && held.pop()) {
        const asked = { renterId: next.renterId, bookingId: next.id, key: newKey() }
        for (let paid = false; !paid;) {
          paid = await payBooking(scene.ctx, asked).then(
            ({ transactionId }) => Boolean(acknowledged.set(asked.bookingId, transactionId)),
            async () => {
              unanswered++
              await new Promise((done) => setTimeout(done, 50))
              return false
            },
          )
        }
      }
    }
    const payers = Array.from({ length: PAYERS }, payer)
    const more = async (count: number) => {
      const before = acknowledged.size
      await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + count)
    }
    for (let crash = 0; crash < CRASHES; crash++) {
      await more(100)
      await postgres.kill()
      await postgres.startAgain()
    }
    await more(100)
    running = false
    await Promise.all(payers)

    expect(held.length, 'bookings left to pay at the last crash').toBeGreaterThan(0)
    expect(unanswered).toBeGreaterThan(0)
    const { rows } = await db.execute<{ reference: string; id: string }>(
      sql`select reference, id from transactions where type = 'payment'`,
    )
    expect(rows).toHaveLength(acknowledged.size)
    expect(rows.filter(({ reference, id }) => acknowledged.get(reference) !== id)).toEqual([])
    const left = await Promise.all(renters.map((renterId) => balanceOf(scene, renterId)))
    const spent = BALANCE * BigInt(renters.length) - left.reduce((sum, each) => sum + each, 0n)
    expect(spent).toBe(PRICE * BigInt(acknowledged.size))
    expect(await verify(db)).toEqual([])
  },
)
