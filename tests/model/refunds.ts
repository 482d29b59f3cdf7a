import type { ErrorCode } from '@/lib/errors'
import { chargeRefund, chargeRefundFailed, chargeRefundPaid } from '@/lib/ledger/movements'
import { addMs, DAY_MS } from '@/lib/time'
import type { Model, ModelOrder, Person } from './model'

export type ModelRefund = {
  id: string
  order: ModelOrder
  amount: bigint
  status: 'REFUNDING' | 'DONE' | 'FAILED' | 'NEEDS_REVIEW'
  requestedAt: Date
  /** Toss has given the money back, whether we know it or not. */
  applied: boolean
  /** Toss has answered the last cancel, if without telling; null before the first. */
  answered: boolean | null
}

/** What goes wrong with a cancel on the way to Toss or back. */
export type CancelFault =
  | null
  | 'drop-before'
  | 'drop-after'
  | 'http5xx-after'
  | 'code:PROVIDER_ERROR'
  | 'code:NOT_CANCELABLE_PAYMENT'

/** What PosPay promises of charges that go back, in memory. */
export class Refunds {
  all: ModelRefund[] = []

  constructor(private readonly model: Model) {}

  /** What of a person's balance is an order's; `credited` are the person's paid orders, the newest first. */
  remaining(order: ModelOrder, credited: ModelOrder[]): bigint {
    let rest = order.owner.wallets.balance
    for (const each of credited.filter(({ approvedAt }) => approvedAt)) {
      const held = each.amount - each.takenBack - this.gone(each)
      const part = held < rest ? held : rest
      if (each === order) return part
      rest -= part
    }
    return 0n
  }

  refuse(order: ModelOrder, by: Person, amount: bigint, credited: ModelOrder[]): ErrorCode | null {
    if (order.owner !== by) return 'NOT_FOUND'
    if (by.frozen) return 'ACCOUNT_FROZEN'
    const remaining = order.status === 'DONE' ? this.remaining(order, credited) : 0n
    if (remaining < amount || remaining === 0n) return 'INSUFFICIENT_BALANCE'
    return this.all.some((refund) => refund.order === order && isOpen(refund)) ? 'STATE_CONFLICT' : null
  }

  /** An accepted request: the money has left the wallet, and Toss is asked. */
  request(id: string, order: ModelOrder, amount: bigint, fault: CancelFault): ModelRefund {
    const asked = { applied: false, answered: null, requestedAt: this.model.now }
    const refund: ModelRefund = { id, order, amount, status: 'REFUNDING', ...asked }
    this.all.push(refund)
    this.model.move(chargeRefund(this.postingOf(refund)).legs)
    this.ask(refund, fault)
    return refund
  }

  /** The job's look, with Toss in good health. */
  look(refund: ModelRefund): void {
    if (refund.applied) return this.finish(refund)
    if (addMs(refund.requestedAt, DAY_MS) < this.model.now) {
      // What was answered, or never sent, is known to have had no effect.
      if (refund.answered !== false) return this.fail(refund)
      refund.status = 'NEEDS_REVIEW'
    } else this.ask(refund, null)
  }

  /** Whether it was ever asked for, in part or whole. */
  concern(order: ModelOrder): boolean {
    return this.all.some((refund) => refund.order === order)
  }

  open(): ModelRefund[] {
    return this.all.filter(isOpen)
  }

  private ask(refund: ModelRefund, fault: CancelFault): void {
    if (fault === 'code:NOT_CANCELABLE_PAYMENT') return this.fail(refund)
    refund.applied = fault === null || fault === 'drop-after' || fault === 'http5xx-after'
    refund.answered = fault !== 'drop-before' && fault !== 'drop-after'
    if (fault === null) this.finish(refund)
  }

  private finish(refund: ModelRefund): void {
    refund.status = 'DONE'
    this.model.move(chargeRefundPaid(this.postingOf(refund)).legs)
    const { order } = refund
    if (this.gone(order) === order.amount) order.status = 'CANCELED'
  }

  private fail(refund: ModelRefund): void {
    refund.status = 'FAILED'
    this.model.move(chargeRefundFailed(this.postingOf(refund)).legs)
  }

  private gone(order: ModelOrder): bigint {
    const mine = this.all.filter((refund) => refund.order === order && refund.status !== 'FAILED')
    return mine.reduce((total, { amount }) => total + amount, 0n)
  }

  private postingOf({ id, order, amount }: ModelRefund) {
    return { refundId: id, orderId: order.id, user: order.owner.id, amount, occurredAt: this.model.now }
  }
}

const isOpen = ({ status }: ModelRefund) => status === 'REFUNDING' || status === 'NEEDS_REVIEW'
