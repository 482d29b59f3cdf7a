import { desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { users } from '@/db/schema/identity'
import { documentVersions } from '@/db/schema/terms'
import type { Ctx } from '@/lib/context'
import { isId } from '@/lib/ids'
import { listPublished, type DocumentVersion } from './read'

export type ListedVersion = DocumentVersion & {
  drafter: string | null
  decider: string | null
}

const SHOWN = 50

/** Every version for operators: what waits first, then the newest. */
export async function listVersions(ctx: Pick<Ctx, 'db'>): Promise<ListedVersion[]> {
  return selectVersions(ctx)
    .orderBy(sql`${documentVersions.status} <> 'DRAFT'`, desc(documentVersions.draftedAt))
    .limit(SHOWN)
}

/** One version, and the published one that it follows. */
export async function readVersion(
  ctx: Pick<Ctx, 'db'>,
  id: string,
): Promise<{ version: ListedVersion; base: DocumentVersion | null } | null> {
  if (!isId(id)) return null
  const [version] = await selectVersions(ctx).where(eq(documentVersions.id, id))
  if (!version) return null
  const published = await listPublished(ctx, version.document)
  const base = published.find((each) => each.effectiveAt < version.effectiveAt) ?? null
  return { version, base }
}

function selectVersions({ db }: Pick<Ctx, 'db'>) {
  const [drafter, decider] = [alias(users, 'drafter'), alias(users, 'decider')]
  return db
    .select({ ...getTableColumns(documentVersions), drafter: drafter.name, decider: decider.name })
    .from(documentVersions)
    .leftJoin(drafter, eq(drafter.id, documentVersions.draftedBy))
    .leftJoin(decider, eq(decider.id, documentVersions.decidedBy))
    .$dynamic()
}
