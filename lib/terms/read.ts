import { and, asc, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { AGREED, documentVersions, type AgreedName, type DocumentName } from '@/db/schema/terms'
import type { Ctx } from '@/lib/context'

export type DocumentVersion = typeof documentVersions.$inferSelect

const { document, status, effectiveAt, version } = documentVersions
const isPublished = eq(status, 'PUBLISHED')

/** The version of a document that is in force now. */
export async function readInForce({ db, now }: Pick<Ctx, 'db' | 'now'>, name: DocumentName) {
  const [row] = await db
    .select()
    .from(documentVersions)
    .where(and(isPublished, eq(document, name), lte(effectiveAt, now())))
    .orderBy(desc(effectiveAt))
    .limit(1)
  return row ?? null
}

/** Every version of a document that was published, the newest first: what was, is and will be in force. */
export async function listPublished({ db }: Pick<Ctx, 'db'>, name: DocumentName): Promise<DocumentVersion[]> {
  return db
    .select()
    .from(documentVersions)
    .where(and(isPublished, eq(document, name)))
    .orderBy(desc(effectiveAt))
}

export type Coming = Pick<DocumentVersion, 'document' | 'version' | 'effectiveAt' | 'summary'>

/** What is announced and not in force yet, the soonest first. */
export async function listComing({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<Coming[]> {
  return db
    .select({ document, version, effectiveAt, summary: documentVersions.summary })
    .from(documentVersions)
    .where(and(isPublished, gt(effectiveAt, now())))
    .orderBy(asc(effectiveAt), asc(document))
}

export type AgreedVersions = Record<AgreedName, string>

/** The versions that whoever signs up now agrees to. */
export async function readAgreedVersions(db: NodePgDatabase, now: Date): Promise<AgreedVersions> {
  const rows = await db
    .selectDistinctOn([document], { document, version })
    .from(documentVersions)
    .where(and(isPublished, inArray(document, [...AGREED]), lte(effectiveAt, now)))
    .orderBy(document, desc(effectiveAt))
  const of = (name: AgreedName) => rows.find((row) => row.document === name)?.version ?? ''
  return { terms: of('terms'), privacy: of('privacy') }
}

/** The earliest moment at which what is announced now may take effect, by the database's own rule. */
export async function earliestEffect(
  db: NodePgDatabase,
  { document, worse, at }: { document: DocumentName; worse: boolean; at: Date },
): Promise<Date> {
  const { rows } = await db.execute<{ earliest: string }>(
    sql`select earliest_effect(${document}, ${worse}, ${at.toISOString()}::timestamptz)::text as earliest`,
  )
  return new Date(rows[0]!.earliest)
}
