import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { bounded } from '@/lib/patience'
import type { PayoutClient } from '@/lib/toss/payouts'
import { settleWithdrawal } from '../settle'
import type { WithdrawalRow } from '../withdrawal'
import { askToCancel, isQuiet, lookForPayout } from './calls'
import { createTossCarrier } from './carrier'
import { closeAttempt } from './give-up'
import { keepPayoutId, readPayout, type PayoutRow } from './payout'
import { leavesAt } from './schedule'

/** What Toss was asked to pay for a withdrawal and does not show; null where it was asked nothing. */
export type Unpaid = { payout: PayoutRow | null }

/**
 * Looks whether Toss has a withdrawal that is being sent: nothing of it is there for certain where no intent was written
 * down, or where Toss shows none and no request of a moment ago can still come to show. Null where Toss has set it aside
 * for a day. Throws STATE_CONFLICT where it is paying it, TRY_AGAIN where it cannot be told.
 */
export async function requireUnpaid(ctx: Ctx, { id }: WithdrawalRow): Promise<Unpaid | null> {
  const payout = await readPayout(ctx.db, id)
  if (!payout) return { payout }
  const look =
    payout.payoutId || !ctx.payouts
      ? null
      : await bounded(lookForPayout(ctx, ctx.payouts, payout), { withdrawalId: id })
  if (look?.kind === 'payout') await keepPayoutId(ctx, payout, look.payout.id)
  if (payout.payoutId || look?.kind === 'payout') {
    if (payout.payoutDate) return null
    throw sent()
  }
  if (look?.kind !== 'absent' || !(await isQuiet(ctx, ctx.db, payout))) throw notYet()
  return { payout }
}

/** In the tx that gives it up, under its lock: nobody asks Toss for it from here on. Throws TRY_AGAIN where somebody has since. */
export async function neverPay(ctx: Ctx, tx: Tx, { id }: WithdrawalRow, { payout }: Unpaid, code: string) {
  const certain = payout ? await closeAttempt(ctx, tx, payout, code) : !(await readPayout(tx, id))
  if (!certain) throw notYet()
}

/**
 * Has Toss take back what it has set aside for a day, and settles what it then shows. Its answer may be lost or late: the
 * job ends that. Throws STATE_CONFLICT once it has left, TRY_AGAIN where that cannot be told yet.
 */
export async function takeBackScheduled(ctx: Ctx, { id }: WithdrawalRow): Promise<WithdrawalRow> {
  const settled = ctx.payouts && (await bounded(cancelAndLook(ctx, ctx.payouts, id), { withdrawalId: id }))
  if (!settled) throw askedFor()
  if (settled.status === 'CANCELED') return settled
  if (settled.status === 'FAILED') throw new PosPayError('STATE_CONFLICT', { message: GIVEN_BACK })
  const { payoutDate } = (await readPayout(ctx.db, id))!
  throw settled.status === 'SENDING' && ctx.now() < leavesAt(payoutDate!) ? askedFor() : sent()
}

async function cancelAndLook(ctx: Ctx, toss: PayoutClient, id: string): Promise<WithdrawalRow> {
  const payout = await readPayout(ctx.db, id)
  await askToCancel(ctx, toss, payout!)
  const carrier = createTossCarrier(ctx, toss)
  return settleWithdrawal(ctx, carrier, id, await carrier.find(id))
}

const GIVEN_BACK = '은행으로 보내지 못해서 출금 가능 금액으로 이미 되돌려 놓았어요.'

function askedFor(): PosPayError {
  const message =
    '취소를 요청했지만 아직 확인되지 않았어요. 취소되면 알려 드려요. 5분이 지나도 그대로면 다시 눌러 주세요. 돈은 안전하게 보관 중이에요.'
  return new PosPayError('TRY_AGAIN', { message, retryAfterSeconds: 300 })
}

function sent(): PosPayError {
  return new PosPayError('STATE_CONFLICT', { message: '이미 은행으로 보내고 있어 취소할 수 없어요.' })
}

function notYet(): PosPayError {
  const message =
    '보냈는지 은행에 확인하고 있어 아직 취소하지 못했어요. 5분 뒤에 다시 눌러 주세요. 돈은 안전하게 보관 중이에요.'
  return new PosPayError('TRY_AGAIN', { message, retryAfterSeconds: 300 })
}
