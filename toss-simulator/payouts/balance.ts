import { addDays } from '@/toss-simulator/business-days'
import { dayOf } from '@/toss-simulator/clock'
import { settlementsOf } from '@/toss-simulator/payments/settlement'
import { staysAtToss } from '@/toss-simulator/payouts/contract'
import { isHolding, listPayoutsOf } from '@/toss-simulator/payouts/payout'
import type { Simulator } from '@/toss-simulator/simulator'

/** Won that a shop has brought in, or taken out, beside its sales. */
export interface Funds {
  id: string
  mId: string
  amount: number
}

export interface Balance {
  /** To be settled within the next two days. */
  pending: number
  /** Settled, and neither paid out nor set aside for a payout. */
  available: number
}

/** Toss: two days before it is settled a sale shows as pending, where the shop has the contract for payouts. */
const PENDING_DAYS = 2

export function balanceOf(simulator: Simulator, mId: string): Balance {
  const today = dayOf(simulator.clock.now())
  const soon = addDays(today, PENDING_DAYS)
  const settlements = simulator.store
    .listPayments()
    .filter(({ payment }) => payment.mId === mId)
    .flatMap((record) => settlementsOf(simulator, record))
    .filter((settlement) => staysAtToss(simulator, settlement))
  const settled = settlements.filter(({ paidOutDate }) => paidOutDate <= today)
  const pending = settlements.filter(({ paidOutDate }) => today < paidOutDate && paidOutDate <= soon)
  const funds = simulator.store.funds.list().filter((each) => each.mId === mId)
  const held = listPayoutsOf(simulator, mId).filter(isHolding)
  return {
    pending: sum(pending.map(({ payOutAmount }) => payOutAmount)),
    available:
      sum(settled.map(({ payOutAmount }) => payOutAmount)) +
      sum(funds.map(({ amount }) => amount)) -
      sum(held.map(({ fields }) => fields.amount.value)),
  }
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
