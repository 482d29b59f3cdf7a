import type { Simulator } from '@/toss-simulator/simulator'

export const TRANSFER_STATUSES = ['ACCEPTED', 'COMPLETED', 'FAILED', 'RETURNED'] as const
export type TransferStatus = (typeof TRANSFER_STATUSES)[number]

/** One order of ours to pay somebody, known by `reference`. */
export interface Transfer {
  transferId: string
  reference: string
  bankCode: string
  accountNumber: string
  holderName: string
  amount: number
  /** What the receiver reads beside the amount. */
  memo: string
  status: TransferStatus
  failureCode: string | null
  requestedAt: number
  changedAt: number
}

/** Endings of account numbers that do not behave. */
export const HOLDER_DIFFERS = '9001'
export const NO_SUCH_ACCOUNT = '9002'
const REFUSES = '9003'
const RETURNS = '9004'
const NEVER_ARRIVES = '9005'

/** How long a transfer is on its way, and how long a bank keeps what it will send back. */
const ON_ITS_WAY_MS = 1_000
const RETURNED_AFTER_MS = 24 * 60 * 60 * 1000

/** The transfer as the clock has it by now. */
export function bringUpToDate(simulator: Simulator, transfer: Transfer): Transfer {
  const due = next(transfer)
  if (!due || simulator.clock.now() < transfer.changedAt + due.afterMs) return transfer
  return bringUpToDate(simulator, change(simulator, transfer, due.status, transfer.changedAt + due.afterMs))
}

function next({ status, accountNumber }: Transfer): { status: TransferStatus; afterMs: number } | null {
  const ending = accountNumber.slice(-4)
  if (status === 'ACCEPTED' && ending !== NEVER_ARRIVES) {
    return { status: ending === REFUSES ? 'FAILED' : 'COMPLETED', afterMs: ON_ITS_WAY_MS }
  }
  if (status === 'COMPLETED' && ending === RETURNS) return { status: 'RETURNED', afterMs: RETURNED_AFTER_MS }
  return null
}

const FAILURE_CODES: Partial<Record<TransferStatus, string>> = {
  FAILED: 'ACCOUNT_CLOSED',
  RETURNED: 'RETURNED_BY_BANK',
}

export function change(
  simulator: Simulator,
  transfer: Transfer,
  status: TransferStatus,
  changedAt = simulator.clock.now(),
): Transfer {
  const changed = { ...transfer, status, changedAt, failureCode: FAILURE_CODES[status] ?? null }
  simulator.store.saveTransfer(changed)
  return changed
}
