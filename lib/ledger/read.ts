import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { ADJUSTMENT_TYPES, adjustments } from '@/db/schema/adjustment'
import {
  entries,
  TRANSACTION_TYPES,
  transactions,
  wallets,
  type TransactionType,
  type WalletKind,
} from '@/db/schema/ledger'
import type { Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'

export type Wallet = {
  balance: bigint
  pending: bigint
  withdrawable: bigint
  /** What the user owes, as a positive amount. */
  debt: bigint
  /** What of it charges repay; the rest is repaid by earnings. */
  chargeDebt: bigint
  /** Grows with every entry on any of the user's wallets. */
  version: bigint
}

/** A user's money, from one statement and so of one moment. */
export async function readWallet({ db }: { db: Database }, userId: string): Promise<Wallet> {
  const rows = await db
    .select({ kind: wallets.kind, balance: wallets.balance, version: wallets.version })
    .from(wallets)
    .where(eq(wallets.userId, userId))
  const of = (kind: WalletKind) => rows.find((row) => row.kind === kind)?.balance ?? 0n
  return {
    balance: of('balance'),
    pending: of('pending'),
    withdrawable: of('withdrawable'),
    debt: -(of('charge_debt') + of('earnings_debt')),
    chargeDebt: -of('charge_debt'),
    version: rows.reduce((sum, row) => sum + row.version, 0n),
  }
}

/** One wallet's balance, locked until the tx ends: for rules that must still hold when it commits. */
export async function lockBalance(tx: Tx, userId: string, kind: WalletKind): Promise<bigint> {
  const { rows } = await tx.execute<{ balance: bigint | string }>(
    sql`select balance from lock_wallets(${userId}::uuid, array[${kind}])`,
  )
  if (!rows[0]) throw new PosPayError('NOT_FOUND')
  return BigInt(rows[0].balance)
}

const BY_OPERATORS = sql`case when ${inArray(transactions.type, [...ADJUSTMENT_TYPES])} then ${transactions.reference}::uuid end`

export type HistoryItem = {
  id: string
  type: TransactionType
  /** Signed won: what came in is positive. */
  amount: bigint
  balanceAfter: bigint
  occurredAt: Date
  title: string
  /** The order or booking this came from. */
  reference: string
}

type HistoryQuery = {
  userId: string
  wallet?: WalletKind
  type?: string | null
  cursor?: string | null
  limit?: number
}

const PAGE = 20
const MAX_PAGE = 100

/** What people call each type of transaction. */
export const TITLES: Record<TransactionType, string> = {
  charge: '충전',
  charge_reversal: '충전 취소',
  suspense_in: '확인 중인 입금',
  payment: '공간 결제',
  release: '정산 완료',
  refund: '예약 환불',
  charge_refund: '충전 환불',
  charge_refund_paid: '충전 환불 완료',
  charge_refund_failed: '충전 환불 취소',
  settlement: '토스 정산',
  withdraw: '출금',
  withdraw_paid: '출금 완료',
  withdraw_failed: '출금 실패',
  withdraw_returned: '출금 반송',
  adjustment: '잔액 조정',
  bank_transfer: '계좌 이체',
  write_off: '갚을 돈 정리',
}

/**
 * A wallet's entries, newest first, by keyset: the cursor is the version of the last entry shown.
 * Throws INVALID_REQUEST for a cursor, type or limit that is not one.
 */
export async function readHistory(
  { db }: { db: Database },
  { userId, wallet = 'balance', type, cursor, limit = PAGE }: HistoryQuery,
): Promise<{ items: HistoryItem[]; nextCursor: string | null }> {
  if (!(1 <= limit && limit <= MAX_PAGE)) throw new PosPayError('INVALID_REQUEST')
  if (cursor && !/^\d{1,18}$/.test(cursor)) throw new PosPayError('INVALID_REQUEST')

  const rows = await db
    .select({
      id: transactions.id,
      type: transactions.type,
      amount: entries.amount,
      balanceAfter: entries.balanceAfter,
      version: entries.walletVersion,
      occurredAt: transactions.occurredAt,
      reason: adjustments.reason,
      reference: sql<string>`coalesce(${transactions.orderId}, split_part(${transactions.reference}, '#', 1))`,
    })
    .from(wallets)
    .innerJoin(entries, eq(entries.walletId, wallets.id))
    .innerJoin(transactions, eq(transactions.id, entries.transactionId))
    // Operators say why they moved somebody's money.
    .leftJoin(adjustments, eq(adjustments.id, BY_OPERATORS))
    .where(
      and(
        inHistory({ userId, wallet, type }),
        cursor ? lt(entries.walletVersion, BigInt(cursor)) : undefined,
      ),
    )
    .orderBy(desc(entries.walletVersion))
    .limit(limit + 1)

  const page = rows.slice(0, limit)
  return {
    items: page.map(({ version: _, reason, ...row }) => ({
      ...row,
      balanceAfter: row.balanceAfter ?? 0n,
      title: reason ? `${TITLES[row.type]} · ${reason}` : TITLES[row.type],
    })),
    nextCursor: rows.length > limit ? String(page.at(-1)!.version) : null,
  }
}

export type MonthTotal = {
  /** The KST month, `2026-11`. */
  month: string
  incoming: bigint
  /** Negative, as its entries are. */
  outgoing: bigint
}

/** What came into and left a wallet in each KST month that has entries. */
export async function readMonthTotals(
  { db }: { db: Database },
  { userId, wallet = 'balance', type }: Pick<HistoryQuery, 'userId' | 'wallet' | 'type'>,
): Promise<MonthTotal[]> {
  const month = sql<string>`to_char(${transactions.occurredAt} at time zone 'Asia/Seoul', 'YYYY-MM')`
  const rows = await db
    .select({
      month,
      incoming: sql<string>`coalesce(sum(${entries.amount}) filter (where ${entries.amount} > 0), 0)`,
      outgoing: sql<string>`coalesce(sum(${entries.amount}) filter (where ${entries.amount} < 0), 0)`,
    })
    .from(wallets)
    .innerJoin(entries, eq(entries.walletId, wallets.id))
    .innerJoin(transactions, eq(transactions.id, entries.transactionId))
    .where(inHistory({ userId, wallet, type }))
    .groupBy(month)
  return rows.map((row) => ({ ...row, incoming: BigInt(row.incoming), outgoing: BigInt(row.outgoing) }))
}

function inHistory({ userId, wallet, type }: Pick<HistoryQuery, 'userId' | 'type'> & { wallet: WalletKind }) {
  if (type && !isTransactionType(type)) throw new PosPayError('INVALID_REQUEST')
  return and(
    eq(wallets.userId, userId),
    eq(wallets.kind, wallet),
    type ? eq(transactions.type, type as TransactionType) : undefined,
  )
}

export function isTransactionType(type: string): type is TransactionType {
  return (TRANSACTION_TYPES as readonly string[]).includes(type)
}
