import { and, countDistinct, eq, gt, inArray, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { chargeRefunds } from '@/db/schema/refund'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { isOrderId, newId } from '@/lib/ids'
import { requireActive } from '@/lib/identity/require-active'
import { chargeRefund } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { lockBalance } from '@/lib/ledger/read'
import { formatWon } from '@/lib/money'
import { wakeUser } from '@/lib/notification/wake'
import { limitsAreOn, RATE_LIMITS } from '@/lib/policy/rate-limit'
import { addMs, SECOND_MS } from '@/lib/time'
import type { RefundAccount } from '@/lib/toss/client'
import { readLots } from './lots'
import { obstacleTo, type Lot } from './plan'
import type { RefundRow } from './refund'
import { needsAccount, ruleOf } from './terms'

export type AskedPart = { orderId: string; amount: bigint }

export type RequestRefunds = {
  userId: string
  /** What goes back of which charge, each of them once. */
  parts: AskedPart[]
  /** Where the money of virtual accounts goes. */
  account?: RefundAccount
  /** The caller's Idempotency-Key: with the same one, the same refunds again. */
  key: string
}

/** The job leaves a refund alone for as long as the request should take. */
const FIRST_CHECK_MS = 10 * SECOND_MS

/**
 * Puts money of the wallet on its way back to the charges that it came from, all of the parts or none: from here on
 * nobody can spend it. Toss has not been asked yet. Throws NOT_FOUND, INSUFFICIENT_BALANCE when more is asked of a
 * charge than is left of it, ACCOUNT_FROZEN, INVALID_REQUEST for an account that is missing or not wanted,
 * IDEMPOTENCY_MISMATCH, RATE_LIMITED, and STATE_CONFLICT when its way back is closed or in use.
 */
export async function requestRefunds(ctx: Ctx, input: RequestRefunds): Promise<RefundRow[]> {
  const { userId, parts } = input
  const ids = parts.map(({ orderId }) => orderId)
  if (ids.length === 0 || new Set(ids).size < ids.length) throw new PosPayError('INVALID_REQUEST')
  if (!ids.every(isOrderId)) throw new PosPayError('NOT_FOUND')
  if (parts.some(({ amount }) => amount <= 0n)) throw new PosPayError('INVALID_AMOUNT')

  const refunds = await withTx(ctx.db, async (tx) => {
    await lockOrders(tx, input)
    const asked = await findAsked(tx, input)
    if (asked) return asked
    await requireActive(tx, userId)
    await lockBalance(tx, userId, 'balance')
    await checkPace(ctx, tx, userId)
    const made = await make(ctx, tx, input)
    await failpoint('refund.1')
    return made
  })
  await failpoint('refund.2')
  wakeUser(ctx.db, userId)
  return refunds
}

/** In the order of their ids, and before the wallet, as everybody locks them. */
async function lockOrders(tx: Tx, { userId, parts }: RequestRefunds): Promise<void> {
  const ids = parts.map(({ orderId }) => orderId)
  const locked = await tx
    .select({ status: orders.status })
    .from(orders)
    .where(and(inArray(orders.id, ids), eq(orders.userId, userId)))
    .orderBy(orders.id)
    .for('update')
  if (locked.length < ids.length) throw new PosPayError('NOT_FOUND')
}

/** Throws RATE_LIMITED when too much was asked for of late. The refunds are the count, so that repeats cost nothing. */
async function checkPace(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  const { points, durationSeconds } = RATE_LIMITS.refund
  const since = addMs(ctx.now(), -durationSeconds * SECOND_MS)
  const [row] = await tx
    .select({ requests: countDistinct(chargeRefunds.batchId) })
    .from(chargeRefunds)
    .where(and(eq(chargeRefunds.userId, userId), gt(chargeRefunds.requestedAt, since)))
  if (row!.requests >= points && limitsAreOn()) {
    throw new PosPayError('RATE_LIMITED', { retryAfterSeconds: durationSeconds })
  }
}

/** The refunds of an earlier request with this key, if there was one. Throws IDEMPOTENCY_MISMATCH for another one. */
async function findAsked(tx: Tx, { userId, parts, key }: RequestRefunds) {
  const ids = parts.map(({ orderId }) => orderId)
  const [first] = await tx
    .select({ batchId: chargeRefunds.batchId })
    .from(chargeRefunds)
    .where(
      and(
        eq(chargeRefunds.userId, userId),
        eq(chargeRefunds.requestKey, key),
        inArray(chargeRefunds.orderId, ids),
      ),
    )
    .limit(1)
  if (!first) return null
  const known = await tx
    .select()
    .from(chargeRefunds)
    .where(eq(chargeRefunds.batchId, first.batchId))
    .orderBy(chargeRefunds.id)
  const same = ({ orderId, amount }: AskedPart) =>
    known.some((refund) => refund.orderId === orderId && refund.amount === amount)
  if (known.length !== parts.length || !parts.every(same)) throw new PosPayError('IDEMPOTENCY_MISMATCH')
  return known
}

async function make(ctx: Ctx, tx: Tx, input: RequestRefunds): Promise<RefundRow[]> {
  const { userId, parts, account, key } = input
  const now = ctx.now()
  const lots = await readLots(tx, userId)
  const lotOf = (part: AskedPart) => lots.find(({ orderId }) => orderId === part.orderId)
  const due = parts.map((part) => ({ ...part, lot: requireLot(lotOf(part), part, now) }))
  const toAccount = due.some(({ lot }) => needsAccount(lot.method))
  if (toAccount !== (account !== undefined)) throw accountMismatch(toAccount)

  const batchId = newId()
  const accountSealed = account && ctx.sealer.seal(JSON.stringify(account))
  const made = await tx
    .insert(chargeRefunds)
    .values(
      due.map(({ orderId, amount, lot }) => ({
        ...{ id: newId(), batchId, userId, orderId, amount, requestKey: key },
        rule: ruleOf(lot.approvedAt, now),
        accountSealed: needsAccount(lot.method) ? accountSealed : null,
        requestedAt: now,
        nextCheckAt: addMs(now, FIRST_CHECK_MS),
        updatedAt: now,
      })),
    )
    .returning()
  for (const { id, orderId, amount } of made) {
    await post(tx, ctx, chargeRefund({ refundId: id, orderId, user: userId, amount, occurredAt: now }))
    await tx
      .update(orders)
      .set({ refunded: sql`${orders.refunded} + ${amount}`, updatedAt: now })
      .where(eq(orders.id, orderId))
    const detail = { orderId, amount: String(amount) }
    await audit(ctx, tx, { action: 'refund.requested', target: id, detail })
  }
  return made
}

function requireLot(lot: Lot | undefined, { amount }: AskedPart, now: Date): Lot {
  if (!lot || lot.remaining < amount) {
    const message = lot
      ? `이 충전에서 돌려받을 수 있는 금액은 ${formatWon(lot.remaining)}이에요.`
      : '이 충전에서 돌려받을 수 있는 잔액이 없어요.'
    throw new PosPayError('INSUFFICIENT_BALANCE', { message })
  }
  const obstacle = obstacleTo(lot, now)
  if (obstacle) throw new PosPayError('STATE_CONFLICT', { message: OBSTACLES[obstacle] })
  return lot
}

const OBSTACLES = {
  closed:
    '결제한 지 오래되어 결제 수단으로는 돌려드릴 수 없어요. 고객센터에 문의하시면 본인 명의 계좌로 돌려드려요.',
  busy: '이 충전에서 앞서 요청한 환불을 처리하고 있어요. 끝난 뒤 다시 요청해 주세요.',
}

function accountMismatch(needed: boolean): PosPayError {
  return needed
    ? new PosPayError('INVALID_REQUEST', {
        message: '가상계좌로 충전한 돈은 계좌로 돌려드려요. 받을 계좌를 입력해 주세요.',
        fields: { refundAccount: '받을 계좌를 입력해 주세요.' },
      })
    : new PosPayError('INVALID_REQUEST', {
        message: '결제한 수단으로 돌려드려요. 계좌는 입력하지 않아도 돼요.',
        fields: { refundAccount: '입력하지 않아도 돼요.' },
      })
}
