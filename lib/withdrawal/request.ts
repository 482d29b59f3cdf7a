import { and, count, desc, eq, gt, lt } from 'drizzle-orm'
import { entries, transactions, wallets } from '@/db/schema/ledger'
import { withdrawals, type WithdrawalFlag } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { newId } from '@/lib/ids'
import { requireActive } from '@/lib/identity/require-active'
import { withdraw } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { lockBalance } from '@/lib/ledger/read'
import { formatWon } from '@/lib/money'
import { wakeUser } from '@/lib/notification/wake'
import { limitsAreOn, RATE_LIMITS } from '@/lib/policy/rate-limit'
import { readSetting } from '@/lib/settings/read-setting'
import { requireOn, stopped } from '@/lib/settings/switches'
import { addMs, DAY_MS, kstDay, SECOND_MS, toKstIso } from '@/lib/time'
import { findVerified, type BankAccountRow } from './account'
import { arrivesBy } from './arrival'
import { countToday, hasNoOpenSpace, leastOf } from './terms'
import { isPayeeKnown } from './toss/payee'
import type { WithdrawalRow } from './withdrawal'
import { withhold } from './withhold'
import { readWithholding } from './withholding'

type RequestWithdrawal = {
  userId: string
  amount: bigint
  /** The caller's Idempotency-Key: with the same one, the same withdrawal again. */
  key: string
}

/**
 * Puts earnings on their way to their owner's bank: from here on nobody else can have them. The bank has not been asked
 * yet, and is not before the operators agree where they have to. Throws INSUFFICIENT_BALANCE, DEBT_OUTSTANDING,
 * ACCOUNT_FROZEN, LIMIT_EXCEEDED below the least amount (`leastOf`) or for one too many in a day, STATE_CONFLICT without
 * an account that money may go to now, or with nothing told of who is paid where Toss pays, IDEMPOTENCY_MISMATCH,
 * RATE_LIMITED, and TRY_AGAIN while withdrawing is stopped.
 */
export async function requestWithdrawal(
  ctx: Ctx,
  input: RequestWithdrawal,
): Promise<{ withdrawal: WithdrawalRow; replayed: boolean }> {
  const { userId, amount } = input
  if (amount <= 0n) throw new PosPayError('INVALID_AMOUNT')
  const requested = await withTx(ctx.db, async (tx) => {
    const withdrawable = await lockBalance(tx, userId, 'withdrawable')
    const known = await findRequested(tx, input)
    if (known) return { withdrawal: known, replayed: true }
    await requireActive(tx, userId)
    await checkPace(ctx, tx, userId)
    await requireNoDebt(tx, userId)
    const account = await requireAccount(ctx, tx, userId)
    const { approveAbove } = await checkLimits(ctx, tx, { ...input, withdrawable })
    if (withdrawable < amount)
      throw new PosPayError('INSUFFICIENT_BALANCE', { message: shortOf(withdrawable) })
    const flags = await findFlags(ctx, tx, { userId, account, large: amount > approveAbove })
    const withdrawal = await make(ctx, tx, { ...input, account, flags })
    await failpoint('withdrawal.1')
    return { withdrawal, replayed: false }
  })
  await failpoint('withdrawal.2')
  wakeUser(ctx.db, userId)
  return requested
}

async function findRequested(
  tx: Tx,
  { userId, amount, key }: RequestWithdrawal,
): Promise<WithdrawalRow | null> {
  const [known] = await tx
    .select()
    .from(withdrawals)
    .where(and(eq(withdrawals.userId, userId), eq(withdrawals.requestKey, key)))
  if (known && known.amount !== amount) throw new PosPayError('IDEMPOTENCY_MISMATCH')
  return known ?? null
}

/** The withdrawals are the count, so that repeats cost nothing. */
async function checkPace(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  const { points, durationSeconds } = RATE_LIMITS.withdrawal
  const since = addMs(ctx.now(), -durationSeconds * SECOND_MS)
  const [made] = await tx
    .select({ times: count() })
    .from(withdrawals)
    .where(and(eq(withdrawals.userId, userId), gt(withdrawals.requestedAt, since)))
  if (made!.times >= points && limitsAreOn()) {
    throw new PosPayError('RATE_LIMITED', { retryAfterSeconds: durationSeconds })
  }
}

async function requireNoDebt(tx: Tx, userId: string): Promise<void> {
  const [debt] = await tx
    .select({ kind: wallets.kind })
    .from(wallets)
    .where(and(eq(wallets.userId, userId), lt(wallets.balance, 0n)))
    .limit(1)
  if (debt) throw new PosPayError('DEBT_OUTSTANDING')
}

async function requireAccount(ctx: Ctx, tx: Tx, userId: string): Promise<BankAccountRow> {
  const account = await findVerified(tx, userId)
  if (!account) throw new PosPayError('STATE_CONFLICT', { message: '출금할 계좌를 먼저 등록해 주세요.' })
  if (!(await isPayeeKnown(ctx, tx, userId))) {
    const message = '받는 분 정보를 먼저 입력해 주세요. 출금 계좌에서 입력할 수 있어요.'
    throw new PosPayError('STATE_CONFLICT', { message })
  }
  if (ctx.now() < account.usableFrom!) {
    const from = toKstIso(account.usableFrom!)
    const day = `${Number(from.slice(5, 7))}월 ${Number(from.slice(8, 10))}일 ${from.slice(11, 16)}`
    const message = `계좌를 바꾼 뒤 하루 동안은 출금할 수 없어요. ${day}부터 출금할 수 있어요.`
    throw new PosPayError('STATE_CONFLICT', { message })
  }
  return account
}

async function checkLimits(
  ctx: Ctx,
  tx: Tx,
  { userId, amount, withdrawable }: RequestWithdrawal & { withdrawable: bigint },
) {
  const limits = await readSetting(ctx, 'withdrawal', tx)
  if (!ctx.withdrawBy) throw stopped('withdraw')
  await requireOn(tx, 'withdraw')
  const stopping = await hasNoOpenSpace(tx, userId)
  const least = leastOf({ min: limits.min, withdrawable, stopping })
  if (amount < least) {
    throw new PosPayError('LIMIT_EXCEEDED', { message: `${formatWon(least)}부터 출금할 수 있어요.` })
  }
  if ((await countToday(ctx, tx, userId)) >= limits.perDay) {
    const message = `출금은 하루에 ${limits.perDay}번까지 할 수 있어요. 내일 다시 요청해 주세요.`
    throw new PosPayError('LIMIT_EXCEEDED', { message })
  }
  return limits
}

function shortOf(withdrawable: bigint): string {
  return `지금 출금할 수 있는 금액은 ${formatWon(withdrawable)}이에요.`
}

/** An account is new for this long after it took another's place. */
const NEW_ACCOUNT_MS = 7 * DAY_MS
/** How far back a debt of earnings counts. */
const DEBT_MS = 90 * DAY_MS

type Looked = { userId: string; account: BankAccountRow; large: boolean }

/** What makes people look before money leaves. */
async function findFlags(ctx: Ctx, tx: Tx, { userId, account, large }: Looked): Promise<WithdrawalFlag[]> {
  const now = ctx.now()
  const replacedAnother = account.usableFrom! > account.verifiedAt!
  const isNew = replacedAnother && now < addMs(account.verifiedAt!, NEW_ACCOUNT_MS)
  const [debt] = await tx
    .select({ at: transactions.occurredAt })
    .from(wallets)
    .innerJoin(entries, eq(entries.walletId, wallets.id))
    .innerJoin(transactions, eq(transactions.id, entries.transactionId))
    .where(and(eq(wallets.userId, userId), eq(wallets.kind, 'earnings_debt')))
    .orderBy(desc(entries.walletVersion))
    .limit(1)
  const owedLately = debt !== undefined && addMs(now, -DEBT_MS) < debt.at
  return [
    ...(large ? (['large'] as const) : []),
    ...(isNew ? (['new_account'] as const) : []),
    ...(owedLately ? (['debt'] as const) : []),
  ]
}

async function make(
  ctx: Ctx,
  tx: Tx,
  {
    userId,
    amount,
    key,
    account,
    flags,
  }: RequestWithdrawal & { account: BankAccountRow; flags: WithdrawalFlag[] },
): Promise<WithdrawalRow> {
  const now = ctx.now()
  const withheld = withhold(await readWithholding(tx, userId, kstDay(now)), amount)
  const approvalsNeeded = flags.includes('large') ? 2 : flags.length > 0 ? 1 : 0
  const [row] = await tx
    .insert(withdrawals)
    .values({
      id: newId(),
      userId,
      bankAccountId: account.id,
      amount,
      withheld,
      status: approvalsNeeded > 0 ? 'REQUESTED' : 'APPROVED',
      requestKey: key,
      flags,
      approvalsNeeded,
      arrivesBy: arrivesBy(now, approvalsNeeded > 0),
      requestedAt: now,
      nextCheckAt: approvalsNeeded > 0 ? null : now,
      updatedAt: now,
    })
    .returning()
  await post(tx, ctx, withdraw({ withdrawalId: row!.id, user: userId, amount, withheld, occurredAt: now }))
  const detail = { amount: String(amount), withheld: String(withheld), account: account.id, flags }
  await audit(ctx, tx, { action: 'withdrawal.requested', target: row!.id, detail })
  return row!
}
