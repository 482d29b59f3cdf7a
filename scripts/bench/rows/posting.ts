import { groupCommit } from '@/db/group-commit'
import type { PostingRequest } from '@/lib/ledger/columns'
import { postSet } from '@/lib/ledger/post'
import { Failure } from '../../failure'
import type { Book } from '../book'
import { measure } from '../measure'
import { payInteractively } from '../naive-book'
import { somePayment } from '../payments'
import { byZipf, evenly, type Pick } from '../popularity'
import type { Goal, Row } from '../row'
import { LARGE, MAIN, nameSize, SMALL } from '../sizes'
import { TPCB_16 } from './tpcb'

/** As in the study of such markets that the goals come from: the first of 10,000 owners gets about a fifth. */
const ZIPF_EXPONENT = 1.2
const OWNERS: Record<string, (owners: number) => Pick> = {
  'random owners': (owners) => evenly(owners),
  'popular owners': (owners) => byZipf(owners, ZIPF_EXPONENT),
  'one owner': () => () => 0,
}

type Sender = (book: Book) => (request: PostingRequest) => Promise<unknown>

const alone: Sender = (book) => async (request) => expectPosted((await postSet(book.db, [request]))[0]!)
const inSets: Sender = (book) => {
  const submit = groupCommit((requests: PostingRequest[]) => postSet(book.db, requests))
  return async (request) => expectPosted(await submit(request))
}

function expectPosted({ verdict }: { verdict: string }): void {
  if (verdict !== 'posted') throw new Failure(`A payment was not posted: ${verdict}.`)
}

type Posting = {
  name: string
  send: Sender
  callers: number
  owners?: keyof typeof OWNERS
  entries?: number
  goals: Goal[]
}

function posting({ name, send, callers, owners = 'random owners', entries = MAIN, goals }: Posting): Row {
  return {
    name,
    figure: 'payments/s',
    goals,
    full: entries === LARGE,
    open: async ({ book, server }) => {
      const opened = await book(entries)
      const [submit, owner] = [send(opened), OWNERS[owners]!(opened.owners.length)]
      const renter = evenly(opened.renters.length)
      const call = () => submit(somePayment(opened, renter, owner))
      return (seconds) => measure({ callers, seconds, call, readWal: server.readWal })
    },
  }
}

const INTERACTIVE = 'interactive Drizzle transaction, 32 callers'
const ALONE = 'post, one call each, 32 callers'
const SETS = 'post in sets, 32 callers'
const ON_SMALL = `${SETS}, ${nameSize(SMALL)} entries`

/** A payment by the ledger's own function: four entries on two wallets and two platform accounts, whole and chained. */
export const postingRows: Row[] = [
  {
    name: INTERACTIVE,
    figure: 'payments/s',
    goals: [{ kind: 'faster', than: TPCB_16 }],
    open: async ({ naiveBook, server }) => {
      const { db, ...people } = await naiveBook(MAIN)
      const [renter, owner] = [evenly(people.renters.length), evenly(people.owners.length)]
      const call = () => payInteractively(db, somePayment(people, renter, owner))
      return (seconds) => measure({ callers: 32, seconds, call, readWal: server.readWal })
    },
  },
  posting({
    name: ALONE,
    send: alone,
    callers: 32,
    goals: [
      { kind: 'faster', than: TPCB_16, atLeast: 0.8 },
      { kind: 'faster', than: INTERACTIVE, atLeast: 3 },
    ],
  }),
  posting({
    name: `${ALONE}, popular owners`,
    send: alone,
    callers: 32,
    owners: 'popular owners',
    goals: [{ kind: 'slower', than: ALONE }],
  }),
  posting({
    name: `${ALONE}, one owner`,
    send: alone,
    callers: 32,
    owners: 'one owner',
    goals: [{ kind: 'slower', than: ALONE }],
  }),
  posting({
    name: SETS,
    send: inSets,
    callers: 32,
    goals: [
      { kind: 'faster', than: TPCB_16, atLeast: 1.2 },
      { kind: 'slower', than: ON_SMALL, atMost: 1.25 },
    ],
  }),
  posting({
    name: 'post in sets, 128 callers',
    send: inSets,
    callers: 128,
    goals: [{ kind: 'faster', than: TPCB_16, atLeast: 1.6 }],
  }),
  posting({
    name: `${SETS}, popular owners`,
    send: inSets,
    callers: 32,
    owners: 'popular owners',
    goals: [{ kind: 'slower', than: SETS, atMost: 1.25 }],
  }),
  posting({
    name: `${SETS}, one owner`,
    send: inSets,
    callers: 32,
    owners: 'one owner',
    goals: [{ kind: 'slower', than: SETS, atMost: 1.5 }],
  }),
  posting({ name: ON_SMALL, send: inSets, callers: 32, entries: SMALL, goals: [] }),
  posting({
    name: `${SETS}, ${nameSize(LARGE)} entries`,
    send: inSets,
    callers: 32,
    entries: LARGE,
    goals: [{ kind: 'slower', than: ON_SMALL, atMost: 1.25 }],
  }),
]
