import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

const MINUTE_MS = 60_000

/** Toss: 30 minutes from opening the window to the buyer's authentication. */
export const WINDOW_LIFE_MS = 30 * MINUTE_MS

/** Toss: 10 minutes from the authentication to the confirm call. */
export const CONFIRM_LIFE_MS = 10 * MINUTE_MS

/** Turns a payment whose time is over into EXPIRED, as Toss shows it afterwards, and returns it as it now stands. */
export function expireIfDue(simulator: Simulator, record: PaymentRecord): PaymentRecord {
  if (isOverdue(record, simulator.clock.now())) return markOverdue(simulator, record)
  if (simulator.confirming.has(record.payment.paymentKey) || !isDue(record, simulator.clock.now()))
    return record
  const expired: PaymentRecord = {
    ...record,
    payment: {
      ...record.payment,
      status: 'EXPIRED',
      lastTransactionKey: null,
      approvedAt: null,
      useEscrow: null,
      card: null,
      transfer: null,
      easyPay: null,
      secret: null,
      receipt: null,
      method: null,
      failure: { code: 'EXPIRED_PAYMENT', message: '결제가 만료되었습니다. 다시 시도해주세요.' },
    },
  }
  simulator.store.savePayment(expired)
  return expired
}

function isOverdue({ payment: { status, virtualAccount } }: PaymentRecord, now: number): boolean {
  return (
    status === 'WAITING_FOR_DEPOSIT' &&
    virtualAccount !== null &&
    !virtualAccount.expired &&
    Date.parse(virtualAccount.dueDate) <= now
  )
}

/** Toss: when nobody has paid in time a virtual account says so; the payment's status stays, and nobody is told. */
function markOverdue(simulator: Simulator, record: PaymentRecord): PaymentRecord {
  const virtualAccount = { ...record.payment.virtualAccount!, expired: true }
  const overdue = { ...record, payment: { ...record.payment, virtualAccount } }
  simulator.store.savePayment(overdue)
  return overdue
}

function isDue({ payment, openedAt, authenticatedAt }: PaymentRecord, now: number): boolean {
  if (payment.status === 'READY') return now >= openedAt + WINDOW_LIFE_MS
  if (payment.status === 'IN_PROGRESS') return now >= (authenticatedAt ?? openedAt) + CONFIRM_LIFE_MS
  return false
}
