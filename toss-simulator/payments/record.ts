import type { KeyFamily } from '@/toss-simulator/merchants'
import type { MethodChoice } from '@/toss-simulator/payments/choice'
import type { Payment } from '@/toss-simulator/payments/payment'

/** One approval or cancel, as `GET /v1/transactions` lists it. */
export interface Transaction {
  transactionKey: string
  status: string
  /** Won; negative for money that went back. */
  amount: number
  at: number
}

/** Where the browser goes when the window is done; both null in promise mode. */
export interface ReturnAddress {
  /** The origin of the page that opened the window; only it is told what happened. */
  origin: string
  successUrl: string | null
  failUrl: string | null
}

/** What `requestPayment` may name. */
export type AskedMethod = 'CARD' | 'TRANSFER' | 'VIRTUAL_ACCOUNT'

/** A payment and what the simulator knows about it beyond Toss's answer. Times in simulator milliseconds. */
export interface PaymentRecord {
  payment: Payment
  family: KeyFamily
  customerKey: string | null
  /** What the shop calls the buyer; the name on a virtual account. */
  customerName: string | null
  /** What `requestPayment` named; the window asks for the rest while `choice` is null. */
  asked: AskedMethod
  choice: MethodChoice | null
  openedAt: number
  authenticatedAt: number | null
  /** The refusal that the buyer picked in the window for the confirm. */
  declineCode: string | null
  returnAddress: ReturnAddress | null
  transactions: Transaction[]
  /** When the shop asked for it to be settled, where that is up to the shop. */
  settlementAskedAt?: number
  /** How many confirms moved money: never more than 1 unless a test planted it. */
  effectiveConfirms: number
  planted: boolean
}
