import { asc, eq, inArray } from 'drizzle-orm'
import { manualBatches, manualTransfers } from '@/db/schema/withdrawal'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'

/** As many as banks take in one file. */
const MOST_IN_FILE = 500

/**
 * Puts every transfer that waits into a file for the bank, for good: none is ever in a second one. Answers the file's
 * number. Throws FORBIDDEN without a role for it, and STATE_CONFLICT where none waits.
 */
export async function makeBatch(ctx: Ctx, { operatorId }: { operatorId: string }): Promise<number> {
  return withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'transfers.carry')
    const waiting = await tx
      .select({ id: manualTransfers.withdrawalId })
      .from(manualTransfers)
      .where(eq(manualTransfers.state, 'WAITING'))
      .orderBy(asc(manualTransfers.number))
      .limit(MOST_IN_FILE)
      .for('update', { skipLocked: true })
    if (!waiting.length) throw new PosPayError('STATE_CONFLICT', { message: '파일에 담을 이체가 없어요.' })
    const [batch] = await tx
      .insert(manualBatches)
      .values({ madeBy: operatorId, madeAt: ctx.now() })
      .returning({ number: manualBatches.number })
    const { number } = batch!
    const ids = waiting.map(({ id }) => id)
    await tx
      .update(manualTransfers)
      .set({ state: 'IN_FILE', batch: number })
      .where(inArray(manualTransfers.withdrawalId, ids))
    const detail = { transfers: ids.length }
    await audit(ctx, tx, { action: 'withdrawal.file_made', target: String(number), detail })
    return number
  })
}
