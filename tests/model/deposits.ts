import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import type { Model, ModelOrder, Person, TossPayment } from './model'

/** How long Toss keeps an account open. */
export const ACCOUNT_LIFE_MS = 7 * DAY_MS
const MOST_OPEN = 5
const POLL_MS = 4 * MINUTE_MS
/** The longest back-off; the clock moves by more than that at a time. */
const SOON_MS = 30 * SECOND_MS

/** What PosPay promises of charges by virtual account: when it looks, and what a deposit that comes or goes does. */
export class Deposits {
  constructor(private readonly model: Model) {}

  /** Whether a person has as many open accounts as they may; those being confirmed may become one. */
  full(owner: Person): boolean {
    const mine = this.model.orders.filter((order) => order.owner === owner)
    const waiting = mine.filter(({ status }) => status === 'WAITING_FOR_DEPOSIT').length
    const confirming = mine.filter(({ status }) => status === 'CONFIRMING').length
    return waiting > 0 && waiting + confirming >= MOST_OPEN
  }

  /** Toss has an account that waits: until its time is over, and then for nothing but late money. */
  wait(order: ModelOrder, { dueAt }: TossPayment): void {
    if (order.status === 'EXPIRED') return
    const over = dueAt! <= this.model.now
    order.status = over ? 'EXPIRED' : 'WAITING_FOR_DEPOSIT'
    order.watchAt = over ? null : addMs(this.model.now, POLL_MS)
  }

  /** The bank took a deposit back that was credited. */
  undo(order: ModelOrder): void {
    const { owner, amount } = order
    this.model.move([
      { account: 'balance', user: owner.id, amount: -amount, overflow: ['charge_debt'] },
      { account: 'pg_receivable', amount },
    ])
    Object.assign(order, { status: 'WAITING_FOR_DEPOSIT', approvedAt: null, undone: order.undone + 1 })
    order.watchAt = addMs(this.model.now, POLL_MS)
  }

  /** A bank takes a deposit back within minutes, if at all: it is looked at often for an hour, then seldom for a day. */
  watch(order: ModelOrder): void {
    const { now } = this.model
    const age = order.payment?.dueAt ? now.getTime() - order.approvedAt!.getTime() : DAY_MS
    order.watchAt = age < HOUR_MS ? addMs(now, POLL_MS) : age < DAY_MS ? addMs(now, HOUR_MS) : null
  }

  /** Toss did not say. */
  lookSoon(order: ModelOrder): void {
    if (order.status === 'DONE') this.watch(order)
    else if (order.watchAt) order.watchAt = addMs(this.model.now, SOON_MS)
  }
}
