import { and, count, eq, gte, inArray, ne, or, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { lockBalance, readWallet } from '@/lib/ledger/read'
import { formatWon, maxWon, minWon } from '@/lib/money'
import { readSetting } from '@/lib/settings/read-setting'
import { HOUR_MS, SECOND_MS, startOfKstDay } from '@/lib/time'

export type ChargeLimits = {
  /** The least that one charge may be. */
  min: bigint
  /** What may be charged now; 0 when nothing may. */
  max: bigint
  /** What the wallet may hold. */
  cap: bigint
}

/** Money that was promised to the wallet and has not arrived. READY orders promise nothing. */
const IN_FLIGHT = ['CONFIRMING', 'WAITING_FOR_DEPOSIT'] as const

/** Each stands for money that may come any day: nobody needs more, and the room in the wallet is taken by them. */
const MOST_OPEN_ACCOUNTS = 5

/**
 * Throws RATE_LIMITED when a person has as many open virtual accounts as they may. Those being confirmed count, since
 * any of them may become one.
 */
export async function checkOpenAccounts(
  db: Tx | Ctx['db'],
  { userId, exceptOrderId }: { userId: string; exceptOrderId?: string },
): Promise<void> {
  const [row] = await db
    .select({
      waiting: count(sql`case when ${orders.status} = 'WAITING_FOR_DEPOSIT' then 1 end`),
      open: count(),
    })
    .from(orders)
    .where(
      and(
        eq(orders.userId, userId),
        inArray(orders.status, [...IN_FLIGHT]),
        exceptOrderId ? ne(orders.id, exceptOrderId) : undefined,
      ),
    )
  if (row!.waiting === 0 || row!.open < MOST_OPEN_ACCOUNTS) return
  throw new PosPayError('RATE_LIMITED', {
    message: `입금을 기다리는 충전이 ${MOST_OPEN_ACCOUNTS}건 있어요. 입금하거나 기한이 지난 뒤에 다시 충전해 주세요.`,
    retryAfterSeconds: HOUR_MS / SECOND_MS,
  })
}

type Sums = { inFlight: bigint; today: bigint }

async function sumOrders(
  ctx: Ctx,
  db: Tx | Ctx['db'],
  userId: string,
  exceptOrderId?: string,
): Promise<Sums> {
  const dayStart = startOfKstDay(ctx.now())
  const inFlight = inArray(orders.status, [...IN_FLIGHT])
  const doneToday = and(eq(orders.status, 'DONE'), gte(orders.approvedAt, dayStart))
  const [row] = await db
    .select({
      inFlight: sql<string>`coalesce(sum(${orders.amount}) filter (where ${inFlight}), 0)`,
      today: sql<string>`coalesce(sum(${orders.amount}), 0)`,
    })
    .from(orders)
    .where(
      and(
        eq(orders.userId, userId),
        or(inFlight, doneToday),
        exceptOrderId ? ne(orders.id, exceptOrderId) : undefined,
      ),
    )
  return { inFlight: BigInt(row?.inFlight ?? 0), today: BigInt(row?.today ?? 0) }
}

function room(rules: { cap: bigint; dailyMax: bigint }, balance: bigint, { inFlight, today }: Sums): bigint {
  return maxWon(0n, minWon(rules.cap - balance - inFlight, rules.dailyMax - today))
}

export async function chargeLimits(ctx: Ctx, userId: string): Promise<ChargeLimits> {
  const [rules, wallet, sums] = await Promise.all([
    readSetting(ctx, 'charge'),
    readWallet(ctx, userId),
    sumOrders(ctx, ctx.db, userId),
  ])
  return { min: rules.min, max: room(rules, wallet.balance, sums), cap: rules.cap }
}

/** Throws LIMIT_EXCEEDED when the amount may not be charged now. Nothing is locked: confirm checks again. */
export async function checkLimits(ctx: Ctx, userId: string, amount: bigint): Promise<void> {
  const { min, max } = await chargeLimits(ctx, userId)
  if (amount < min) {
    throw new PosPayError('LIMIT_EXCEEDED', { message: `${formatWon(min)}부터 충전할 수 있어요.` })
  }
  if (amount > max) {
    const message =
      max < min ? '지금은 더 충전할 수 없어요.' : `지금은 ${formatWon(max)}까지 충전할 수 있어요.`
    throw new PosPayError('LIMIT_EXCEEDED', { message })
  }
}

/**
 * Under the wallet's lock, just before Toss is asked: does the order still fit? The lock makes two orders that fit
 * one by one but not together see each other.
 */
export async function fitsUnderLock(
  ctx: Ctx,
  tx: Tx,
  order: { id: string; userId: string; amount: bigint },
): Promise<boolean> {
  const balance = await lockBalance(tx, order.userId, 'balance')
  const rules = await readSetting(ctx, 'charge', tx)
  return order.amount <= room(rules, balance, await sumOrders(ctx, tx, order.userId, order.id))
}
