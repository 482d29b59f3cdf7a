import { payBooking } from '@/lib/booking/pay'
import { newId } from '@/lib/ids'
import { HeldBookings, type Held } from '../bookings'
import { POSTING } from '../calendar'
import { measure } from '../measure'
import { payNaively } from '../naive-pay'
import { openPool } from '../pool'
import { byZipf, evenly, type Pick } from '../popularity'
import type { Goal, Row } from '../row'
import { LARGE, MAIN, nameSize, SMALL } from '../sizes'
import type { World } from '../world'
import { TPCB_1, TPCB_16 } from './tpcb'

/** As in the study of such markets that the goals come from: the first of 10,000 owners gets about a fifth. */
const ZIPF_EXPONENT = 1.2
/** More than anybody pays in a second, or warms up with. */
const MOST_PER_SECOND = 6000
const WARM_UP_CALLS = 10

type Paying = {
  name: string
  callers: number
  owners?: (owners: number) => Pick
  entries?: number
  interactive?: boolean
  goals: Goal[]
}

function paying({ name, callers, owners = evenly, entries = MAIN, interactive = false, goals }: Paying): Row {
  return {
    name,
    figure: 'payments/s',
    goals,
    full: entries === LARGE,
    open: async (world) => {
      const { pay, held } = await openPaying(world, entries, owners, interactive)
      return async (seconds) => {
        await held.refill(Math.ceil(MOST_PER_SECOND * seconds) + callers * (WARM_UP_CALLS + 1))
        const call = () => pay(held.take())
        return measure({ callers, seconds, call, readWal: world.server.readWal, warmUpCalls: WARM_UP_CALLS })
      }
    },
  }
}

async function openPaying(
  world: World,
  entries: number,
  owners: (owners: number) => Pick,
  interactive: boolean,
) {
  const book = await (interactive ? world.naiveBook(entries) : world.book(entries))
  const owner = openPool(world.server.urlOf('owner', book.name), 1)
  const held = new HeldBookings(owner, book, evenly(book.renters.length), owners(book.owners.length))
  const ctx = { ...POSTING, address: null, db: book.db }
  const pay = interactive
    ? (booking: Held) => payNaively(book.db, booking)
    : (booking: Held) => payBooking(ctx, { ...booking, key: newId() })
  return { pay, held }
}

const INTERACTIVE = 'booking paid by an interactive Drizzle transaction, 32 callers'
const PAY_32 = 'payBooking, 32 callers'
const ON_SMALL = `${PAY_32}, ${nameSize(SMALL)} entries`

/** A held booking paid with everything that follows: the key kept, the booking confirmed, the ledger, both told. */
export const payingRows: Row[] = [
  paying({ name: INTERACTIVE, callers: 32, interactive: true, goals: [] }),
  paying({
    name: 'payBooking, 1 caller',
    callers: 1,
    goals: [{ kind: 'faster', than: TPCB_1, atLeast: 0.9 }],
  }),
  paying({ name: 'payBooking, 8 callers', callers: 8, goals: [{ kind: 'faster', than: TPCB_16 }] }),
  paying({
    name: PAY_32,
    callers: 32,
    goals: [
      { kind: 'faster', than: TPCB_16, atLeast: 1 },
      { kind: 'faster', than: INTERACTIVE, atLeast: 5 },
      { kind: 'slower', than: ON_SMALL, atMost: 1.25 },
    ],
  }),
  paying({
    name: 'payBooking, 128 callers',
    callers: 128,
    goals: [{ kind: 'faster', than: TPCB_16, atLeast: 1.4 }],
  }),
  paying({
    name: `${PAY_32}, popular owners`,
    callers: 32,
    owners: (count) => byZipf(count, ZIPF_EXPONENT),
    goals: [{ kind: 'slower', than: PAY_32, atMost: 1.25 }],
  }),
  paying({
    name: `${PAY_32}, one owner`,
    callers: 32,
    owners: () => () => 0,
    goals: [{ kind: 'slower', than: PAY_32, atMost: 1.5 }],
  }),
  paying({ name: ON_SMALL, callers: 32, entries: SMALL, goals: [] }),
  paying({
    name: `${PAY_32}, ${nameSize(LARGE)} entries`,
    callers: 32,
    entries: LARGE,
    goals: [{ kind: 'slower', than: ON_SMALL, atMost: 1.25 }],
  }),
]
