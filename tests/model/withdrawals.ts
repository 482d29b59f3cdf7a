import type { CarrierName, WithdrawalStatus } from '@/db/schema/withdrawal'
import type { ErrorCode } from '@/lib/errors'
import {
  withdraw,
  withdrawFailed,
  withdrawPaid,
  withdrawPaidLate,
  withdrawReturned,
} from '@/lib/ledger/movements'
import { startOfKstDay } from '@/lib/time'
import { withhold } from '@/lib/withdrawal/withhold'
import type { Model, Person } from './model'

export type ModelWithdrawal = {
  id: string
  owner: Person
  amount: bigint
  withheld: bigint
  status: WithdrawalStatus
  agreed: number
  needed: number
  requestedAt: Date
  /** Who was asked to carry it. */
  carrier: CarrierName | null
}

/** Small, as prices are here. */
export const WITHDRAWAL_LIMITS = { min: 300n, perDay: 5, approveAbove: 15_000n }

/**
 * What PosPay promises of withdrawals, in memory. Everybody has an account, at which nothing happens by itself where the
 * simulated bank carries; Toss pays as its own book says, which is asked.
 */
export class Withdrawals {
  all: ModelWithdrawal[] = []
  /** Who carries what is sent from now on. */
  carrier: CarrierName = 'simulated_bank'

  constructor(private readonly model: Model) {}

  refuse(owner: Person, amount: bigint): ErrorCode | null {
    const { min, perDay } = WITHDRAWAL_LIMITS
    if (owner.frozen) return 'ACCOUNT_FROZEN'
    if (owner.wallets.charge_debt < 0n || owner.wallets.earnings_debt < 0n) return 'DEBT_OUTSTANDING'
    const today = startOfKstDay(this.model.now)
    const counted = this.all.filter(
      (one) =>
        one.owner === owner && one.requestedAt >= today && !['FAILED', 'CANCELED'].includes(one.status),
    )
    if (amount < min || counted.length >= perDay) return 'LIMIT_EXCEEDED'
    return owner.wallets.withdrawable < amount ? 'INSUFFICIENT_BALANCE' : null
  }

  request(id: string, owner: Person, amount: bigint): ModelWithdrawal {
    const needed = amount > WITHDRAWAL_LIMITS.approveAbove ? 2 : this.model.owedEarnings.has(owner.id) ? 1 : 0
    const status = needed > 0 ? 'REQUESTED' : 'APPROVED'
    const one: ModelWithdrawal = {
      ...{ id, owner, amount, status, needed },
      withheld: withhold(owner.withholding, amount),
      agreed: 0,
      requestedAt: this.model.now,
      carrier: null,
    }
    this.all.push(one)
    this.model.move(withdraw(this.postingOf(one)).legs)
    return one
  }

  agree(one: ModelWithdrawal): void {
    if (++one.agreed === one.needed) one.status = 'APPROVED'
  }

  giveUp(one: ModelWithdrawal): void {
    one.status = 'CANCELED'
    this.model.move(withdrawFailed(this.postingOf(one)).legs)
  }

  /** The job has taken up all that may be sent. */
  send(): void {
    for (const one of this.all.filter(({ status }) => status === 'APPROVED'))
      Object.assign(one, { status: 'SENDING', carrier: this.carrier })
  }

  /** Also of one that the job has not taken up: who will be asked. */
  isCarriedBy(name: CarrierName, { status, carrier }: ModelWithdrawal): boolean {
    return (status === 'APPROVED' ? this.carrier : carrier) === name
  }

  /** What the bank now says of one that it knows. */
  hear(one: ModelWithdrawal, says: 'COMPLETED' | 'FAILED' | 'RETURNED'): void {
    const posting = this.postingOf(one)
    const { model } = this
    if (one.status === 'SENDING') {
      if (says === 'FAILED') model.move(withdrawFailed(posting).legs)
      else model.move(withdrawPaid(posting).legs)
      if (says === 'RETURNED') model.move(withdrawReturned(posting).legs)
      one.status = says
    } else if (one.status === 'COMPLETED' && says !== 'COMPLETED') {
      model.move(withdrawReturned(posting).legs)
      one.status = 'RETURNED'
    } else if (one.status === 'FAILED' && says === 'COMPLETED') {
      model.move(withdrawPaidLate(posting).legs)
      one.status = 'COMPLETED'
    }
  }

  private postingOf({ id, owner, amount, withheld, carrier }: ModelWithdrawal) {
    const paidFrom = carrier === 'toss' ? ('pg_payout_balance' as const) : ('safeguarded_bank' as const)
    return { withdrawalId: id, user: owner.id, amount, withheld, paidFrom, occurredAt: this.model.now }
  }
}
