import { eq, inArray } from 'drizzle-orm'
import { bankMatches, bankOpenItems, bankOpenLines } from '@/db/schema/bank-statement'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { lockLines } from './lock-lines'
import { matchLines } from './match'
import { readOpen } from './read-open'
import { takeUp } from './take-up'

/** Writes down which of the bank's lines and what of our book are the same money, for good. Safe to repeat. */
export async function findMatches(ctx: Ctx): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await lockLines(tx)
    await takeUp(tx)
    const open = await readOpen(tx)
    if (!open) return
    const matchedAt = ctx.now()
    for (const { line, item } of matchLines(open.lines, open.items).same) {
      const { transactionIds } = item
      await tx
        .insert(bankMatches)
        .values(transactionIds.map((transactionId) => ({ transactionId, line: line.number, matchedAt })))
      await tx.delete(bankOpenItems).where(inArray(bankOpenItems.transactionId, transactionIds))
      await tx.delete(bankOpenLines).where(eq(bankOpenLines.line, line.number))
    }
  })
}
