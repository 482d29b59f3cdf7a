import { and, desc, eq, gt, isNotNull, max, ne, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { tossCalls } from '@/db/schema/charge'
import { withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { alarm } from '@/lib/log'
import { addMs, kstDay, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { alarmed, intendCall, keepAnswer, lastAnswer, sendCall, type LastAnswer } from '@/lib/toss/calls'
import { classifyPayoutCode } from '@/lib/toss/codes'
import { findPayoutByReference } from '@/lib/toss/find-payout'
import { findPayoutMismatch, redactPayout } from '@/lib/toss/payout'
import {
  payoutCancelOutcome,
  payoutOutcome,
  payoutQueryOutcome,
  type PayoutOutcome,
  type PayoutQueryOutcome,
} from '@/lib/toss/payout-outcome'
import { PAYOUT_TIMEOUT_MS, type PayoutClient } from '@/lib/toss/payouts'
import { lockWithdrawal } from '../withdrawal'
import { readPayout, type PayoutRow } from './payout'

/** How long a payout that Toss has just taken may be missing from its list: nobody says. */
const SHOWN_WITHIN_MS = 5 * MINUTE_MS
/** What was kept of a look through all of Toss's list. */
const WHOLE = 'whole'
/** Until a payout that Toss was asked to take back is looked at by the job. */
const LOOK_AFTER_CANCEL_MS = 10 * SECOND_MS

/**
 * Asks Toss to pay, in the words of this attempt and under its key. Said under the withdrawal's lock, so that nobody asks
 * for one that was given up.
 */
export async function askToPay(
  ctx: Ctx,
  toss: PayoutClient,
  row: PayoutRow,
  transactionDescription: string,
): Promise<PayoutOutcome> {
  const { withdrawalId, destination, amount, payoutDate } = row
  const idempotencyKey = keyOf(row)
  const asks = [withdrawalId, destination!, amount, payoutDate ?? 'EXPRESS']
  const intent = await withTx(ctx.db, async (tx) => {
    const { status } = await lockWithdrawal(tx, withdrawalId)
    const now = await readPayout(tx, withdrawalId)
    if (status !== 'SENDING' || now?.attempt !== row.attempt || now.failureCode) return null
    return intendCall(ctx, tx, { withdrawalId, operation: 'pay_out', idempotencyKey, asks })
  })
  if (!intent) return { kind: 'unknown', code: 'changed', alarm: null }
  await failpoint('payout.1')
  const answer = await sendCall(ctx, intent, () =>
    toss.requestPayout({
      ...{ refPayoutId: withdrawalId, destination: destination!, amount, payoutDate },
      ...{ transactionDescription, idempotencyKey },
    }),
  )
  await failpoint('payout.2')
  return trusted(row, alarmed({ withdrawalId }, payoutOutcome(answer)))
}

/**
 * Asks Toss to take back a payout that waits for its day. What it answers is no more than a hint: a look says what came of
 * it. Said under the withdrawal's lock; the job looks soon, should nobody here be left to.
 */
export async function askToCancel(ctx: Ctx, toss: PayoutClient, row: PayoutRow): Promise<void> {
  const { withdrawalId } = row
  const payoutId = row.payoutId!
  const intent = await withTx(ctx.db, async (tx) => {
    const { status } = await lockWithdrawal(tx, withdrawalId)
    if (status !== 'SENDING') return null
    const nextCheckAt = addMs(ctx.now(), LOOK_AFTER_CANCEL_MS)
    await tx.update(withdrawals).set({ nextCheckAt }).where(eq(withdrawals.id, withdrawalId))
    const idempotencyKey = `${keyOf(row)}:cancel#${1 + (await countRefusals(tx, withdrawalId))}`
    const asks = [payoutId]
    const call = { withdrawalId, operation: 'cancel_payout', idempotencyKey, asks } as const
    return { ...(await intendCall(ctx, tx, call)), idempotencyKey }
  })
  if (!intent) return
  await failpoint('payout.3')
  const { idempotencyKey } = intent
  const answer = await sendCall(ctx, intent, () => toss.cancelPayout({ payoutId, idempotencyKey }))
  await failpoint('payout.4')
  alarmed({ withdrawalId }, payoutCancelOutcome(answer))
}

/** A refusal is bound to its key: what is asked again after it is another request. */
function countRefusals(tx: Tx, withdrawalId: string): Promise<number> {
  const { operation, answeredAt, code } = tossCalls
  const refused = and(isNotNull(answeredAt), isNotNull(code), ne(code, 'IDEMPOTENT_REQUEST_PROCESSING'))
  return tx.$count(
    tossCalls,
    and(eq(tossCalls.withdrawalId, withdrawalId), eq(operation, 'cancel_payout'), refused),
  )
}

/** Whether Toss was asked to take it back, and whether an answer to that may still come. */
export async function readCancel(
  ctx: Ctx,
  { withdrawalId }: PayoutRow,
): Promise<{ asked: boolean; open: boolean }> {
  const { operation, answeredAt, startedAt } = tossCalls
  const calls = await ctx.db
    .select({ answeredAt, startedAt })
    .from(tossCalls)
    .where(and(eq(tossCalls.withdrawalId, withdrawalId), eq(operation, 'cancel_payout')))
  const since = addMs(ctx.now(), -SHOWN_WITHIN_MS)
  return {
    asked: calls.length > 0,
    open: calls.some((call) => !call.answeredAt && since < call.startedAt),
  }
}

/**
 * What Toss knows of it: by its own id where that was seen, else by ours, through what it lists since the withdrawal was
 * first sent. Whether an EXPRESS payout is listed by day is nowhere said: where the days show none, all of the list has
 * to show none as well, once after anything that was asked.
 */
export async function lookForPayout(
  ctx: Ctx,
  toss: PayoutClient,
  row: PayoutRow,
): Promise<PayoutQueryOutcome> {
  const { withdrawalId, payoutId } = row
  if (payoutId) {
    const asks = [payoutId]
    const call = { withdrawalId, operation: 'find_payout', idempotencyKey: null, asks } as const
    const intent = await intendCall(ctx, ctx.db, call)
    const answer = await sendCall(ctx, intent, () => toss.findPayout(payoutId))
    return trusted(row, alarmed({ withdrawalId }, payoutQueryOutcome(answer)))
  }
  const sentAt = await readSentAt(ctx, row)
  const since = await lookInList(ctx, toss, row, kstDay(sentAt))
  if (since.kind !== 'absent' || (await isKnownAbsent(ctx, row))) return since
  return lookInList(ctx, toss, row, null)
}

/** `from`: the KST day from which on the list is read; null for all of it. */
async function lookInList(ctx: Ctx, toss: PayoutClient, row: PayoutRow, from: string | null) {
  const { withdrawalId } = row
  const asks = [withdrawalId, from ?? WHOLE]
  const call = { withdrawalId, operation: 'find_payout', idempotencyKey: null, asks } as const
  const intent = await intendCall(ctx, ctx.db, call)
  const outcome = await findPayoutByReference(toss, { refPayoutId: withdrawalId, from, to: null })
  const told = outcome.kind !== 'unknown'
  await keepAnswer(ctx, intent, {
    httpStatus: told ? 200 : null,
    code: told ? null : outcome.code,
    answer:
      outcome.kind === 'payout' ? redactPayout(outcome.payout) : told ? { absentFrom: from ?? WHOLE } : null,
  })
  return trusted(row, alarmed({ withdrawalId }, outcome))
}

async function readSentAt({ db }: Ctx, { withdrawalId }: PayoutRow): Promise<Date> {
  const { id, sentAt } = withdrawals
  const [row] = await db.select({ sentAt }).from(withdrawals).where(eq(id, withdrawalId))
  return row!.sentAt!
}

/** Whether all of Toss's list has shown none since anything was asked that could still come to show. */
async function isKnownAbsent({ db }: Ctx, { withdrawalId }: PayoutRow): Promise<boolean> {
  const { operation, startedAt, answer } = tossCalls
  const ofIt = eq(tossCalls.withdrawalId, withdrawalId)
  const [last] = await db
    .select({ startedAt: max(startedAt) })
    .from(tossCalls)
    .where(and(ofIt, eq(operation, 'pay_out')))
  const shownBy = last?.startedAt ? addMs(last.startedAt, SHOWN_WITHIN_MS) : new Date(0)
  const whole = and(ofIt, eq(operation, 'find_payout'), sql`${answer} ->> 'absentFrom' = ${WHOLE}`)
  return (await db.$count(tossCalls, and(whole, gt(startedAt, shownBy)))) > 0
}

/** How the present attempt stands. */
export function lastRequest(ctx: Ctx, row: PayoutRow): Promise<LastAnswer> {
  const attempt = { withdrawalId: row.withdrawalId, idempotencyKey: keyOf(row) }
  return lastAnswer(ctx, ctx.db, attempt, classifyPayoutCode, PAYOUT_TIMEOUT_MS)
}

/** Whether a look that shows none proves that there is none: no request without a refusal was made a moment ago. */
export async function isQuiet(
  { now }: Pick<Ctx, 'now'>,
  db: NodePgDatabase,
  { withdrawalId }: PayoutRow,
): Promise<boolean> {
  const { code, answeredAt, startedAt, operation } = tossCalls
  const calls = await db
    .select({ code, answeredAt })
    .from(tossCalls)
    .where(
      and(
        eq(tossCalls.withdrawalId, withdrawalId),
        eq(operation, 'pay_out'),
        gt(startedAt, addMs(now(), -SHOWN_WITHIN_MS)),
      ),
    )
    .orderBy(desc(startedAt))
  return calls.every((call) => call.answeredAt && call.code && classifyPayoutCode(call.code) === 'refused')
}

function keyOf({ withdrawalId, attempt }: PayoutRow): string {
  return `payout:${withdrawalId}#${attempt}`
}

/** An answer about another payout says nothing about this one. */
function trusted<T extends PayoutOutcome | PayoutQueryOutcome>(row: PayoutRow, outcome: T) {
  if (outcome.kind !== 'payout') return outcome
  const { withdrawalId, destination, amount } = row
  const expected = { refPayoutId: withdrawalId, destination: destination!, amount }
  const field = findPayoutMismatch(expected, outcome.payout)
  if (!field) return outcome
  alarm('payout.mismatch', { withdrawalId, field })
  return { kind: 'unknown' as const, code: `mismatch.${field}`, alarm: null }
}
