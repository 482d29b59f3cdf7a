import { step } from '../progress'
import { createBook, type Book } from './book'
import { createNaiveBook, NAIVE_NOTE, type NaiveBook } from './naive-book'
import { createPeople } from './people'
import type { Server } from './server'
import { startSite, type Site } from './site'
import { expectSound, type Checked } from './soundness'
import { createTpcb, type Tpcb } from './tpcb'

/** The databases that rows run in, each made when the first row asks for it. */
export type World = {
  server: Server
  /** How many entries the books have, from the smallest. */
  sizes: number[]
  book(entries: number): Promise<Book>
  /** A copy of that book for the usual interactive transaction. */
  naiveBook(entries: number): Promise<NaiveBook>
  tpcb(): Promise<Tpcb>
  /** The built site, on a database of its own. */
  site(): Promise<Site>
  /** What a reader must know about what was made. */
  notes: string[]
  /** Throws a Failure when an invariant of any book is broken. */
  expectSound(scope: 'full' | 'recent'): Promise<void>
  close(): Promise<void>
}

export function createWorld(server: Server, sizes: number[], signal: AbortSignal): World {
  const notes: string[] = []
  const checked: Checked[] = []
  const pools: { end(): Promise<void> }[] = []
  const keep = <B extends Checked & { db: { $client: { end(): Promise<void> } } }>(book: B) => {
    checked.push(book)
    pools.push(book.db.$client)
    return book
  }

  const people = once(() => step('People and their money', () => createPeople(server)))
  const book = onceFor(async (entries: number) => {
    const everybody = await people()
    return step(`Book of ${entries.toLocaleString('en')} entries`, async (report) =>
      keep(await createBook(server, everybody, entries, report)),
    )
  })
  const naiveBook = onceFor(async (entries: number) => {
    const original = await book(entries)
    notes.push(NAIVE_NOTE)
    return step('A copy of it for the interactive transaction', async () =>
      keep(await createNaiveBook(server, original)),
    )
  })
  const tpcb = once(async () => {
    const made = await step('TPC-B tables, scale 100', () => createTpcb(server, signal))
    notes.push(`TPC-B-like: ${made.through}.`)
    return made
  })

  let openSite: Site | null = null
  const site = once(async () => (openSite = await startSite(signal)))

  return {
    server,
    sizes,
    notes,
    book,
    naiveBook,
    tpcb,
    site,
    expectSound: async (scope) => {
      await openSite?.expectSound()
      await Promise.all(checked.map((each) => expectSound(server, each, scope)))
    },
    close: async () => {
      await openSite?.stop()
      await Promise.all(pools.map((pool) => pool.end()))
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}

function onceFor<K, T>(make: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const made = new Map<K, () => Promise<T>>()
  return (key) => {
    if (!made.has(key))
      made.set(
        key,
        once(() => make(key)),
      )
    return made.get(key)!()
  }
}
