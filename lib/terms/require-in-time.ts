import { and, desc, eq } from 'drizzle-orm'
import { documentVersions } from '@/db/schema/terms'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { kstDay } from '@/lib/time'
import { earliestEffect, type DocumentVersion } from './read'

type Planned = Pick<DocumentVersion, 'document' | 'worse' | 'effectiveAt'>

/** Throws the code, saying why, unless what is announced now may take effect then. The database's triggers ask the same. */
export async function requireInTime(
  ctx: Pick<Ctx, 'now'>,
  tx: Tx,
  { document, worse, effectiveAt }: Planned,
  code: 'INVALID_REQUEST' | 'STATE_CONFLICT',
): Promise<void> {
  const earliest = await earliestEffect(tx, { document, worse, at: ctx.now() })
  const refuse = (message: string) => new PosPayError(code, { message, fields: { version: message } })
  if (effectiveAt < earliest)
    throw refuse(`지금 알리면 빨라도 ${kstDay(earliest)}부터 적용할 수 있어요. 적용일을 늦춰 주세요.`)
  const [last] = await tx
    .select({ version: documentVersions.version, effectiveAt: documentVersions.effectiveAt })
    .from(documentVersions)
    .where(and(eq(documentVersions.document, document), eq(documentVersions.status, 'PUBLISHED')))
    .orderBy(desc(documentVersions.effectiveAt))
    .limit(1)
  if (last && effectiveAt <= last.effectiveAt)
    throw refuse(`이미 ${last.version}부터 적용하기로 게시한 글이 있어요. 그 뒤의 날짜로 정해 주세요.`)
}
