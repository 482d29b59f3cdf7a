import { join } from 'node:path'
import { desc, sql } from 'drizzle-orm'
import { verificationRuns } from '@/db/schema/ledger'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import type { Doctor } from './check'

/** A look at everything, the whole book included: as long as that takes. */
export function thorough(ctx: Ctx): Doctor {
  return {
    ctx,
    env: env(),
    staticFolder: join(/* turbopackIgnore: true */ process.cwd(), '.next', 'static'),
    since: 0n,
    clock: () => new Date(),
  }
}

/** The same while somebody waits: of the book only what was posted since it was last found sound. */
export async function quick(ctx: Ctx): Promise<Doctor> {
  const [sound] = await ctx.db
    .select({ through: verificationRuns.through })
    .from(verificationRuns)
    .where(sql`${verificationRuns.broken} = '{}'`)
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1)
  return { ...thorough(ctx), since: sound?.through ?? 0n }
}
