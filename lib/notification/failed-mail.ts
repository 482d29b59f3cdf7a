import { and, desc, eq, gt, gte, isNull, sql } from 'drizzle-orm'
import { notifications, type NoticeKind } from '@/db/schema/notification'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isId } from '@/lib/ids'
import { addMs } from '@/lib/time'
import { MAIL_ONLY } from './mail-only'
import { MAX_MAIL_ATTEMPTS, STALE_MS } from './send-mail'

export type FailedMail = { id: string; kind: NoticeKind; createdAt: Date; attempts: number }

/** Given up, though somebody could still use it. What only mail may show is gone by then: it is asked for anew. */
const couldStillGo = (ctx: Pick<Ctx, 'now'>) =>
  and(
    isNull(notifications.mailDueAt),
    isNull(notifications.mailedAt),
    gte(notifications.mailAttempts, MAX_MAIL_ATTEMPTS),
    gt(notifications.createdAt, addMs(ctx.now(), -STALE_MS)),
    sql`${notifications.kind} <> all (${sql.param(MAIL_ONLY)}::text[])`,
  )

/** How many mails wait, since when, and those that were given up. */
export async function readMailQueue(
  ctx: Ctx,
): Promise<{ waiting: number; oldest: Date | null; failed: FailedMail[] }> {
  const { id, kind, createdAt, mailAttempts: attempts } = notifications
  const [{ rows }, failed] = await Promise.all([
    ctx.db.execute<{ waiting: number; oldest: string | null }>(
      sql`select count(*)::int as waiting, min(created_at)::text as oldest from notifications where mail_due_at is not null`,
    ),
    ctx.db
      .select({ id, kind, createdAt, attempts })
      .from(notifications)
      .where(couldStillGo(ctx))
      .orderBy(desc(id))
      .limit(50),
  ])
  const { waiting, oldest } = rows[0]!
  return { waiting, oldest: oldest ? new Date(oldest) : null, failed }
}

/** Has a mail tried again that was given up. Throws FORBIDDEN, and STATE_CONFLICT for any other. */
export async function retryMail(
  ctx: Ctx,
  { operatorId, id }: { operatorId: string; id: string },
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'mail.retry')
    if (!isId(id)) throw new PosPayError('NOT_FOUND')
    const [retried] = await tx
      .update(notifications)
      .set({ mailDueAt: ctx.now(), mailAttempts: 0 })
      .where(and(eq(notifications.id, id), couldStillGo(ctx)))
      .returning({ id: notifications.id })
    if (!retried) throw new PosPayError('STATE_CONFLICT')
    await audit(ctx, tx, { action: 'mail.retried', target: id })
  })
}
