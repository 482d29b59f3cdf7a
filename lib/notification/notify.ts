import { sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { NoticeKind } from '@/db/schema/notification'
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
  const now = ctx.now().toISOString()
  const readAt = notices.map(({ kind }) => (isMailOnly(kind) ? now : null))
  // By hand: built from rows, a statement of many costs more than it takes to run.
  await tx.execute(sql`
    insert into notifications (id, user_id, kind, subject, data, read_at, created_at, mail_due_at)
      select n.*, ${now}, ${now} from unnest(
        ${sql.param(notices.map(() => newId()))}::uuid[],
        ${sql.param(notices.map(({ userId }) => userId))}::uuid[],
        ${sql.param(notices.map(({ kind }) => kind))}::text[],
        ${sql.param(notices.map(({ subject }) => subject))}::text[],
        ${sql.param(notices.map(({ data }) => JSON.stringify(data)))}::jsonb[],
        ${sql.param(readAt)}::timestamptz[]) n
      on conflict on constraint notifications_once do nothing`)
}
