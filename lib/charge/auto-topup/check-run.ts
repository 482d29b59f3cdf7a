import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { lockBalance } from '@/lib/ledger/read'
import type { OrderRow } from '../order'
import { isOffered, lockAutoTopUp } from './auto-topup'
import { usedThisMonth } from './month'

/**
 * Whether a run may ask Toss now; locks what decides on it. Throws STATE_CONFLICT unless the automatic top-up is on and
 * offered, DEBT_OUTSTANDING (nobody agreed to repay by it), and LIMIT_EXCEEDED beyond the month's cap.
 */
export async function checkRun(ctx: Ctx, tx: Tx, order: OrderRow): Promise<void> {
  const topUp = await lockAutoTopUp(tx, order.autoTopUpId!)
  if (topUp.state !== 'ON' || !(await isOffered(ctx, tx)))
    throw new PosPayError('STATE_CONFLICT', { message: '자동충전이 꺼져 있어요. 돈은 빠져나가지 않았어요.' })
  if ((await lockBalance(tx, order.userId, 'charge_debt')) < 0n) throw new PosPayError('DEBT_OUTSTANDING')
  const used = await usedThisMonth(ctx, tx, order.userId, order.id)
  if (used + order.amount > topUp.monthlyCap)
    throw new PosPayError('LIMIT_EXCEEDED', {
      message: '이번 달 자동충전 한도를 넘어요. 돈은 빠져나가지 않았어요.',
    })
}
