import { desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '@/db/client'
import { adjustments } from '@/db/schema/adjustment'
import { users } from '@/db/schema/identity'
import { transactions } from '@/db/schema/ledger'
import { PosPayError } from '@/lib/errors'
import { previewAdjustment, type Preview } from './preview'

export type ListedAdjustment = typeof adjustments.$inferSelect & {
  maker: string
  decider: string | null
  transactionId: string | null
  /** Whether another one, which was not refused, takes it back. */
  takenBack: boolean
  /** What it would post now; null once it was decided, or in words why it cannot be. */
  preview: Preview | null
  refusal: string | null
}

const SHOWN = 30

/** The adjustments that wait, and the last that were decided. */
export async function listAdjustments({ db }: { db: Database }): Promise<ListedAdjustment[]> {
  const [maker, decider] = [alias(users, 'maker'), alias(users, 'decider')]
  const rows = await db
    .select({
      adjustment: adjustments,
      maker: maker.name,
      decider: decider.name,
      transactionId: transactions.id,
      takenBack: sql<boolean>`exists (select from adjustments a where a.reverses = ${transactions.id} and a.status <> 'REJECTED')`,
    })
    .from(adjustments)
    .innerJoin(maker, eq(maker.id, adjustments.madeBy))
    .leftJoin(decider, eq(decider.id, adjustments.decidedBy))
    .leftJoin(
      transactions,
      sql`${transactions.type} = ${adjustments.type} and ${transactions.reference} = ${adjustments.id}::text`,
    )
    .orderBy(sql`${adjustments.status} <> 'PENDING'`, desc(adjustments.madeAt))
    .limit(SHOWN)
  return Promise.all(
    rows.map(async ({ adjustment, ...named }) => ({
      ...adjustment,
      ...named,
      ...(await previewPending(db, adjustment)),
    })),
  )
}

async function previewPending(
  db: Database,
  row: typeof adjustments.$inferSelect,
): Promise<Pick<ListedAdjustment, 'preview' | 'refusal'>> {
  if (row.status !== 'PENDING') return { preview: null, refusal: null }
  try {
    const preview = await previewAdjustment(db, { ...row, reverses: row.reverses ?? undefined })
    return { preview, refusal: null }
  } catch (error) {
    if (error instanceof PosPayError) return { preview: null, refusal: error.message }
    throw error
  }
}
