import { eq, type InferSelectModel } from 'drizzle-orm'
import { manualTransfers } from '@/db/schema/withdrawal'
import type { Carrier, TransferState } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'

/** Operators, who carry a file to the bank and bring one back: see `make-batch.ts` and `apply-results.ts`. */
export function manualCarrier({ db }: Pick<Ctx, 'db'>): Carrier {
  const find = async (reference: string): Promise<TransferState> => {
    const [row] = await db.select().from(manualTransfers).where(eq(manualTransfers.withdrawalId, reference))
    return row ? toState(row) : { kind: 'none' }
  }
  return {
    paidFrom: 'safeguarded_bank',
    find,
    send: async ({ reference, amount }) => {
      await db.insert(manualTransfers).values({ withdrawalId: reference, amount }).onConflictDoNothing()
      return find(reference)
    },
  }
}

function toState({ state, number }: InferSelectModel<typeof manualTransfers>): TransferState {
  const transferId = transferNumber(number)
  switch (state) {
    case 'WAITING':
    case 'IN_FILE':
      return { kind: 'accepted', transferId }
    case 'COMPLETED':
      return { kind: 'completed', transferId }
    case 'FAILED':
      return { kind: 'failed', transferId, code: 'REFUSED_BY_BANK' }
    case 'RETURNED':
      return { kind: 'returned', transferId, code: 'RETURNED_BY_BANK' }
  }
}

/** What the bank's statement and its file of results call a transfer: `PP0000012`, nine characters. */
export function transferNumber(number: number): string {
  return `PP${String(number).padStart(7, '0')}`
}
