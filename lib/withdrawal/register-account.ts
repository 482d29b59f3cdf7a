import { randomInt } from 'node:crypto'
import { and, count, eq, gt } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { bankAccounts } from '@/db/schema/withdrawal'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Account } from '@/lib/bank/bank'
import { requireHolder } from '@/lib/bank/require-holder'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { newId } from '@/lib/ids'
import { requireFresh } from '@/lib/identity/fresh-login'
import { requireActive } from '@/lib/identity/require-active'
import { countAgainst, limitsAreOn } from '@/lib/policy/rate-limit'
import { addMs, DAY_MS, MINUTE_MS } from '@/lib/time'
import { findVerified, toBankAccount, type BankAccount, type BankAccountRow } from './account'

/** How long the code that came with the 1 won is taken, and how often one may err. */
const CODE_LIFE_MS = 5 * MINUTE_MS
export const CODE_TRIES = 3
/** How often one account may be asked for in a day, whoever asks. */
const PER_ACCOUNT_AND_DAY = 3

type RegisterAccount = { userId: string; sessionId: string; account: Account }

/**
 * Begins to make an account the one that withdrawals go to: looks up its holder and sends 1 won with a code, which has
 * to come back. The account of before stays until then. An account that is the user's already is answered as it is.
 * Throws REAUTH_REQUIRED, ACCOUNT_FROZEN, INVALID_REQUEST for an account that is not there or another's, RATE_LIMITED,
 * and TRY_AGAIN when the bank cannot be reached.
 */
export async function registerAccount(
  ctx: Ctx,
  { userId, sessionId, account }: RegisterAccount,
): Promise<BankAccount> {
  const { verifier, sealer } = ctx
  await requireFresh(ctx, { userId, sessionId })
  await requireActive(ctx.db, userId)
  const fingerprint = sealer.fingerprint(`${account.bankCode}:${account.accountNumber}`)
  const verified = await findVerified(ctx.db, userId)
  if (verified?.fingerprint === fingerprint && verified.holderName === account.holderName) {
    return toBankAccount(verified)
  }
  if (!verifier) throw new PosPayError('TRY_AGAIN', { message: '지금은 계좌를 등록할 수 없어요.' })
  await checkPace(ctx, userId, fingerprint)
  const match = await verifier.matchHolder(account)
  if (match === 'unknown') throw unreachable()
  requireHolder(match)

  const code = String(randomInt(10_000)).padStart(4, '0')
  const row = await begin(ctx, { userId, account, fingerprint, code })
  await failpoint('account.1')
  if (!(await verifier.sendCode({ ...account, reference: row.id, code }))) {
    await ctx.db
      .update(bankAccounts)
      .set({ state: 'CLOSED', closedAt: ctx.now() })
      .where(and(eq(bankAccounts.id, row.id), eq(bankAccounts.state, 'VERIFYING')))
    throw unreachable()
  }
  return toBankAccount(row)
}

/** What a code is kept as: only with the account that it was sent to is it the same. */
export function codeHash({ sealer }: Pick<Ctx, 'sealer'>, accountId: string, code: string): string {
  return sealer.fingerprint(`${accountId}:${code}`)
}

async function checkPace(ctx: Ctx, userId: string, fingerprint: string): Promise<void> {
  await countAgainst(ctx, 'bankAccountFromAddress', ctx.address ?? 'unknown')
  await countAgainst(ctx, 'bankAccount', userId)
  const [asked] = await ctx.db
    .select({ times: count() })
    .from(bankAccounts)
    .where(
      and(eq(bankAccounts.fingerprint, fingerprint), gt(bankAccounts.requestedAt, addMs(ctx.now(), -DAY_MS))),
    )
  if (asked!.times >= PER_ACCOUNT_AND_DAY && limitsAreOn()) {
    const message = '이 계좌는 오늘 더 인증할 수 없어요. 내일 다시 시도해 주세요.'
    throw new PosPayError('RATE_LIMITED', { message, retryAfterSeconds: DAY_MS / 1000 })
  }
}

function unreachable(): PosPayError {
  const message = '지금은 은행에서 계좌를 확인할 수 없어요. 잠시 후 다시 시도해 주세요.'
  return new PosPayError('TRY_AGAIN', { message, retryAfterSeconds: 30 })
}

type Begin = { userId: string; account: Account; fingerprint: string; code: string }

/** One at a time for each user: whatever was begun before is given up. */
async function begin(ctx: Ctx, { userId, account, fingerprint, code }: Begin): Promise<BankAccountRow> {
  const { bankCode, accountNumber, holderName } = account
  const now = ctx.now()
  const id = newId()
  return withTx(ctx.db, async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update')
    await tx
      .update(bankAccounts)
      .set({ state: 'CLOSED', closedAt: now })
      .where(and(eq(bankAccounts.userId, userId), eq(bankAccounts.state, 'VERIFYING')))
    const [row] = await tx
      .insert(bankAccounts)
      .values({
        id,
        userId,
        bankCode,
        holderName,
        fingerprint,
        numberSealed: ctx.sealer.seal(accountNumber),
        tail: accountNumber.slice(-4),
        codeHash: codeHash(ctx, id, code),
        triesLeft: CODE_TRIES,
        codeExpiresAt: addMs(now, CODE_LIFE_MS),
        requestedAt: now,
      })
      .returning()
    await audit(ctx, tx, {
      action: 'bank_account.requested',
      target: id,
      detail: { bankCode, tail: row!.tail },
    })
    return row!
  })
}
