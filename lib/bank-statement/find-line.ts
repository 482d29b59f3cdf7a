import { eq } from 'drizzle-orm'
import { bankLines } from '@/db/schema/bank-statement'
import type { Ctx } from '@/lib/context'
import { textOf } from './differences'

export type ShownLine = { day: string; time: string | null; balance: bigint; text: string }

/** The bank's line that a difference is of; null where it is of none. */
export async function findLine({ db }: Pick<Ctx, 'db'>, subject: string): Promise<ShownLine | null> {
  const number = /^bank line (-?\d{1,9})$/.exec(subject)?.[1]
  if (number === undefined) return null
  const [line] = await db.select().from(bankLines).where(eq(bankLines.number, +number))
  return line ? { day: line.day, time: line.time, balance: line.balance, text: textOf(line) } : null
}
