import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { notifications, type NoticeKind } from '@/db/schema/notification'
import type { Acting } from '@/lib/context'
import { newId } from '@/lib/ids'
import { isMailOnly } from './mail-only'

/** `subject` is what it is about, such as a booking's id; `data` what its words need, all of it text. */
export type Notice = { userId: string; kind: NoticeKind; subject: string; data: Record<string, string> }

/**
 * Tells users, in the tx that makes it true: it stands or falls with it, and the mail goes out after COMMIT. What a
 * user was already told about this subject is not told again.
 */
export async function notify(tx: NodePgDatabase, ctx: Pick<Acting, 'now'>, notices: Notice[]): Promise<void> {
  if (notices.length === 0) return
  const now = ctx.now()
  await tx
    .insert(notifications)
    .values(
      notices.map((notice) => ({
        ...notice,
        id: newId(),
        createdAt: now,
        readAt: isMailOnly(notice.kind) ? now : null,
        mailDueAt: now,
      })),
    )
    .onConflictDoNothing({ target: [notifications.userId, notifications.kind, notifications.subject] })
}
