import { eq } from 'drizzle-orm'
import { withdrawals } from '@/db/schema/withdrawal'
import type { Carrier, TransferOrder, TransferState } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'
import { alarm } from '@/lib/log'
import { endOf, type Payout } from '@/lib/toss/payout'
import type { PayoutClient } from '@/lib/toss/payouts'
import type { WithdrawalRow } from '../withdrawal'
import { askToPay, isQuiet, lastRequest, lookForPayout, readCancel } from './calls'
import { giveUp } from './give-up'
import { beginAttempt, keepPayoutId, readPayout, type PayoutRow } from './payout'
import { choosePayoutDate, leavesAt } from './schedule'
import { readSeller, readySeller, whyNot } from './seller'
import { lookAtSeller } from './seller-calls'

/** Toss would not pay on that day; it is asked for the next. */
const WRONG_DAY = ['NOT_ALLOWED_HOLIDAY', 'INVALID_PAYABLE_DATE']
const SHORT = 'NOT_ENOUGH_AMOUNT'

/** Toss carries a withdrawal as one payout, from the balance that it keeps for us, to the owner's seller. */
export function createTossCarrier(ctx: Ctx, toss: PayoutClient): Carrier {
  return {
    paidFrom: 'pg_payout_balance',
    find: (reference) => find(ctx, toss, reference),
    send: (order) => send(ctx, toss, order),
  }
}

async function find(ctx: Ctx, toss: PayoutClient, reference: string): Promise<TransferState> {
  const row = await readPayout(ctx.db, reference)
  // No intent was written down, so no byte has left.
  if (!row) return { kind: 'none' }
  const givenUp = row.failureCode
    ? ({ kind: 'failed', transferId: null, code: row.failureCode } as const)
    : null
  if (row.attempt === 0) return givenUp!
  const outcome = await lookForPayout(ctx, toss, row)
  if (outcome.kind === 'payout') return shown(ctx, row, outcome.payout)
  if (outcome.kind === 'unknown') return { kind: 'unknown', code: outcome.code }
  if (row.payoutId) {
    alarm('payout.lost', { withdrawalId: reference })
    return { kind: 'unknown', code: 'PAYOUT_NOT_FOUND' }
  }
  return givenUp ?? { kind: 'none' }
}

/** Called where a look has shown none. What was asked and not refused is asked again, in the same words. */
async function send(ctx: Ctx, toss: PayoutClient, order: TransferOrder): Promise<TransferState> {
  const before = await readPayout(ctx.db, order.reference)
  const last = before ? await lastRequest(ctx, before) : null
  if (last?.state === 'running') return { kind: 'unknown', code: 'running' }
  if (before && last && last.state !== 'refused') return pay(ctx, toss, before, order)
  if (before && !(await isQuiet(ctx, ctx.db, before))) return { kind: 'unknown', code: 'not_shown_yet' }

  const code = last?.state === 'refused' ? last.code : null
  if (code === SHORT && (await isShort(toss, order.amount))) return { kind: 'short' }
  const [withdrawal] = await ctx.db.select().from(withdrawals).where(eq(withdrawals.id, order.reference))
  const seller = await readySeller(ctx, toss, withdrawal!)
  if (seller.kind === 'failed') return end(ctx, withdrawal!, before, seller.code)
  if (seller.kind !== 'ready') return seller
  const schedule = choosePayoutDate(
    ctx.now(),
    before && code && WRONG_DAY.includes(code) ? before : undefined,
  )
  if (schedule.kind === 'wait') return { kind: 'held', reason: 'scheduled', again: schedule.until }
  const { payoutDate } = schedule
  const begun = await beginAttempt(ctx, { withdrawal: withdrawal!, amount: order.amount, payoutDate, before })
  return begun ? pay(ctx, toss, begun, order) : { kind: 'unknown', code: 'changed' }
}

async function pay(
  ctx: Ctx,
  toss: PayoutClient,
  row: PayoutRow,
  { memo }: TransferOrder,
): Promise<TransferState> {
  const outcome = await askToPay(ctx, toss, row, memo)
  if (outcome.kind === 'payout') return shown(ctx, row, outcome.payout)
  if (outcome.kind === 'unknown') return { kind: 'unknown', code: outcome.code }
  const look = await lookForPayout(ctx, toss, row)
  if (look.kind === 'payout') return shown(ctx, row, look.payout)
  if (look.kind === 'unknown' || !(await isQuiet(ctx, ctx.db, row)))
    return { kind: 'unknown', code: outcome.code }
  return refused(ctx, toss, row, outcome.code)
}

/** Toss refused, and a look shows none. */
async function refused(ctx: Ctx, toss: PayoutClient, row: PayoutRow, code: string): Promise<TransferState> {
  if (code === SHORT) return { kind: 'short' }
  if (WRONG_DAY.includes(code)) return { kind: 'unknown', code }
  if (code === 'FORBIDDEN_SELLER_PAYOUT') {
    const seller = await readSeller(ctx.db, row.userId)
    return whyNot(ctx, (await lookAtSeller(ctx, toss, seller!)) ?? seller!)
  }
  const [withdrawal] = await ctx.db.select().from(withdrawals).where(eq(withdrawals.id, row.withdrawalId))
  return end(ctx, withdrawal!, row, code)
}

async function end(
  ctx: Ctx,
  withdrawal: WithdrawalRow,
  before: PayoutRow | null,
  code: string,
): Promise<TransferState> {
  const ended = await giveUp(ctx, withdrawal, before, code)
  return ended ? { kind: 'failed', transferId: null, code } : { kind: 'unknown', code: 'changed' }
}

/** What Toss shows of it. A payout for a day to come does not change before that, unless it is being taken back. */
async function shown(ctx: Ctx, row: PayoutRow, payout: Payout): Promise<TransferState> {
  const transferId = payout.id
  if (!row.payoutId) await keepPayoutId(ctx, row, transferId)
  const ended = endOf(payout)
  const cancel = ended === 'completed' ? null : await readCancel(ctx, row)
  // Nobody else takes one back here; in Toss's own console somebody might.
  if (payout.status === 'CANCELED' && cancel?.asked) return { kind: 'canceled', transferId }
  if (ended === 'failed') return { kind: 'failed', transferId, code: payout.error?.code ?? payout.status }
  if (ended === 'completed') return { kind: 'completed', transferId }
  const again = row.payoutDate && !cancel?.open ? leavesAt(row.payoutDate) : null
  return again && ctx.now() < again
    ? { kind: 'accepted', transferId, again }
    : { kind: 'accepted', transferId }
}

/** Whether it would be refused again for lack of money: then it is not asked for. */
async function isShort(toss: PayoutClient, amount: bigint): Promise<boolean> {
  const balance = await toss.findBalance()
  return balance.kind === 'balance' && balance.balance.available < amount
}
