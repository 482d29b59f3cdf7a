import { and, asc, eq, gt, isNull, ne } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { documentVersions } from '@/db/schema/terms'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { notify } from '@/lib/notification/notify'
import { DOCUMENT_TITLES, versionPath } from './names'

const BATCH = 500

/**
 * Tells everybody of every version that was published, in the order of their ids, a batch to a tx: whoever goes on after
 * a crash goes on from there. Answers how many were told.
 */
export async function tellOfVersions(ctx: Ctx, batch = BATCH): Promise<number> {
  let told = 0
  for (let more = await tellBatch(ctx, batch); more !== null; more = await tellBatch(ctx, batch)) told += more
  return told
}

/** Null when there is nobody left to tell, or another process is at it. */
async function tellBatch(ctx: Ctx, batch: number): Promise<number | null> {
  return withTx(ctx.db, async (tx) => {
    const [version] = await tx
      .select()
      .from(documentVersions)
      .where(and(eq(documentVersions.status, 'PUBLISHED'), isNull(documentVersions.toldAt)))
      .orderBy(asc(documentVersions.decidedAt))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!version) return null
    const { id, toldThrough } = version
    const readers = await tx
      .select({ userId: users.id })
      .from(users)
      .where(and(ne(users.status, 'closed'), toldThrough ? gt(users.id, toldThrough) : undefined))
      .orderBy(asc(users.id))
      .limit(batch)
    const last = readers.at(-1)
    await notify(
      tx,
      ctx,
      readers.map(({ userId }) => ({ userId, ...noticeOf(version) })),
    )
    await tx
      .update(documentVersions)
      .set(last ? { toldThrough: last.userId } : { toldAt: ctx.now() })
      .where(eq(documentVersions.id, id))
    return readers.length
  })
}

function noticeOf({ document, version, summary, reason, worse }: typeof documentVersions.$inferSelect) {
  const data = {
    ...{ title: DOCUMENT_TITLES[document], path: versionPath(document, version) },
    ...{ version, summary, reason, ...(worse && { worse: 'yes' }) },
  }
  return { kind: 'terms.changing' as const, subject: `${document}:${version}`, data }
}
