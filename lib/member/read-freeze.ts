import { desc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { freezes, users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'

export type Freeze = typeof freezes.$inferSelect & {
  /** Operators by name. */
  freezer: string
  asker: string | null
  lifter: string | null
}

/** Every freeze of a person, the newest first. */
export async function readFreezes({ db }: Pick<Ctx, 'db'>, userId: string): Promise<Freeze[]> {
  const [freezer, asker, lifter] = [alias(users, 'freezer'), alias(users, 'asker'), alias(users, 'lifter')]
  const rows = await db
    .select({ freeze: freezes, freezer: freezer.name, asker: asker.name, lifter: lifter.name })
    .from(freezes)
    .innerJoin(freezer, eq(freezer.id, freezes.frozenBy))
    .leftJoin(asker, eq(asker.id, freezes.liftAskedBy))
    .leftJoin(lifter, eq(lifter.id, freezes.liftedBy))
    .where(eq(freezes.userId, userId))
    .orderBy(desc(freezes.frozenAt))
  return rows.map(({ freeze, ...names }) => ({ ...freeze, ...names }))
}
