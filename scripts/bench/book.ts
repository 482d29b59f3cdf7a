import { connect, type Database } from '@/db/client'
import { closeDays, rollUp } from '@/lib/ledger/days'
import type { Report } from '../progress'
import { fillWithPayments } from './fill'
import type { People } from './people'
import type { Server } from './server'
import { TEMPLATE } from './server'
import { expectSound, type Checked } from './soundness'

/** A ledger of so many entries, with everything that guards it on. */
export type Book = People &
  Checked & {
    entries: number
    /** As the application connects to it. */
    db: Database
    /** Renters with more than a page of history. */
    regulars: string[]
  }

/** The payments that fill a book, and those that the ledger alone is measured with, are for no booking. */
const WITHOUT_BOOKINGS = ['bookings_own_their_transactions']

/** As many as the product's own pool has at most, and as TPC-B has clients. */
export const CONNECTIONS = 16

const ENTRIES_PER_PAYMENT = 4
/** Every renter who pays does it about so often, so that a page of history is full in every book. */
const PAYMENTS_PER_RENTER = 25
const REGULAR_FROM = 21

/**
 * Fills a book with payments of many days, closes and rolls these up, and verifies it. Only then connects: who meets a
 * table empty plans for an empty table.
 */
export async function createBook(
  server: Server,
  people: People,
  entries: number,
  report: Report,
): Promise<Book> {
  const name = `book_${entries}`
  await server.createDatabase(name, TEMPLATE)
  const payments = Math.ceil((entries - 2 * people.renters.length) / ENTRIES_PER_PAYMENT)
  const payers = Math.min(people.renters.length, Math.ceil(payments / PAYMENTS_PER_RENTER))
  await fillWithPayments(server, { database: name, payments, payers }, report)
  report('daily totals')
  const db = connect(server.urlOf('app', name), {
    max: 1,
    applicationName: 'pospay-bench',
    statementTimeoutMs: 0,
  })
  await closeDays(db, new Date())
  await rollUp(db)
  await db.$client.end()
  await server.run(name, 'vacuum (analyze)')
  report('every invariant')
  const checked = { name, verified: 0n, except: WITHOUT_BOOKINGS }
  await expectSound(server, checked, 'full')
  return openBook(server, people, checked, entries)
}

async function openBook(server: Server, people: People, checked: Checked, entries: number): Promise<Book> {
  const db = connect(server.urlOf('app', checked.name), {
    max: CONNECTIONS,
    applicationName: 'pospay-bench',
    // The sum over every entry takes longer than any page may.
    statementTimeoutMs: 0,
  })
  const { rows } = await db.$client.query<{ user_id: string }>(
    `select user_id from wallets where kind = 'balance' and version >= ${REGULAR_FROM}`,
  )
  return { ...people, ...checked, entries, db, regulars: rows.map(({ user_id }) => user_id) }
}
