import { and, desc, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import { settings } from '@/db/schema/platform'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'

const won = z.number().int().positive().transform(BigInt)

/** Every setting with its shape and what holds until somebody sets it. Amounts are won. */
export const SETTINGS = {
  charge: z
    .object({
      /** The least that one charge may be. */
      min: won.prefault(1_000),
      /** What the wallet may hold, charges under way included: the legal ceiling with a verified name. */
      cap: won.prefault(2_000_000),
      /** What one person may charge in one KST day. */
      dailyMax: won.prefault(10_000_000),
    })
    .prefault({}),
} as const

type Settings = typeof SETTINGS

/** The value in force now: the newest version that has started, else the default. */
export async function readSetting<K extends keyof Settings>(
  ctx: Pick<Ctx, 'db' | 'now'>,
  key: K,
  tx?: Tx,
): Promise<z.output<Settings[K]>> {
  const [row] = await (tx ?? ctx.db)
    .select({ value: settings.value })
    .from(settings)
    .where(and(eq(settings.key, key), lte(settings.startsAt, ctx.now())))
    .orderBy(desc(settings.startsAt))
    .limit(1)
  return SETTINGS[key].parse(row?.value ?? {}) as z.output<Settings[K]>
}
