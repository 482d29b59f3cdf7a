import { eq, sql } from 'drizzle-orm'
import { secondFactors, users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import type { Role } from '@/lib/identity/duties'

export async function hasSecondFactor({ db }: Pick<Ctx, 'db'>, userId: string): Promise<boolean> {
  const [factor] = await db
    .select({ userId: secondFactors.userId })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId))
  return factor !== undefined
}

export type Operator = {
  id: string
  name: string
  email: string | null
  roles: Role[]
  enrolledAt: Date | null
}

/** Everybody with a role, by name. */
export async function readOperators({ db }: Pick<Ctx, 'db'>): Promise<Operator[]> {
  return db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      roles: users.roles,
      enrolledAt: secondFactors.enrolledAt,
    })
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .where(sql`${users.roles} <> '{}'`)
    .orderBy(users.name, users.id)
}
