import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { bounded } from '@/lib/patience'
import type { WithdrawalRow } from '../withdrawal'
import { isQuiet, lookForPayout } from './calls'
import { closeAttempt } from './give-up'
import { readPayout, type PayoutRow } from './payout'

/** What Toss was asked to pay for a withdrawal and does not show; null where it was asked nothing. */
export type Unpaid = { payout: PayoutRow | null }

/**
 * Looks whether Toss has a withdrawal that is being sent: nothing of it is there for certain where no intent was written
 * down, or where Toss shows none and no request of a moment ago can still come to show. Throws STATE_CONFLICT where Toss
 * has it, TRY_AGAIN where it cannot be told.
 */
export async function requireUnpaid(ctx: Ctx, { id }: WithdrawalRow): Promise<Unpaid> {
  const payout = await readPayout(ctx.db, id)
  if (!payout) return { payout }
  if (payout.payoutId) throw sent()
  const look = ctx.payouts && (await bounded(lookForPayout(ctx, ctx.payouts, payout), { withdrawalId: id }))
  if (look?.kind === 'payout') throw sent()
  if (look?.kind !== 'absent' || !(await isQuiet(ctx, ctx.db, payout))) throw notYet()
  return { payout }
}

/** In the tx that gives it up, under its lock: nobody asks Toss for it from here on. Throws TRY_AGAIN where somebody has since. */
export async function neverPay(ctx: Ctx, tx: Tx, { id }: WithdrawalRow, { payout }: Unpaid, code: string) {
  const certain = payout ? await closeAttempt(ctx, tx, payout, code) : !(await readPayout(tx, id))
  if (!certain) throw notYet()
}

function sent(): PosPayError {
  return new PosPayError('STATE_CONFLICT', { message: '이미 은행으로 보내고 있어 취소할 수 없어요.' })
}

function notYet(): PosPayError {
  const message =
    '보냈는지 은행에 확인하고 있어 아직 취소하지 못했어요. 5분 뒤에 다시 눌러 주세요. 돈은 안전하게 보관 중이에요.'
  return new PosPayError('TRY_AGAIN', { message, retryAfterSeconds: 300 })
}
