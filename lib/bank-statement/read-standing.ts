import { sql } from 'drizzle-orm'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { kstDay } from '@/lib/time'
import { compareSides, type Comparison } from './differences'
import { readOpen } from './read-open'

/** What the safeguarded account holds by the bank, beside what it held then by our book. */
export type Standing = Comparison & {
  bank: bigint
  /** The last KST day of which the bank says anything, and the last that its statement has whole. */
  lastDay: string
  through: string
}

/** Null before anything was imported. */
export async function readStanding(ctx: Ctx): Promise<Standing | null> {
  return withTx(ctx.db, async (tx) => {
    // All of it as of one moment: what is posted meanwhile would be a difference that is none.
    await tx.execute(sql`set transaction isolation level repeatable read, read only`)
    const open = await readOpen(tx)
    if (!open) return null
    const { closing: bank, lastDay, through } = open
    return { ...compareSides(open, kstDay(ctx.now())), bank, lastDay, through }
  })
}
