import { eq } from 'drizzle-orm'
import { bankAccounts, withdrawals } from '@/db/schema/withdrawal'
import { withTx } from '@/db/tx'
import type { Carrier, TransferState } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { isOn } from '@/lib/settings/switches'
import { openAccount } from './account'
import { carrierOf } from './carriers'
import { settleWithdrawal } from './settle'
import { lockWithdrawal, toSend, type WithdrawalRow } from './withdrawal'

/** What the receiver reads beside the amount. */
export const MEMO = '포스페이정산'

/**
 * Takes a withdrawal as far as the bank lets it. Looks first, always: it is sent only where the bank knows of none, and
 * always under its own id, so that the bank makes one transfer of it however often it is asked. Whoever was asked first
 * is asked to its end, whoever carries others by then; throws where they are not set up any more.
 */
export async function resolveWithdrawal(ctx: Ctx, withdrawal: WithdrawalRow): Promise<WithdrawalRow> {
  const row = withdrawal.status === 'APPROVED' ? await begin(ctx, withdrawal.id) : withdrawal
  if (!row.carrier) return row
  const carrier = carrierOf(ctx, row.carrier)
  if (!carrier) throw new Error(`${row.carrier} is not set up, and was asked to carry ${row.id}`)
  const found = await carrier.find(row.id)
  const state = found.kind === 'none' && row.status === 'SENDING' ? await send(ctx, carrier, row) : found
  return settleWithdrawal(ctx, carrier, row.id, state)
}

/** From here on it can no longer be canceled: the bank may hear of it at any moment. */
async function begin(ctx: Ctx, withdrawalId: string): Promise<WithdrawalRow> {
  const begun = await withTx(ctx.db, async (tx) => {
    const row = await lockWithdrawal(tx, withdrawalId)
    if (row.status !== 'APPROVED' || !ctx.withdrawBy || !(await isOn(tx, 'withdraw'))) return row
    const now = ctx.now()
    const [sending] = await tx
      .update(withdrawals)
      .set({ status: 'SENDING', carrier: ctx.withdrawBy, sentAt: now, updatedAt: now })
      .where(eq(withdrawals.id, withdrawalId))
      .returning()
    return sending!
  })
  await failpoint('withdrawal.3')
  return begun
}

async function send(ctx: Ctx, carrier: Carrier, row: WithdrawalRow): Promise<TransferState> {
  const [account] = await ctx.db.select().from(bankAccounts).where(eq(bankAccounts.id, row.bankAccountId))
  const order = { ...openAccount(ctx, account!), reference: row.id, amount: toSend(row), memo: MEMO }
  const pending = carrier.send(order)
  await failpoint('withdrawal.4')
  const state = await pending
  await failpoint('withdrawal.5')
  return state
}
