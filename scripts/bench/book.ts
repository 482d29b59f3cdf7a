import { connect, type Database } from '@/db/client'
import { closeDays, rollUp } from '@/lib/ledger/days'
import { postSet } from '@/lib/ledger/post'
import { addMs, DAY_MS, SECOND_MS } from '@/lib/time'
import { Failure } from '../failure'
import type { Report } from '../progress'
import { DAYS, FIRST_DAY } from './calendar'
import { somePayment } from './payments'
import type { People } from './people'
import { evenly } from './popularity'
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

/** As many as the product's own pool has at most, and as TPC-B has clients. */
export const CONNECTIONS = 16

const ENTRIES_PER_PAYMENT = 4
/** Every renter who pays does it about so often, so that a page of history is full in every book. */
const PAYMENTS_PER_RENTER = 25
const SET = 500
/** Two at a time, as the product's own sets go. */
const FILLERS = 2
const REGULAR_FROM = 21

/**
 * Fills a book with payments through the product's own function, day by day, each day closed and rolled up. Only
 * then connects: who meets a table empty plans for an empty table.
 */
export async function createBook(
  server: Server,
  people: People,
  entries: number,
  report: Report,
): Promise<Book> {
  const name = `book_${entries}`
  await server.createDatabase(name, TEMPLATE)
  const filling = connect(server.urlOf('app', name), {
    max: FILLERS,
    applicationName: 'pospay-bench',
    statementTimeoutMs: 0,
  })
  const payments = Math.ceil((entries - 2 * people.renters.length) / ENTRIES_PER_PAYMENT)
  const payers = Math.min(people.renters.length, Math.ceil(payments / PAYMENTS_PER_RENTER))
  try {
    for (let day = 0; day < DAYS; day++) {
      const until = Math.round((payments * (day + 1)) / DAYS)
      await fillDay(filling, people, day, until - Math.round((payments * day) / DAYS), payers)
      report(`${Math.round((100 * (day + 1)) / DAYS)} %`)
    }
  } finally {
    await filling.$client.end()
  }
  await server.run(name, 'vacuum (analyze)')
  report('every invariant')
  const checked = { name, verified: 0n }
  await expectSound(server, checked, 'full')
  return openBook(server, people, checked, entries)
}

async function fillDay(db: Database, people: People, day: number, payments: number, payers: number) {
  const noon = addMs(FIRST_DAY, day * DAY_MS + DAY_MS / 2)
  let left = payments
  const fill = async () => {
    while (left > 0) {
      const size = Math.min(SET, left)
      left -= size
      const set = Array.from({ length: size }, () =>
        somePayment(people, evenly(payers), evenly(people.owners.length), noon),
      )
      const verdicts = await postSet(db, set)
      const refused = verdicts.find(({ verdict }) => verdict !== 'posted')
      if (refused) throw new Failure(`A payment of the fill was not posted: ${refused.verdict}.`)
    }
  }
  await Promise.all(Array.from({ length: FILLERS }, fill))
  await closeDays(db, addMs(FIRST_DAY, (day + 1) * DAY_MS + SECOND_MS))
  await rollUp(db)
}

async function openBook(server: Server, people: People, checked: Checked, entries: number): Promise<Book> {
  const db = connect(server.urlOf('app', checked.name), { max: CONNECTIONS, applicationName: 'pospay-bench' })
  const { rows } = await db.$client.query<{ user_id: string }>(
    `select user_id from wallets where kind = 'balance' and version >= ${REGULAR_FROM}`,
  )
  return { ...people, ...checked, entries, db, regulars: rows.map(({ user_id }) => user_id) }
}
