import { and, count, eq, gte, inArray, ne, or, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { lockBalance, readWallet } from '@/lib/ledger/read'
import { formatWon, maxWon, minWon } from '@/lib/money'
import { readSetting } from '@/lib/settings/read-setting'
import { consentMissing, hasConsented } from '@/lib/terms/consent'
import { HOUR_MS, SECOND_MS, startOfKstDay } from '@/lib/time'
import type { OrderRow } from './order'

export type ChargeLimits = {
  /** The least that one charge may be. */
  min: bigint
  /** What may be charged now; 0 when nothing may. */
  max: bigint
  /** What the wallet may hold. */
  cap: bigint
  /** For who has not agreed to the terms in force: a charge repays what is owed, and nothing goes into the balance. */
  onlyRepays: boolean
}

/** Money that was promised to the wallet and has not arrived. READY orders promise nothing. */
const IN_FLIGHT = ['CONFIRMING', 'WAITING_FOR_DEPOSIT'] as const

/** No card takes less, however little is owed. */
export const LEAST_PAYABLE = 100n

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

/** What charges that are under way do not repay already. */
function repayable(owed: bigint, { inFlight }: Sums): bigint {
  return maxWon(0n, owed - inFlight)
}

async function readRoom(ctx: Ctx, userId: string) {
  const [rules, wallet, sums] = await Promise.all([
    readSetting(ctx, 'charge'),
    readWallet(ctx, userId),
    sumOrders(ctx, ctx.db, userId),
  ])
  return { rules, wallet, sums, max: room(rules, wallet.balance, sums) }
}

/** What the automatic top-up may charge now: it has a consent of its own. */
export async function topUpRoom(ctx: Ctx, userId: string): Promise<bigint> {
  return (await readRoom(ctx, userId)).max
}

export async function chargeLimits(ctx: Ctx, userId: string): Promise<ChargeLimits> {
  const [{ rules, wallet, sums, max }, agreed] = await Promise.all([
    readRoom(ctx, userId),
    hasConsented(ctx.db, userId, ctx.now()),
  ])
  const { min, cap } = rules
  if (agreed) return { min, max, cap, onlyRepays: false }
  const owed = repayable(wallet.chargeDebt, sums)
  return { min: maxWon(LEAST_PAYABLE, minWon(min, owed)), max: minWon(max, owed), cap, onlyRepays: true }
}

/**
 * Throws LIMIT_EXCEEDED when the amount may not be charged now, FORBIDDEN when agreeing to the terms in force would
 * let it. Nothing is locked: confirm checks again.
 */
export async function checkLimits(ctx: Ctx, userId: string, amount: bigint): Promise<void> {
  const { min, max, onlyRepays } = await chargeLimits(ctx, userId)
  if (onlyRepays && amount > max) throw consentMissing()
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
 * Under the wallet's lock, just before Toss is asked: throws LIMIT_EXCEEDED or FORBIDDEN unless the order still fits.
 * The lock makes two orders that fit one by one but not together see each other.
 */
export async function requireRoom(
  ctx: Ctx,
  tx: Tx,
  { id, userId, amount, autoTopUpId }: Pick<OrderRow, 'id' | 'userId' | 'amount' | 'autoTopUpId'>,
): Promise<void> {
  const balance = await lockBalance(tx, userId, 'balance')
  const rules = await readSetting(ctx, 'charge', tx)
  const sums = await sumOrders(ctx, tx, userId, id)
  if (amount > room(rules, balance, sums)) throw new PosPayError('LIMIT_EXCEEDED')
  if (autoTopUpId || (await hasConsented(tx, userId, ctx.now()))) return
  if (amount > repayable(-(await lockBalance(tx, userId, 'charge_debt')), sums)) throw consentMissing()
}
