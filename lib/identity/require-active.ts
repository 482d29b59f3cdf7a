import { eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { users } from '@/db/schema/identity'
import { PosPayError } from '@/lib/errors'

/** Throws ACCOUNT_FROZEN unless the user may move money now, by the database and not by the session. */
export async function requireActive(db: NodePgDatabase, userId: string): Promise<void> {
  const [user] = await db.select({ status: users.status }).from(users).where(eq(users.id, userId))
  if (user?.status !== 'active') throw new PosPayError('ACCOUNT_FROZEN')
}
