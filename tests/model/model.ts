import type { OrderStatus } from '@/db/schema/charge'
import { WALLET_KINDS, type WalletKind } from '@/db/schema/ledger'
import type { WithholdingKind } from '@/db/schema/withdrawal'
import type { ErrorCode } from '@/lib/errors'
import type { Leg, Movement } from '@/lib/ledger/movements'
import { maxWon, minWon } from '@/lib/money'
import { addMs, DAY_MS, MINUTE_MS, startOfKstDay } from '@/lib/time'
import { Bookings } from './bookings'
import { ACCOUNT_LIFE_MS, Deposits } from './deposits'
import { Refunds } from './refunds'
import { Terms } from './terms'
import { TopUps } from './topups'
import { Withdrawals } from './withdrawals'

/** Small enough that a few charges reach every limit. */
export const LIMITS = { min: 1_000n, cap: 100_000n, dailyMax: 80_000n }

/** As what each of the people is taxed. Nobody here earns enough for what is free of tax to matter. */
const TAXED: WithholdingKind[] = ['none', 'business_income']

export type Wallets = Record<WalletKind, bigint>
export type Person = {
  id: string
  /** So are those who left, for all that moves money. */
  frozen: boolean
  left: boolean
  /** Came only to charge and to spend: they rent out nothing, and may leave. */
  guest: boolean
  wallets: Wallets
  withholding: WithholdingKind
}

/** A payment as Toss holds it. */
export type TossPayment = {
  key: string
  amount: bigint
  currency: string
  status:
    'IN_PROGRESS' | 'WAITING_FOR_DEPOSIT' | 'DONE' | 'ABORTED' | 'EXPIRED' | 'CANCELED' | 'PARTIAL_CANCELED'
  at: Date
  decline: string | null
  /** By virtual account: confirming it issues one, which is open until `dueAt`. */
  virtual: boolean
  dueAt: Date | null
  /** What somebody else has taken back of it. */
  gone: bigint
}

/** A payment that nobody has touched. */
export const FRESH = { currency: 'KRW', decline: null, gone: 0n, virtual: false, dueAt: null }

export type ModelOrder = {
  id: string
  owner: Person
  amount: bigint
  status: OrderStatus
  requestKey: string
  expiresAt: Date
  confirmingAt: Date | null
  approvedAt: Date | null
  /** The payment key that the buyer came back with. */
  key: string | null
  /** Toss has answered the last confirm, if without telling. */
  answered: boolean
  /** The refusal that Toss keeps under the present idempotency key. */
  bound: string | null
  /** When the job has looked last; it looks again at any later time. */
  lookedAt: Date | null
  /** When a message last made us look. */
  hintedAt: Date | null
  /** What we know to have been taken back. */
  takenBack: bigint
  /** How often its deposit was credited and undone. */
  undone: number
  /** When the job looks at an account or its deposit next. */
  watchAt: Date | null
  payment: TossPayment | null
}

/** A fee that operators take from what somebody has earned. */
export type ModelAdjustment = {
  id: string
  hash: string
  owner: Person
  amount: bigint
  status: 'PENDING' | 'POSTED' | 'REJECTED'
}

/** What goes wrong between us and Toss, for a whole command. */
export type Trouble = { confirm: string | null; deaf: boolean }
export const NO_TROUBLE: Trouble = { confirm: null, deaf: false }

/** No card takes less. */
const LEAST_PAYABLE = 100n

/** What is promised to a wallet. */
export const IN_FLIGHT: OrderStatus[] = ['CONFIRMING', 'WAITING_FOR_DEPOSIT']

const BEFORE_IT_IS_LOOKED_AT = /^(http5xx-before$|code:)/
const UNSEEN = ['drop-after', 'http5xx-after', 'garbage', 'truncate']

/** What PosPay promises, in memory: every answer, every wallet, every order. */
export class Model {
  people: Person[] = []
  orders: ModelOrder[] = []
  platform = new Map<string, bigint>()
  posted: Movement[] = []
  adjustments: ModelAdjustment[] = []
  readonly bookings = new Bookings(this)
  readonly refunds = new Refunds(this)
  readonly terms = new Terms(this)
  readonly topUps = new TopUps(this)
  readonly withdrawals = new Withdrawals(this)
  /** Whose earnings were once short for a refund. */
  readonly owedEarnings = new Set<string>()
  readonly deposits = new Deposits(this)

  constructor(public now: Date) {}

  /** Whoever joins agrees to what is in force. */
  join(id: string, guest = false): Person {
    const wallets = Object.fromEntries(WALLET_KINDS.map((kind) => [kind, 0n])) as Wallets
    const withholding = TAXED[this.people.length % TAXED.length]!
    const person = { id, guest, frozen: false, left: false, wallets, withholding }
    this.people.push(person)
    this.terms.agree(person)
    return person
  }

  /** Orders that somebody pays in Toss's window. */
  windows(): ModelOrder[] {
    return this.orders.filter((order) => !this.topUps.isRun(order))
  }

  /** What may be charged now, other than with this order. */
  room(owner: Person, except?: ModelOrder): bigint {
    const mine = this.orders.filter((order) => order.owner === owner && order !== except)
    const inFlight = sum(mine.filter(({ status }) => IN_FLIGHT.includes(status)))
    const today = startOfKstDay(this.now)
    const done = sum(mine.filter(({ status, approvedAt }) => status === 'DONE' && approvedAt! >= today))
    return maxWon(
      0n,
      minWon(LIMITS.cap - owner.wallets.balance - inFlight, LIMITS.dailyMax - done - inFlight),
    )
  }

  /** What is owed and no charge on its way repays: all that may be charged before agreeing to new terms. */
  repayable(owner: Person, except?: ModelOrder): bigint {
    const inFlight = this.orders.filter(
      (order) => order.owner === owner && order !== except && IN_FLIGHT.includes(order.status),
    )
    return maxWon(0n, -owner.wallets.charge_debt - sum(inFlight))
  }

  refuseOrder(owner: Person, amount: bigint): ErrorCode | null {
    if (amount <= 0n) return 'INVALID_AMOUNT'
    if (owner.frozen) return 'ACCOUNT_FROZEN'
    if (this.deposits.full(owner)) return 'RATE_LIMITED'
    const room = this.room(owner)
    if (this.terms.asked(owner).length === 0)
      return amount < LIMITS.min || amount > room ? 'LIMIT_EXCEEDED' : null
    const owed = this.repayable(owner)
    if (amount > minWon(owed, room)) return 'FORBIDDEN'
    return amount < maxWon(LEAST_PAYABLE, minWon(LIMITS.min, owed)) ? 'LIMIT_EXCEEDED' : null
  }

  refuseConfirm(order: ModelOrder, by: Person, amount: bigint): ErrorCode | null {
    if (order.owner !== by) return 'NOT_FOUND'
    if (amount !== order.amount) return 'AMOUNT_MISMATCH'
    if (order.status !== 'READY') return null
    if (order.expiresAt <= this.now) return 'ORDER_EXPIRED'
    if (by.frozen) return 'ACCOUNT_FROZEN'
    if (order.amount > this.room(by, order)) return 'LIMIT_EXCEEDED'
    if (this.terms.asked(by).length > 0 && order.amount > this.repayable(by, order)) return 'FORBIDDEN'
    return this.deposits.full(by) ? 'RATE_LIMITED' : null
  }

  /** An accepted confirm: the buyer is back with this key. */
  confirm(order: ModelOrder, key: string, trouble: Trouble): void {
    if (order.status === 'EXPIRED') return this.look(order, trouble)
    if (order.status !== 'READY') return
    Object.assign(order, { status: 'CONFIRMING', key, confirmingAt: this.now, lookedAt: this.now })
    this.ask(order, trouble)
  }

  /** Orders whose time has come for the job. */
  due(): ModelOrder[] {
    return this.orders.filter(({ status, expiresAt, lookedAt, watchAt }) => {
      if (watchAt) return watchAt <= this.now
      if (status !== 'READY' && status !== 'CONFIRMING') return false
      return (lookedAt ?? new Date(0)) < this.now && (status === 'CONFIRMING' || expiresAt <= this.now)
    })
  }

  /** Looks at Toss, and asks again where nothing has happened yet. */
  look(order: ModelOrder, trouble: Trouble): void {
    order.lookedAt = this.now
    if (trouble.deaf) return this.leaveOpen(order)
    if (order.approvedAt) return this.follow(order)
    const payment = this.paymentOf(order)
    if (payment && payment.status !== 'IN_PROGRESS') return this.settle(order, payment)
    if (order.status === 'READY') order.status = 'EXPIRED'
    if (order.status !== 'CONFIRMING') return
    if (addMs(order.confirmingAt!, 12 * MINUTE_MS) < this.now) order.status = 'EXPIRED'
    else if (!payment && order.answered) this.leaveOpen(order)
    else this.ask(order, trouble)
  }

  /** Somebody says that it has changed: a look, which ends no window that the payer may still be in. */
  hear(order: ModelOrder, trouble: Trouble): void {
    const payment = this.paymentOf(order)
    const paying = order.status === 'READY' && this.now < order.expiresAt
    if (paying && (!payment || payment.status === 'IN_PROGRESS')) return
    if (order.status !== 'NEEDS_REVIEW') this.look(order, trouble)
  }

  /** What was taken back comes out of the balance, and of what was spent becomes a debt. */
  private follow(order: ModelOrder): void {
    const { owner, payment, amount } = order
    if (payment!.status === 'WAITING_FOR_DEPOSIT') return this.deposits.undo(order)
    this.deposits.watch(order)
    const gone = payment!.gone - order.takenBack
    if (gone === 0n) return
    this.move([
      { account: 'balance', user: owner.id, amount: -gone, overflow: ['charge_debt'] },
      { account: 'pg_receivable', amount: gone },
    ])
    order.takenBack += gone
    if (order.takenBack === amount) order.status = 'CANCELED'
  }

  private leaveOpen(order: ModelOrder): void {
    const givenUp = order.confirmingAt && addMs(order.confirmingAt, DAY_MS) < this.now
    if (givenUp && order.status === 'CONFIRMING') order.status = 'NEEDS_REVIEW'
    this.deposits.lookSoon(order)
    this.topUps.follow(order)
  }

  private ask(order: ModelOrder, { confirm }: Trouble): void {
    // A new key follows an answer; until one has come, the old key brings the old answer.
    const bound = order.answered ? null : order.bound
    Object.assign(order, { bound, answered: false })
    if (confirm === 'drop-before') return this.leaveOpen(order)
    if (BEFORE_IT_IS_LOOKED_AT.test(confirm ?? '') && !bound) {
      order.answered = true
      if (confirm === 'code:REJECT_CARD_PAYMENT') order.status = 'FAILED'
      return this.leaveOpen(order)
    }
    const answer = bound ?? this.playToss(order)
    order.answered = confirm === 'http5xx-after'
    order.bound = answer
    if (UNSEEN.includes(confirm!)) return this.leaveOpen(order)
    order.answered = true
    const payment = this.paymentOf(order)
    if (payment && payment.status !== 'IN_PROGRESS') return this.settle(order, payment)
    order.status = answer === 'NOT_FOUND_PAYMENT_SESSION' ? 'EXPIRED' : 'FAILED'
  }

  /** What confirm does at Toss; its refusal, where nothing could be taken. */
  private playToss(order: ModelOrder): string | null {
    const payment = this.paymentOf(order)
    const others = this.orders.some((other) => other !== order && other.payment?.key === order.key)
    if (others) return 'FORBIDDEN_REQUEST'
    if (payment?.key !== order.key || payment?.status !== 'IN_PROGRESS') return 'NOT_FOUND_PAYMENT_SESSION'
    if (payment.amount !== order.amount) return 'INVALID_REQUEST'
    payment.status = payment.decline ? 'ABORTED' : payment.virtual ? 'WAITING_FOR_DEPOSIT' : 'DONE'
    if (payment.virtual) payment.dueAt = addMs(this.now, ACCOUNT_LIFE_MS)
    payment.at = this.now
    return null
  }

  private paymentOf({ payment }: ModelOrder): TossPayment | null {
    if (payment?.status === 'IN_PROGRESS' && addMs(payment.at, 10 * MINUTE_MS) <= this.now) {
      payment.status = 'EXPIRED'
    }
    return payment
  }

  /** The one end: what Toss shows decides. */
  private settle(order: ModelOrder, payment: TossPayment): void {
    const { owner, amount } = order
    const foreign = payment.currency !== 'KRW'
    order.watchAt = null
    const mismatch = (order.key !== null && order.key !== payment.key) || payment.amount !== amount
    if (foreign || payment.status === 'PARTIAL_CANCELED') order.status = 'NEEDS_REVIEW'
    else if (payment.status === 'DONE' && (mismatch || owner.wallets.balance + amount > LIMITS.cap)) {
      order.status = 'NEEDS_REVIEW'
      this.move([
        { account: 'pg_receivable', amount: -payment.amount },
        { account: 'suspense', amount: payment.amount },
      ])
    } else if (payment.status === 'DONE') {
      Object.assign(order, { status: 'DONE', approvedAt: payment.at, key: payment.key })
      this.move([
        { account: 'pg_receivable', amount: -amount },
        { account: 'balance', user: owner.id, amount, overflow: ['charge_debt'] },
      ])
      this.deposits.watch(order)
    } else if (order.status === 'EXPIRED') return
    else if (mismatch) order.status = 'NEEDS_REVIEW'
    else if (payment.status === 'WAITING_FOR_DEPOSIT') this.deposits.wait(order, payment)
    else order.status = payment.status === 'ABORTED' ? 'FAILED' : (payment.status as OrderStatus)
    this.topUps.follow(order)
  }

  /** Whether every wallet can carry its legs; moves nothing if one cannot. */
  move(legs: Leg[]): boolean {
    const before = structuredClone([this.people.map(({ wallets }) => wallets), this.platform] as const)
    for (const leg of legs) {
      if (this.moveLeg(leg)) continue
      this.people.forEach((person, i) => (person.wallets = before[0][i]!))
      this.platform = before[1]
      return false
    }
    this.people.forEach(({ id, wallets }, i) => {
      if (wallets.earnings_debt !== before[0][i]!.earnings_debt) this.owedEarnings.add(id)
    })
    return true
  }

  private moveLeg(leg: Leg): boolean {
    if (!('user' in leg)) {
      this.platform.set(leg.account, (this.platform.get(leg.account) ?? 0n) + leg.amount)
      return true
    }
    const { wallets } = this.people.find(({ id }) => id === leg.user)!
    let { amount } = leg
    const debts = leg.overflow ?? []
    if (amount > 0n) {
      for (const debt of debts) {
        const repaid = minWon(amount, -wallets[debt])
        wallets[debt] += repaid
        amount -= repaid
      }
    } else if (debts[0] && wallets[leg.account] + amount < 0n) {
      wallets[debts[0]] += wallets[leg.account] + amount
      amount = -wallets[leg.account]
    }
    wallets[leg.account] += amount
    return wallets[leg.account] >= 0n
  }
}

const sum = (orders: ModelOrder[]) => orders.reduce((total, { amount }) => total + amount, 0n)
