import { addBusinessDays } from '@/toss-simulator/business-days'
import { dayOf, formatTime } from '@/toss-simulator/clock'
import type { CancelDetail, Payment } from '@/toss-simulator/payments/payment'
import type { PaymentRecord, Transaction } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** What Toss pays the shop for one approval or cancel, as `GET /v1/settlements` lists it. Amounts in won. */
export interface Settlement {
  mId: string
  paymentKey: string
  transactionKey: string
  orderId: string
  currency: string
  method: string | null
  amount: number
  interestFee: number
  fees: { type: 'BASE'; fee: number }[]
  /** Of the fee, as is `vat`. */
  supplyAmount: number
  vat: number
  payOutAmount: number
  approvedAt: string
  soldDate: string
  paidOutDate: string
  card: Payment['card']
  easyPay: Payment['easyPay']
  giftCertificate: null
  mobilePhone: null
  transfer: Payment['transfer']
  virtualAccount: Payment['virtualAccount']
  cancel: CancelDetail | null
}

/** The fee without its VAT, in hundredths of a percent; contracts differ, so these are ours. */
const FEE_BASIS_POINTS: Record<string, number> = { 카드: 280, 간편결제: 300, 계좌이체: 180 }
const OTHER_FEE_BASIS_POINTS = 300
/** A deposit costs the same whatever it is, and its fee stays with Toss when it goes back. */
const DEPOSIT_FEE = 300

const BUSINESS_DAYS_TO_PAY_OUT = 2

/** Everything of a payment that is to be settled: from the day after it happened on, as documented. */
export function settlementsOf(simulator: Simulator, record: PaymentRecord): Settlement[] {
  if (!simulator.rules.settlesTestKeys) return []
  if (simulator.rules.manualSettlement && record.settlementAskedAt === undefined) return []
  const today = dayOf(simulator.clock.now())
  return record.transactions
    .filter(({ amount, at }) => amount !== 0 && dayOf(at) < today)
    .flatMap((transaction) => {
      const planted = simulator.store.findPlantedSettlement(transaction.transactionKey)
      return planted?.hidden ? [] : [{ ...settlementOf(record, transaction), ...planted?.members }]
    })
}

function settlementOf({ payment, settlementAskedAt }: PaymentRecord, transaction: Transaction): Settlement {
  const { amount, transactionKey, at } = transaction
  const { supplyAmount, vat } = feeOf(payment.method, amount)
  const soldDate = dayOf(at)
  return {
    mId: payment.mId,
    paymentKey: payment.paymentKey,
    transactionKey,
    orderId: payment.orderId,
    currency: payment.currency,
    method: payment.method,
    amount,
    interestFee: 0,
    fees: [{ type: 'BASE', fee: supplyAmount + vat }],
    supplyAmount,
    vat,
    payOutAmount: amount - supplyAmount - vat,
    approvedAt: payment.approvedAt ?? formatTime(at),
    soldDate,
    paidOutDate: addBusinessDays(dayOf(Math.max(at, settlementAskedAt ?? at)), BUSINESS_DAYS_TO_PAY_OUT),
    card: payment.card,
    easyPay: payment.easyPay,
    giftCertificate: null,
    mobilePhone: null,
    transfer: payment.transfer,
    virtualAccount: payment.virtualAccount,
    cancel: payment.cancels?.find((cancel) => cancel.transactionKey === transactionKey) ?? null,
  }
}

function feeOf(method: string | null, amount: number): { supplyAmount: number; vat: number } {
  const supply =
    method === '가상계좌'
      ? Math.max(0, Math.sign(amount)) * DEPOSIT_FEE
      : Math.trunc((amount * (FEE_BASIS_POINTS[method ?? ''] ?? OTHER_FEE_BASIS_POINTS)) / 10_000)
  return { supplyAmount: supply || 0, vat: Math.trunc(supply / 10) || 0 }
}
