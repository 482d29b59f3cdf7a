import { TossError } from '@/toss-simulator/errors'
import type { Credential } from '@/toss-simulator/merchants'
import { progressPayout } from '@/toss-simulator/payouts/progress-payout'
import type { Simulator } from '@/toss-simulator/simulator'

export type ScheduleType = 'EXPRESS' | 'SCHEDULED'
export type PayoutStatus = 'REQUESTED' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELED'

/** What a shop asks for. */
export interface PayoutFields {
  refPayoutId: string
  /** The id of a seller. */
  destination: string
  scheduleType: ScheduleType
  /** The Korean day on which it is paid: for EXPRESS the day on which it was asked for. */
  payoutDate: string
  amount: { currency: 'KRW'; value: number }
  /** What the payee's statement says. */
  transactionDescription: string | null
  metadata: Record<string, string> | null
}

/** A payout. Times in simulator milliseconds. */
export interface PayoutRecord {
  id: string
  mId: string
  fields: PayoutFields
  status: PayoutStatus
  error: { code: string; message: string } | null
  requestedAt: number
  /** When it leaves for the bank, and when the bank has decided. */
  startsAt: number
  endsAt: number
}

/** Its money is spent, or set aside for it. */
export function isHolding({ status }: PayoutRecord): boolean {
  return status === 'REQUESTED' || status === 'IN_PROGRESS' || status === 'COMPLETED'
}

/** @throws {TossError} PAYOUT_NOT_FOUND for none of this shop */
export function findPayout(simulator: Simulator, { merchant }: Credential, id = ''): PayoutRecord {
  const payout = simulator.store.payouts.find(id)
  if (payout?.mId !== merchant.mId) throw new TossError('PAYOUT_NOT_FOUND')
  return progressPayout(simulator, payout)
}

/** Every payout of a shop as it stands now, oldest first. */
export function listPayoutsOf(simulator: Simulator, mId: string): PayoutRecord[] {
  return simulator.store.payouts
    .list()
    .filter((payout) => payout.mId === mId)
    .map((payout) => progressPayout(simulator, payout))
}
