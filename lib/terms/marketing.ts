import { desc, eq } from 'drizzle-orm'
import { marketingChoices } from '@/db/schema/terms'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'

export type MarketingChoice = { agreed: boolean; at: Date }

/** What the person said last of news and offers; null where they never said anything, which is no. */
export async function readMarketingChoice(
  { db }: Pick<Ctx, 'db'>,
  userId: string,
): Promise<MarketingChoice | null> {
  const { id, agreed, at } = marketingChoices
  const [row] = await db
    .select({ agreed, at })
    .from(marketingChoices)
    .where(eq(marketingChoices.userId, userId))
    .orderBy(desc(id))
    .limit(1)
  return row ?? null
}

/** Yes or no to news and offers, from now on; each time is written down. */
export async function chooseMarketing(
  ctx: Ctx,
  { userId, agreed }: { userId: string; agreed: boolean },
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await tx.insert(marketingChoices).values({ userId, agreed, at: ctx.now(), address: ctx.address })
    await audit(ctx, tx, { action: agreed ? 'marketing.agreed' : 'marketing.taken_back', target: userId })
  })
}
