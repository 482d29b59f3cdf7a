import { sql } from 'drizzle-orm'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { kstDay } from '@/lib/time'
import { bookThen, listDifferences, type Difference } from './differences'
import { readOpen } from './read-open'

/** What the safeguarded account holds by the bank, beside what it held then by our book. */
export type Standing = {
  bank: bigint
  book: bigint
  /** The last KST day of which the bank says anything, and the last that its statement has whole. */
  lastDay: string
  through: string
  /** All that the two differ by, to the won. */
  differences: Difference[]
}

/** Null before anything was imported. */
export async function readStanding(ctx: Ctx): Promise<Standing | null> {
  return withTx(ctx.db, async (tx) => {
    // All of it as of one moment: what is posted meanwhile would be a difference that is none.
    await tx.execute(sql`set transaction isolation level repeatable read, read only`)
    const open = await readOpen(tx)
    if (!open) return null
    const differences = listDifferences(open, kstDay(ctx.now()))
    const { closing: bank, lastDay, through } = open
    return { bank, book: bookThen(open), lastDay, through, differences }
  })
}
