import type { BookingStatus } from '@/db/schema/booking'
import type { ErrorCode } from '@/lib/errors'
import type { Leg } from '@/lib/ledger/movements'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { LIMITS, type Model, type Person } from './model'

/** What somebody rents out. */
export type Space = { id: string; owner: Person; price: bigint; instant: boolean }

export type ModelBooking = {
  id: string
  space: Space
  renter: Person
  start: Date
  end: Date
  price: bigint
  status: BookingStatus
  expires: Date
  accepted: boolean
  paid: Date | null
  refunded: bigint
  release: Date | null
  released: boolean
  canceledBy: Person | null
}

const KST_MS = 9 * HOUR_MS
const FEE_PERCENT = 10n
/** The preset that every space of the model has: days before the day of use, and what comes back. */
const FLEXIBLE: [number, bigint][] = [
  [7, 100n],
  [1, 50n],
]

/** What PosPay promises of bookings, beside the model of money. */
export class Bookings {
  spaces: Space[] = []
  all: ModelBooking[] = []
  /** Null: earnings are withdrawable on payment. */
  delayHours: number | null = null

  constructor(private readonly model: Model) {}

  private get now(): Date {
    return this.model.now
  }

  private lapsed({ status, expires }: ModelBooking): boolean {
    return (status === 'HELD' || status === 'REQUESTED') && expires <= this.now
  }

  /** Those that have this time, or had it and did not use it. */
  private inTheWay(space: Space, start: Date, end: Date): ModelBooking[] {
    const has = ['REQUESTED', 'HELD', 'CONFIRMED', 'COMPLETED']
    return this.all.filter(
      (one) => one.space === space && has.includes(one.status) && one.start < end && start < one.end,
    )
  }

  refuseBook(renter: Person, space: Space, start: Date, end: Date): ErrorCode | null {
    if (start < this.now) return 'INVALID_REQUEST'
    if (renter.frozen) return 'ACCOUNT_FROZEN'
    if (space.owner.frozen) return 'SPACE_UNAVAILABLE'
    if (space.owner === renter) return 'SELF_PAYMENT'
    const open = this.all.filter(
      (one) =>
        one.renter === renter &&
        this.now < one.expires &&
        (one.status === 'REQUESTED' || (one.status === 'HELD' && !one.accepted)),
    )
    if (open.length >= 3) return 'LIMIT_EXCEEDED'
    if (this.priceOf(space, start, end) > LIMITS.cap) return 'LIMIT_EXCEEDED'
    return this.inTheWay(space, start, end).some((one) => !this.lapsed(one)) ? 'SLOT_TAKEN' : null
  }

  priceOf(space: Space, start: Date, end: Date): bigint {
    return space.price * BigInt((end.getTime() - start.getTime()) / HOUR_MS)
  }

  book(id: string, renter: Person, space: Space, start: Date, end: Date): void {
    for (const one of this.inTheWay(space, start, end)) one.status = 'EXPIRED'
    const hold = addMs(this.now, 10 * MINUTE_MS)
    this.all.push({
      ...{ id, space, renter, start, end, price: this.priceOf(space, start, end) },
      status: space.instant ? 'HELD' : 'REQUESTED',
      expires: space.instant ? hold : this.atMost24Hours(start),
      ...{ accepted: false, paid: null, refunded: 0n, released: false, canceledBy: null },
      release: this.delayHours === null ? null : addMs(end, this.delayHours * HOUR_MS),
    })
  }

  /** A day, but not beyond the start, and always as long as a hold. */
  private atMost24Hours(start: Date): Date {
    const atLeast = addMs(this.now, 10 * MINUTE_MS)
    const latest = start < atLeast ? atLeast : start
    const day = addMs(this.now, DAY_MS)
    return day < latest ? day : latest
  }

  refuseAnswer(one: ModelBooking, by: Person, accept: boolean): ErrorCode | null {
    if (by !== one.space.owner) return 'NOT_FOUND'
    if (accept ? one.accepted : one.status === 'DECLINED') return null
    if (one.status === 'EXPIRED' || this.lapsed(one)) return 'HOLD_EXPIRED'
    return one.status === 'REQUESTED' ? null : 'STATE_CONFLICT'
  }

  answer(one: ModelBooking, accept: boolean): void {
    if (one.status !== 'REQUESTED') return
    Object.assign(one, { status: accept ? 'HELD' : 'DECLINED', accepted: accept })
    if (accept) one.expires = this.atMost24Hours(one.start)
  }

  /** The refusal, or null once it is paid. */
  pay(one: ModelBooking, by: Person): ErrorCode | null {
    if (by !== one.renter) return 'NOT_FOUND'
    if (one.status === 'EXPIRED' || this.lapsed(one)) return 'HOLD_EXPIRED'
    if (one.status !== 'HELD') return 'STATE_CONFLICT'
    if (by.frozen) return 'ACCOUNT_FROZEN'
    if (one.space.owner.frozen) return 'SPACE_UNAVAILABLE'
    const { net, fee, vat } = partsOf(one.price)
    const moved = this.model.move([
      { account: 'balance', user: by.id, amount: -one.price },
      earnings(one, net),
      { account: 'fee_revenue', amount: fee - vat },
      { account: 'vat_payable', amount: vat },
    ])
    if (!moved) return by.wallets.charge_debt < 0n ? 'DEBT_OUTSTANDING' : 'INSUFFICIENT_BALANCE'
    Object.assign(one, { status: 'CONFIRMED', paid: this.now })
    return null
  }

  refuseCancel(one: ModelBooking, by: Person): ErrorCode | null {
    if (by !== one.renter && by !== one.space.owner) return 'NOT_FOUND'
    if (one.status === 'EXPIRED' || this.lapsed(one)) return 'HOLD_EXPIRED'
    if (one.status === 'REQUESTED' || one.status === 'HELD') return null
    if (one.status !== 'CONFIRMED') return 'STATE_CONFLICT'
    const last = by === one.renter ? one.start : one.end
    return this.now < last ? null : 'STATE_CONFLICT'
  }

  cancel(one: ModelBooking, by: Person): void {
    if (one.paid) {
      const percent = by === one.renter ? this.percentNow(one) : 100n
      one.refunded = (one.price * percent) / 100n
      const whole = partsOf(one.price)
      const fee = (whole.fee * one.refunded) / one.price
      const vat = vatOf(fee)
      this.model.move([
        earnings(one, fee - one.refunded),
        { account: 'fee_revenue', amount: vat - fee },
        { account: 'vat_payable', amount: -vat },
        { account: 'balance', user: one.renter.id, amount: one.refunded, overflow: ['charge_debt'] },
      ])
    }
    Object.assign(one, { status: 'CANCELED', canceledBy: by })
  }

  /** What a renter who cancels a paid booking now gets back. */
  percentNow({ paid, start }: ModelBooking): bigint {
    const soon = start.getTime() - paid!.getTime() <= 3 * HOUR_MS
    if (this.now < addMs(paid!, soon ? 15 * MINUTE_MS : 2 * HOUR_MS)) return 100n
    const before = dayNumber(start) - dayNumber(this.now)
    return FLEXIBLE.find(([days]) => days <= before)?.[1] ?? 0n
  }

  /** What the jobs do once everything is due that is. */
  advance(): void {
    for (const one of this.all) {
      if (this.lapsed(one)) one.status = 'EXPIRED'
      if (one.status === 'CONFIRMED' && one.end <= this.now) one.status = 'COMPLETED'
      const due = one.paid && one.release && !one.released && one.release <= this.now
      if (!due || (one.status !== 'COMPLETED' && one.status !== 'CANCELED')) continue
      const fee = (partsOf(one.price).fee * one.refunded) / one.price
      const left = partsOf(one.price).net - (one.refunded - fee)
      const owner = one.space.owner.id
      this.model.move([
        { account: 'pending', user: owner, amount: -left },
        { account: 'withdrawable', user: owner, amount: left, overflow: ['earnings_debt', 'charge_debt'] },
      ])
      one.released = true
    }
  }
}

function partsOf(price: bigint) {
  const fee = (price * FEE_PERCENT) / 100n
  return { fee, vat: vatOf(fee), net: price - fee }
}

/** A tenth of the supply value, of which the fee is eleven tenths, to the nearest won. */
function vatOf(fee: bigint): bigint {
  return fee - (20n * fee + 11n) / 22n
}

/** The owner's side of a payment or a refund. */
function earnings(one: ModelBooking, amount: bigint): Leg {
  const user = one.space.owner.id
  if (one.release && !one.released) return { account: 'pending', user, amount }
  const overflow: ['earnings_debt', 'charge_debt'] | ['earnings_debt'] =
    amount > 0n ? ['earnings_debt', 'charge_debt'] : ['earnings_debt']
  return { account: 'withdrawable', user, amount, overflow }
}

function dayNumber(at: Date): number {
  return Math.floor((at.getTime() + KST_MS) / DAY_MS)
}
