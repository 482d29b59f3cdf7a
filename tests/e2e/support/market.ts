import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { connect, type Database } from '@/db/client'
import { bookings } from '@/db/schema/booking'
import { answerRequest } from '@/lib/booking/answer'
import { addDays, kstDay } from '@/lib/time'
import { readSettings } from '@/scripts/settings-file'
import { plantSpace } from '@/tests/support/spaces'
import { openAccount, newRenter, type Account } from './api'

export type Offer = { owner: Account; spaceId: string; name: string }

/** Somebody's space for 15,000 won an hour, open every day from 9 to 22. */
export async function newOffer(given: Record<string, unknown> = {}): Promise<Offer> {
  const owner = await openAccount(newRenter('이도윤'))
  const name = `서재 ${owner.email.slice(0, 8)}`
  const space = { name, hourly_price: 15_000, ...given }
  const spaceId = await withDatabase((db) =>
    plantSpace(async (text, values) => (await db.$client.query(text, values)).rows, owner.email, space),
  )
  return { owner, spaceId, name }
}

/** The owner says yes. */
export const acceptRequest = (bookingId: string) =>
  withDatabase(async (db) => {
    const [booking] = await db.select().from(bookings).where(eq(bookings.id, bookingId))
    const { ownerId } = booking!
    const by = { actor: `user:${ownerId}`, requestId: 'browser-test', address: '127.0.0.1' }
    await answerRequest({ db, now: () => new Date(), ...by }, { ownerId, bookingId, accept: true })
  })

async function withDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const { DATABASE_URL } = readSettings(join(process.env.POSPAY_DATA_DIR ?? '', 'env'))
  if (!DATABASE_URL) throw new Error("POSPAY_DATA_DIR is missing: it names the site's data folder.")
  const db = connect(DATABASE_URL, { max: 1 })
  try {
    return await work(db)
  } finally {
    await db.$client.end()
  }
}

/** Ten days from now, when everything comes back under the flexible rule. */
export const DAY = addDays(kstDay(new Date()), 10)

/** Two hours of that day, 30,000 won. */
export const timeOf = ({ spaceId }: Offer) => ({
  spaceId,
  startAt: `${DAY}T10:00:00+09:00`,
  endAt: `${DAY}T12:00:00+09:00`,
})
