import { and, desc, eq, isNull, lt, lte, notInArray } from 'drizzle-orm'
import { notifications } from '@/db/schema/notification'
import type { Ctx } from '@/lib/context'
import { MAIL_ONLY } from './mail-only'
import { wordsOf, type Words } from './words'

const PAGE = 20
/** Beyond this the bell only says that there are more. */
export const MOST_COUNTED = 10

export type ReadableNotice = Words & { id: string; createdAt: Date; unread: boolean }

/** The newest notices, or those before the one whose id `before` is. `next` is where the page after it starts. */
export async function readNotices(
  { db }: Pick<Ctx, 'db'>,
  { userId, before }: { userId: string; before?: string | null },
): Promise<{ notices: ReadableNotice[]; next: string | null }> {
  const rows = await db
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.userId, userId),
        notInArray(notifications.kind, MAIL_ONLY),
        before ? lt(notifications.id, before) : undefined,
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(PAGE + 1)
  const notices = rows.slice(0, PAGE).map((row) => ({
    id: row.id,
    createdAt: row.createdAt,
    unread: row.readAt === null,
    ...wordsOf(row),
  }))
  return { notices, next: rows.length > PAGE ? notices.at(-1)!.id : null }
}

/** How many notices a user has not read, counted up to MOST_COUNTED. */
export async function countUnread({ db }: Pick<Ctx, 'db'>, userId: string): Promise<number> {
  const unread = await db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)))
    .limit(MOST_COUNTED)
  return unread.length
}

/** Notes that a user has read everything up to the notice `through`; what came after it stays unread. */
export async function markRead(
  ctx: Pick<Ctx, 'db' | 'now'>,
  { userId, through }: { userId: string; through: string },
): Promise<void> {
  await ctx.db
    .update(notifications)
    .set({ readAt: ctx.now() })
    .where(
      and(eq(notifications.userId, userId), isNull(notifications.readAt), lte(notifications.id, through)),
    )
}
