import { eq } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireActive } from '@/lib/identity/require-active'
import { lockOpen } from './auto-topup'

/**
 * Goes on after a rest, with the same card and consent. Throws ACCOUNT_FROZEN, and STATE_CONFLICT when it does not rest
 * or its key is of no use any more.
 */
export async function resumeAutoTopUp(ctx: Ctx, userId: string): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const row = await lockOpen(tx, userId)
    if (row.state === 'ON') return
    await requireActive(tx, userId)
    if (row.state !== 'PAUSED' || row.pauseReason === 'key')
      throw new PosPayError('STATE_CONFLICT', {
        message: '이 카드로는 다시 켤 수 없어요. 끄고 새로 등록해 주세요.',
      })
    await tx
      .update(autoTopUps)
      .set({ state: 'ON', pauseReason: null, failures: 0, nextRunAt: null, updatedAt: ctx.now() })
      .where(eq(autoTopUps.id, row.id))
    await audit(ctx, tx, { action: 'auto_topup.resumed', target: row.id })
  })
}
