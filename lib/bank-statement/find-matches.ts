import { bankMatches } from '@/db/schema/bank-statement'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { lockLines } from './lock-lines'
import { matchLines } from './match'
import { readOpen } from './read-open'

/** Writes down which of the bank's lines and what of our book are the same money, for good. Safe to repeat. */
export async function findMatches(ctx: Ctx): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await lockLines(tx)
    const open = await readOpen(tx)
    if (!open) return
    const matchedAt = ctx.now()
    for (const { line, item } of matchLines(open.lines, open.items).same)
      await tx
        .insert(bankMatches)
        .values(item.transactionIds.map((transactionId) => ({ transactionId, line: line.number, matchedAt })))
  })
}
