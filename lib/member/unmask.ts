import { and, eq, gt, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { auditLog, users } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isId } from '@/lib/ids'
import { addMs, MINUTE_MS } from '@/lib/time'

/** Long enough for a call on the phone, too short to be forgotten. */
const UNMASKED_FOR_MS = 5 * MINUTE_MS

type Unmask = { operatorId: string; userId: string; reason: string }

/** An operator sees one person as they are for five minutes, and says why. Throws FORBIDDEN, NOT_FOUND. */
export async function unmask(ctx: Ctx, { operatorId, userId, reason }: Unmask): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'members.unmask')
    if (!isId(userId) || !(await tx.$count(users, eq(users.id, userId)))) throw new PosPayError('NOT_FOUND')
    await audit(ctx, tx, { action: 'member.unmasked', target: userId, actor: `user:${operatorId}`, reason })
  })
}

/** The line in the audit log is what unmasks: nobody is shown in plain without one. */
export async function unmaskedUntil(
  { db, now }: { db: NodePgDatabase; now(): Date },
  { operatorId, userId }: Omit<Unmask, 'reason'>,
): Promise<Date | null> {
  const { at, target, actor, action } = auditLog
  const [row] = await db
    .select({ at: sql`max(${at})`.mapWith(at) })
    .from(auditLog)
    .where(
      and(
        eq(target, userId),
        eq(actor, `user:${operatorId}`),
        eq(action, 'member.unmasked'),
        gt(at, addMs(now(), -UNMASKED_FOR_MS)),
      ),
    )
  return row?.at ? addMs(row.at, UNMASKED_FOR_MS) : null
}
