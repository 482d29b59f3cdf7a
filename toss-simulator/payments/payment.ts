import type { Simulator } from '@/toss-simulator/simulator'
import { compactTime, formatTime } from '@/toss-simulator/clock'

export type PaymentStatus =
  | 'READY'
  | 'IN_PROGRESS'
  | 'WAITING_FOR_DEPOSIT'
  | 'DONE'
  | 'CANCELED'
  | 'PARTIAL_CANCELED'
  | 'ABORTED'
  | 'EXPIRED'

export interface CardDetail {
  issuerCode: string
  acquirerCode: string | null
  number: string
  installmentPlanMonths: number
  isInterestFree: boolean
  interestPayer: string | null
  approveNo: string
  useCardPoint: boolean
  cardType: string
  ownerType: string
  acquireStatus: string
  amount: number
}

export interface VirtualAccount {
  accountNumber: string
  accountType: string
  bankCode: string
  customerName: string
  dueDate: string
  expired: boolean
  settlementStatus: string
  refundStatus: string
  refundReceiveAccount: null
  depositorName: string | null
}

/** What went back, as `cancels[]` shows it. */
export interface CancelDetail {
  transactionKey: string
  cancelReason: string
  taxExemptionAmount: number
  canceledAt: string
  cardDiscountAmount: number
  transferDiscountAmount: number
  easyPayDiscountAmount: number
  receiptKey: string | null
  cancelAmount: number
  taxFreeAmount: number
  /** What is left after it. */
  refundableAmount: number
  cancelStatus: 'DONE' | 'IN_PROGRESS' | 'ABORTED'
  cancelRequestId: string | null
}

export interface CashReceipt {
  type: string
  receiptKey: string
  issueNumber: string
  receiptUrl: string
  amount: number
  taxFreeAmount: number
}

/** Toss's Payment object, version 2022-11-16; amounts in won. */
export interface Payment {
  mId: string
  lastTransactionKey: string | null
  paymentKey: string
  orderId: string
  orderName: string
  taxExemptionAmount: number
  status: PaymentStatus
  requestedAt: string
  approvedAt: string | null
  useEscrow: boolean | null
  cultureExpense: boolean
  card: CardDetail | null
  virtualAccount: VirtualAccount | null
  transfer: { bankCode: string; settlementStatus: string } | null
  mobilePhone: null
  giftCertificate: null
  cashReceipt: CashReceipt | null
  cashReceipts: null
  /** What the card company took off at once: a part of the total that nobody paid. */
  discount: { amount: number } | null
  cancels: CancelDetail[] | null
  secret: string | null
  type: 'NORMAL' | 'BILLING'
  easyPay: { provider: string; amount: number; discountAmount: number } | null
  country: string
  failure: { code: string; message: string } | null
  isPartialCancelable: boolean
  receipt: { url: string } | null
  checkout: { url: string } | null
  currency: string
  totalAmount: number
  balanceAmount: number
  suppliedAmount: number
  vat: number
  taxFreeAmount: number
  method: string | null
  version: string
  metadata: Record<string, unknown> | null
}

export interface NewPayment {
  mId: string
  orderId: string
  orderName: string
  amount: number
  taxFreeAmount?: number
  metadata?: Record<string, unknown> | null
}

/** A payment as it is when the window opens: READY, with every field present. */
export function newPayment(simulator: Simulator, input: NewPayment): Payment {
  const now = simulator.clock.now()
  const paymentKey = newPaymentKey(simulator, input.mId)
  const taxFreeAmount = input.taxFreeAmount ?? 0
  return {
    mId: input.mId,
    lastTransactionKey: null,
    paymentKey,
    orderId: input.orderId,
    orderName: input.orderName,
    taxExemptionAmount: 0,
    status: 'READY',
    requestedAt: formatTime(now),
    approvedAt: null,
    useEscrow: false,
    cultureExpense: false,
    card: null,
    virtualAccount: null,
    transfer: null,
    mobilePhone: null,
    giftCertificate: null,
    cashReceipt: null,
    cashReceipts: null,
    discount: null,
    cancels: null,
    secret: null,
    type: 'NORMAL',
    easyPay: null,
    country: 'KR',
    failure: null,
    isPartialCancelable: true,
    receipt: null,
    checkout: { url: `${simulator.baseUrl}/v1/payments/${paymentKey}/checkout` },
    currency: 'KRW',
    totalAmount: input.amount,
    balanceAmount: input.amount,
    ...taxOf(input.amount, taxFreeAmount),
    taxFreeAmount,
    method: null,
    version: '2022-11-16',
    metadata: input.metadata ?? null,
  }
}

/** Toss: vat = round((amount - tax-free) / 11), the rest is the supplied amount. */
export function taxOf(amount: number, taxFreeAmount: number): { suppliedAmount: number; vat: number } {
  const vat = Math.round((amount - taxFreeAmount) / 11)
  return { suppliedAmount: amount - taxFreeAmount - vat, vat }
}

/** Toss's newer form: five characters of the mId, the Korean time, five of chance. */
function newPaymentKey(simulator: Simulator, mId: string): string {
  for (;;) {
    const key = `${mId.slice(0, 5)}${compactTime(simulator.clock.now())}${simulator.random.alphanumeric(5)}`
    if (!simulator.store.findPayment(key)) return key
  }
}
