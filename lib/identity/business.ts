import { eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { businesses, type BusinessKind } from '@/db/schema/business'
import type { Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import type { Sealer } from '@/lib/seal'
import { formatBusinessNumber } from './business-number'

export type Business = {
  kind: BusinessKind
  /** Ten digits; null for who has no business. */
  number: string | null
}

/** What an owner has said of their business; null until they have. */
export async function readBusiness(
  { db, sealer }: { db: NodePgDatabase; sealer: Sealer },
  userId: string,
): Promise<Business | null> {
  const [row] = await db.select().from(businesses).where(eq(businesses.userId, userId))
  return row ? { kind: row.kind, number: row.numberSealed && sealer.open(row.numberSealed) } : null
}

/** Keeps what an owner says of their business, in place of what they said before. */
export async function keepBusiness(
  ctx: Ctx,
  tx: Tx,
  { userId, kind, number }: Business & { userId: string },
): Promise<void> {
  const said = { kind, numberSealed: number && ctx.sealer.seal(number), saidAt: ctx.now() }
  await tx
    .insert(businesses)
    .values({ userId, ...said })
    .onConflictDoUpdate({ target: businesses.userId, set: said })
  await audit(ctx, tx, { action: 'business.said', target: userId, detail: { kind } })
}

/** What a file for the tax office says of an owner's business. */
export function businessInFile(
  sealer: Sealer,
  { kind, numberSealed }: { kind: BusinessKind | null; numberSealed: string | null },
): string {
  if (numberSealed) return formatBusinessNumber(sealer.open(numberSealed))
  return kind === 'none' ? '미등록 사업자/개인' : '확인 전'
}
