import { and, eq, isNull } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { freezes, users } from '@/db/schema/identity'
import { PosPayError } from '@/lib/errors'
import { kstDay } from '@/lib/time'
import type { SessionUser } from './session'

/** Why one's own account is stopped, in the operator's words, and since when. */
export type OpenFreeze = { reason: string; frozenAt: Date }

/** The freeze that stops somebody now; null for whoever is not frozen, without asking the database. */
export async function readOpenFreeze(
  { db }: { db: NodePgDatabase },
  user: Pick<SessionUser, 'id' | 'status'>,
): Promise<OpenFreeze | null> {
  return user.status === 'frozen' ? findOpenFreeze(db, user.id) : null
}

/** Throws ACCOUNT_FROZEN unless the user may move money now, by the database and not by the session. */
export async function requireActive(db: NodePgDatabase, userId: string): Promise<void> {
  const [user] = await db.select({ status: users.status }).from(users).where(eq(users.id, userId))
  if (user?.status !== 'active') throw await frozenRefusal(db, userId)
}

/** ACCOUNT_FROZEN as the person should read it: why and since when, as their pages say it. */
export async function frozenRefusal(db: NodePgDatabase, userId: string): Promise<PosPayError> {
  const freeze = await findOpenFreeze(db, userId)
  if (!freeze) return new PosPayError('ACCOUNT_FROZEN')
  const since = kstDay(freeze.frozenAt).replaceAll('-', '. ')
  return new PosPayError('ACCOUNT_FROZEN', {
    message: `${since}.부터 이용이 잠시 멈춘 계정이에요. 돈은 그대로 있으니 고객센터에 문의해 주세요. 이유: ${freeze.reason}`,
  })
}

async function findOpenFreeze(db: NodePgDatabase, userId: string): Promise<OpenFreeze | null> {
  const [open] = await db
    .select({ reason: freezes.reason, frozenAt: freezes.frozenAt })
    .from(freezes)
    .where(and(eq(freezes.userId, userId), isNull(freezes.liftedAt)))
  return open ?? null
}
