import { eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { users, type OPERATOR_ROLES } from '@/db/schema/identity'
import { PosPayError } from '@/lib/errors'

export type Role = (typeof OPERATOR_ROLES)[number]

/** Throws FORBIDDEN unless the user is one of these now, by the database and not by the session. */
export async function requireRole(
  db: NodePgDatabase,
  userId: string,
  allowed: readonly Role[],
): Promise<void> {
  const [operator] = await db
    .select({ roles: users.roles, status: users.status })
    .from(users)
    .where(eq(users.id, userId))
  if (operator?.status !== 'active' || !hasRole(operator, allowed)) throw new PosPayError('FORBIDDEN')
}

export function hasRole({ roles }: { roles: readonly string[] }, allowed: readonly Role[]): boolean {
  return allowed.some((role) => roles.includes(role))
}
