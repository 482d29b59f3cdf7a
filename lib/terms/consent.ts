import { and, desc, eq, inArray, lte, notExists, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { consents } from '@/db/schema/identity'
import { AGREED, documentVersions, type AgreedName } from '@/db/schema/terms'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'

export type Asked = { document: AgreedName; version: string; summary: string; reason: string }

/** What is in force now that the person has not agreed to; mostly nothing. */
export async function listAsked(db: NodePgDatabase, userId: string, now: Date): Promise<Asked[]> {
  const { document, version, summary, reason, effectiveAt, status } = documentVersions
  const inForce = db
    .selectDistinctOn([document], { document, version, summary, reason })
    .from(documentVersions)
    .where(and(eq(status, 'PUBLISHED'), inArray(document, [...AGREED]), lte(effectiveAt, now)))
    .orderBy(document, desc(effectiveAt))
    .as('in_force')
  const given = db
    .select({ one: sql`1` })
    .from(consents)
    .where(
      and(
        eq(consents.userId, userId),
        eq(consents.document, sql`${inForce.document}`),
        eq(consents.version, inForce.version),
      ),
    )
  return (await db.select().from(inForce).where(notExists(given)).orderBy(desc(inForce.document))) as Asked[]
}

export async function hasConsented(db: NodePgDatabase, userId: string, now: Date): Promise<boolean> {
  return (await listAsked(db, userId, now)).length === 0
}

/** The answer to who has not: they put no more money in. */
export function consentMissing(): PosPayError {
  return new PosPayError('FORBIDDEN', {
    message: '바뀐 약관에 동의해야 충전할 수 있어요. 잔액은 그대로 있고 언제든 환불받을 수 있어요.',
  })
}

type Agreement = { userId: string; versions: Partial<Record<AgreedName, string>> }

/** Writes down what somebody agrees to now. Throws STATE_CONFLICT unless it is all that they are asked for. */
export async function giveConsent(ctx: Ctx, { userId, versions }: Agreement): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const asked = await listAsked(tx, userId, ctx.now())
    if (asked.length === 0) return
    if (asked.some(({ document, version }) => versions[document] !== version)) {
      throw new PosPayError('STATE_CONFLICT', {
        message: '그사이 약관이 바뀌었어요. 새로고침해서 확인하고 동의해 주세요.',
      })
    }
    await tx
      .insert(consents)
      .values(
        asked.map(({ document, version }) => ({
          userId,
          document,
          version,
          agreedAt: ctx.now(),
          address: ctx.address,
        })),
      )
      .onConflictDoNothing()
    const agreed = Object.fromEntries(asked.map(({ document, version }) => [document, version]))
    await audit(ctx, tx, { action: 'terms.agreed', target: userId, detail: agreed })
  })
}
