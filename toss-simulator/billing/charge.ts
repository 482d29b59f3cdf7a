import type { BillingKey } from '@/toss-simulator/billing/record'
import { capture } from '@/toss-simulator/payments/capture'
import { newPayment } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

export interface BillingCharge {
  orderId: string
  orderName: string
  amount: number
  taxFreeAmount: number
  installmentPlanMonths: number
}

/** Takes money from a registered card: DONE at once, with nobody to authenticate. */
export function chargeCard(
  simulator: Simulator,
  { mId, customerKey, card }: BillingKey,
  { installmentPlanMonths, ...wanted }: BillingCharge,
): PaymentRecord {
  const now = simulator.clock.now()
  const payment = newPayment(simulator, { mId, ...wanted })
  return capture(simulator, {
    payment: {
      ...payment,
      type: 'BILLING',
      method: '카드',
      card: {
        ...card,
        installmentPlanMonths,
        isInterestFree: false,
        interestPayer: null,
        approveNo: '00000000',
        useCardPoint: false,
        acquireStatus: 'READY',
        amount: wanted.amount,
      },
    },
    family: 'api',
    customerKey,
    customerName: null,
    asked: 'CARD',
    choice: null,
    openedAt: now,
    authenticatedAt: now,
    declineCode: null,
    returnAddress: null,
    transactions: [],
    effectiveConfirms: 0,
    planted: false,
  })
}
