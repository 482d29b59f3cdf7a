import { getTableName, sql } from 'drizzle-orm'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PROVEN, RETENTION } from './retention'

export type Expired = { name: string; why: string; table: string; count: number }

/** What is over now, class by class; nothing is touched. */
export async function listExpired(ctx: Ctx): Promise<Expired[]> {
  const expired: Expired[] = []
  for (const { name, why, table, over } of RETENTION) {
    const count = await ctx.db.$count(table, over(ctx.now()))
    expired.push({ name, why, table: getTableName(table), count })
  }
  return expired
}

/** Destroys what is over, class by class, and writes down what had to go by law. Nobody can have it back. */
export async function removeExpired(ctx: Ctx): Promise<Expired[]> {
  const removed: Expired[] = []
  for (const { name, why, table, over } of RETENTION) {
    const count = await withTx(ctx.db, async (tx) => {
      const { rowCount } = await tx.delete(table).where(over(ctx.now()) ?? sql`false`)
      const gone = rowCount ?? 0
      if (gone > 0 && PROVEN.includes(name))
        await audit(ctx, tx, { action: 'retention.destroyed', target: name, detail: { count: gone, why } })
      return gone
    })
    removed.push({ name, why, table: getTableName(table), count })
  }
  return removed
}
