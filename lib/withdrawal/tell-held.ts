import type { SendingReason } from '@/db/schema/withdrawal'
import type { Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { notify } from '@/lib/notification/notify'
import { SENDING_MESSAGES, waitsForOwner } from './messages'
import type { WithdrawalRow } from './withdrawal'

/** Tells the owner what they have to do before a withdrawal can be sent; nothing where it is not for them to do. */
export async function tellHeld(ctx: Ctx, tx: Tx, row: WithdrawalRow, reason: SendingReason): Promise<void> {
  if (!waitsForOwner(reason)) return
  const data = { amount: String(row.amount), reason: SENDING_MESSAGES[reason] }
  const notice = {
    userId: row.userId,
    kind: 'withdrawal.waits',
    subject: `${row.id}:${reason}`,
    data,
  } as const
  await notify(tx, ctx, [notice])
  await audit(ctx, tx, { action: 'withdrawal.held', target: row.id, detail: { reason } })
}
