import { desc, eq, inArray, sql } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { manualBatches, manualResults, manualTransfers, type ManualOutcome } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'

export type Batch = {
  number: number
  madeBy: string
  madeAt: Date
  transfers: number
  amount: bigint
  /** Whose end the bank has not told yet. */
  open: number
  failed: number
  returned: number
}

export type ReadResult = ManualOutcome & { id: string; readBy: string; readAt: Date }

/** What operators carry by hand: what waits for a file, the latest files, and the latest of the bank's answers. */
export type ManualWork = {
  waiting: { transfers: number; amount: bigint }
  batches: Batch[]
  results: ReadResult[]
}

const LATEST = 20

/** Whether withdrawals are carried by hand now, or some that were have not come to their end. */
export async function carriedByHand({ db, withdrawBy }: Pick<Ctx, 'db' | 'withdrawBy'>): Promise<boolean> {
  if (withdrawBy === 'manual') return true
  const open = inArray(manualTransfers.state, ['WAITING', 'IN_FILE'])
  return (await db.$count(manualTransfers, open)) > 0
}

export async function readManualWork({ db }: Pick<Ctx, 'db'>): Promise<ManualWork> {
  const transfers = sql<number>`count(*)::int`
  const amount = sql`coalesce(sum(${manualTransfers.amount}), 0)::text`.mapWith(BigInt)
  const having = (state: string) =>
    sql<number>`(count(*) filter (where ${manualTransfers.state} = ${state}))::int`
  const [[waiting], batches, results] = await Promise.all([
    db.select({ transfers, amount }).from(manualTransfers).where(eq(manualTransfers.state, 'WAITING')),
    db
      .select({
        number: manualBatches.number,
        madeBy: users.name,
        madeAt: manualBatches.madeAt,
        ...{ transfers, amount },
        open: having('IN_FILE'),
        failed: having('FAILED'),
        returned: having('RETURNED'),
      })
      .from(manualBatches)
      .innerJoin(users, eq(users.id, manualBatches.madeBy))
      .innerJoin(manualTransfers, eq(manualTransfers.batch, manualBatches.number))
      .groupBy(manualBatches.number, users.name)
      .orderBy(desc(manualBatches.number))
      .limit(LATEST),
    db
      .select({ result: manualResults, readBy: users.name })
      .from(manualResults)
      .innerJoin(users, eq(users.id, manualResults.readBy))
      .orderBy(desc(manualResults.readAt))
      .limit(LATEST),
  ])
  return {
    waiting: waiting!,
    batches,
    results: results.map(({ result: { id, readAt, outcome }, readBy }) => ({
      ...outcome,
      id,
      readAt,
      readBy,
    })),
  }
}
