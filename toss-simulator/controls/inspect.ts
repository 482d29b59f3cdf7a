import { formatTime } from '@/toss-simulator/clock'
import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import { hasContract, setContract } from '@/toss-simulator/payouts/contract'

/** `GET /__sim/calls`: the API calls that came in, oldest first, at most the last 5,000. */
export const listCalls: ControlHandler = (simulator) => ({ items: simulator.store.calls })

/** `GET /__sim/book`: every payment with its transactions, and how many confirms took money per order. */
export const showBook: ControlHandler = (simulator) => {
  const records = simulator.store.listPayments().map((record) => expireIfDue(simulator, record))
  const items = records.map(bookItem)
  const effectiveConfirms: Record<string, number> = {}
  for (const { payment, effectiveConfirms: confirms } of records) {
    effectiveConfirms[payment.orderId] = (effectiveConfirms[payment.orderId] ?? 0) + confirms
  }
  return {
    items,
    effectiveConfirms,
    totals: { approved: sum(items, 'approved'), canceled: sum(items, 'canceled') },
  }
}

/** `POST /__sim/reset`: forgets everything, time and faults included, but for who has which contract. */
export const reset: ControlHandler = (simulator) => {
  const contracts = simulator.merchants.map(({ mId }) => ({ mId, lasts: hasContract(simulator, mId) }))
  simulator.store.reset()
  simulator.faults.clear()
  simulator.recent.clear()
  simulator.nonces.clear()
  simulator.clock.setOffset(0)
  for (const { mId, lasts } of contracts) setContract(simulator, mId, lasts)
  return {}
}

function bookItem({ payment, family, customerKey, transactions, effectiveConfirms, planted }: PaymentRecord) {
  const amounts = transactions.map(({ amount }) => amount)
  return {
    payment,
    family,
    customerKey,
    planted,
    effectiveConfirms,
    transactions: transactions.map(({ at, ...transaction }) => ({
      ...transaction,
      transactionAt: formatTime(at),
    })),
    approved: amounts.filter((amount) => amount > 0).reduce((total, amount) => total + amount, 0),
    canceled: amounts.filter((amount) => amount < 0).reduce((total, amount) => total - amount, 0),
  }
}

function sum<Key extends string>(items: Record<Key, number>[], key: Key): number {
  return items.reduce((total, item) => total + item[key], 0)
}
