import { eq, type InferSelectModel } from 'drizzle-orm'
import {
  withdrawals,
  type SendingReason,
  type WithdrawalFlag,
  type WithdrawalStatus,
} from '@/db/schema/withdrawal'
import type { Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { failureMessage, SENDING_MESSAGES } from './messages'

export type WithdrawalRow = InferSelectModel<typeof withdrawals>

/** A withdrawal as its owner may see it. */
export type Withdrawal = {
  withdrawalId: string
  amount: bigint
  /** Won of the amount that were kept back as tax. */
  withheld: bigint
  status: WithdrawalStatus
  /** Why it has not arrived, or did not: in words. */
  reason: string | null
  /** What it waits for while it is being sent. */
  waitsFor: SendingReason | null
  /** The KST day by which it should arrive, `2026-11-30`. */
  arrivesBy: string
  flags: WithdrawalFlag[]
  requestedAt: Date
  completedAt: Date | null
}

export function toWithdrawal(row: WithdrawalRow): Withdrawal {
  return {
    withdrawalId: row.id,
    amount: row.amount,
    withheld: row.withheld,
    status: row.status,
    reason: reasonOf(row),
    waitsFor: row.reason,
    arrivesBy: row.arrivesBy,
    flags: row.flags,
    requestedAt: row.requestedAt,
    completedAt: row.completedAt,
  }
}

/** Won that the bank is to send. */
export function toSend({ amount, withheld }: { amount: bigint; withheld: bigint }): bigint {
  return amount - withheld
}

function reasonOf({ status, reason, failureCode }: WithdrawalRow): string | null {
  if (failureCode) return failureMessage(failureCode)
  if (status === 'REQUESTED') return SENDING_MESSAGES.approval
  return reason ? SENDING_MESSAGES[reason] : null
}

/** The withdrawal itself, locked until the tx ends. Throws NOT_FOUND. */
export async function lockWithdrawal(tx: Tx, id: string): Promise<WithdrawalRow> {
  if (!isId(id)) throw new PosPayError('NOT_FOUND')
  const [row] = await tx.select().from(withdrawals).where(eq(withdrawals.id, id)).for('update')
  if (!row) throw new PosPayError('NOT_FOUND')
  return row
}
