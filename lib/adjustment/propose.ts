import { eq, sql } from 'drizzle-orm'
import { ADJUSTMENT_TYPES, adjustments } from '@/db/schema/adjustment'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import type { Draft } from './draft'
import { previewAdjustment } from './preview'

export type Proposal = { operatorId: string; draft: Draft; hash: string; reason: string }

/**
 * An operator asks a second one to agree to what they have seen. Asking twice is asking once. Throws FORBIDDEN without
 * the duty and for one's own money, STATE_CONFLICT when the preview was another, and as the preview does.
 */
export async function proposeAdjustment(
  ctx: Ctx,
  { operatorId, draft, hash, reason }: Proposal,
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'adjustments.make')
    if (draft.legs.some(({ user }) => user === operatorId)) {
      throw new PosPayError('FORBIDDEN', { message: '내 지갑의 금액은 조정할 수 없어요.' })
    }
    const preview = await previewAdjustment(tx, draft)
    if (preview.hash !== hash) throw new PosPayError('STATE_CONFLICT')
    if (draft.reverses) await requireOpposite(tx, draft, draft.reverses)
    const { id, type, legs, reverses } = draft
    const made = await tx
      .insert(adjustments)
      .values({ id, type, legs, hash, reverses, reason, madeBy: operatorId, madeAt: ctx.now() })
      .onConflictDoNothing()
      .returning()
    if (made.length === 0) return requireKnown(tx, id)
    await audit(ctx, tx, { action: 'adjustment.proposed', target: id, detail: { type, legs, hash, reason } })
  })
}

/** Nothing was written: it was there already, or another one takes back the same. */
async function requireKnown(tx: Tx, id: string): Promise<void> {
  const [known] = await tx.select({ id: adjustments.id }).from(adjustments).where(eq(adjustments.id, id))
  if (!known) throw new PosPayError('STATE_CONFLICT')
}

/** Taking an adjustment back is the same entries the other way round, once. */
async function requireOpposite(tx: Tx, { legs }: Draft, reversed: string): Promise<void> {
  const { rows } = await tx.execute<{ leg: string }>(sql`
    select concat_ws(' ', e.account, w.user_id, -e.amount) as leg
    from transactions t join entries e on e.transaction_id = t.id left join wallets w on w.id = e.wallet_id
    where t.id = ${reversed}::uuid and t.type = any(${sql.param([...ADJUSTMENT_TYPES])}::text[])`)
  const asked = legs.map(({ account, user, amount }) => [account, ...(user ? [user] : []), amount].join(' '))
  if (String(rows.map(({ leg }) => leg).sort()) !== String(asked.sort())) {
    throw new PosPayError('INVALID_REQUEST', { message: '되돌릴 조정과 금액이 정확히 반대여야 해요.' })
  }
}
