import { join } from 'node:path'
import pg from 'pg'
import type { Role } from '@/lib/identity/duties'
import { addDays, kstDay } from '@/lib/time'
import { readSettings } from '@/scripts/settings-file'
import { plantSpace } from '@/tests/support/spaces'
import { charge, holdSpace, newRenter, openAccount, payBooking, type Account } from './api'

export type Offer = { owner: Account; spaceId: string; name: string }

/** Somebody's space for 15,000 won an hour, open every day from 9 to 22. */
export async function newOffer(given: Record<string, unknown> = {}): Promise<Offer> {
  const owner = await openAccount(newRenter('이도윤'))
  const name = `서재 ${owner.email.slice(0, 8)}`
  const space = { name, hourly_price: 15_000, ...given }
  const spaceId = await plantSpace(query, owner.email, space)
  return { owner, spaceId, name }
}

/** Somebody whom the company has given a role. */
export async function newOperator(role: Role): Promise<Account> {
  const operator = await openAccount(newRenter('박서준'))
  await query('update users set roles = $2 where email = $1', [operator.email, [role]])
  return operator
}

async function query(text: string, values: unknown[] = []): Promise<{ id?: string }[]> {
  const { DATABASE_URL } = readSettings(join(process.env.POSPAY_DATA_DIR ?? '', 'env'))
  if (!DATABASE_URL) throw new Error("POSPAY_DATA_DIR is missing: it names the site's data folder.")
  const client = new pg.Client({ connectionString: DATABASE_URL })
  await client.connect()
  try {
    return (await client.query<{ id?: string }>(text, values)).rows
  } finally {
    await client.end()
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

/** An owner whose space was booked and paid for 30,000 won: 27,000 won are theirs. */
export async function newEarner(given: Record<string, unknown> = {}): Promise<Offer> {
  const offer = await newOffer(given)
  const renter = await openAccount(newRenter())
  const price = 2 * Number(given.hourly_price ?? 15_000)
  await charge(renter, price)
  await payBooking(renter, await holdSpace(renter, timeOf(offer)))
  return offer
}
