import { and, eq } from 'drizzle-orm'
import { bankAccounts } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireFresh } from '@/lib/identity/fresh-login'
import { notify } from '@/lib/notification/notify'
import { addMs, HOUR_MS, toKstIso } from '@/lib/time'
import { accountLabel, findVerified, toBankAccount, type BankAccount, type BankAccountRow } from './account'
import { codeHash } from './register-account'

/** Whoever took a login over would put their own account in first: the owner has a day to notice. */
const COOLING_OFF_MS = 24 * HOUR_MS

type VerifyAccount = { userId: string; sessionId: string; code: string }

/**
 * Takes the code that came with the 1 won: from here on withdrawals go to this account, a day later where it replaces
 * another. Throws REAUTH_REQUIRED, INVALID_REQUEST for a wrong code, and STATE_CONFLICT when no account waits for one
 * any more.
 */
export async function verifyAccount(
  ctx: Ctx,
  { userId, sessionId, code }: VerifyAccount,
): Promise<BankAccount> {
  await requireFresh(ctx, { userId, sessionId })
  // What was wrong is thrown after COMMIT: it has used up a try.
  const result = await withTx(ctx.db, async (tx) => {
    const row = await lockVerifying(tx, userId)
    if (!row) return new PosPayError('STATE_CONFLICT', { message: '인증을 기다리는 계좌가 없어요.' })
    if (row.codeExpiresAt < ctx.now()) {
      await close(ctx, tx, row)
      const message = '인증 시간이 지났어요. 1원을 다시 받아 주세요.'
      return new PosPayError('STATE_CONFLICT', { message })
    }
    if (codeHash(ctx, row.id, code) !== row.codeHash) return missed(ctx, tx, row)
    return accept(ctx, tx, row)
  })
  if (result instanceof PosPayError) throw result
  return toBankAccount(result)
}

/** Gives up the account that waits for its code, if one does: another may be registered. */
export async function giveUpAccount(ctx: Ctx, userId: string): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const row = await lockVerifying(tx, userId)
    if (!row) return
    await close(ctx, tx, row)
    await audit(ctx, tx, { action: 'bank_account.given_up', target: row.id })
  })
}

async function lockVerifying(tx: Tx, userId: string): Promise<BankAccountRow | undefined> {
  const [row] = await tx
    .select()
    .from(bankAccounts)
    .where(and(eq(bankAccounts.userId, userId), eq(bankAccounts.state, 'VERIFYING')))
    .for('update')
  return row
}

async function missed(ctx: Ctx, tx: Tx, row: BankAccountRow): Promise<PosPayError> {
  const triesLeft = row.triesLeft - 1
  await tx.update(bankAccounts).set({ triesLeft }).where(eq(bankAccounts.id, row.id))
  if (triesLeft === 0) await close(ctx, tx, row)
  await audit(ctx, tx, { action: 'bank_account.wrong_code', target: row.id, detail: { triesLeft } })
  const message =
    triesLeft === 0
      ? '숫자를 세 번 틀렸어요. 1원을 다시 받아 주세요.'
      : `숫자가 달라요. ${triesLeft}번 더 입력할 수 있어요.`
  return new PosPayError('INVALID_REQUEST', { message, fields: { code: message } })
}

async function accept(ctx: Ctx, tx: Tx, row: BankAccountRow): Promise<BankAccountRow> {
  const now = ctx.now()
  const before = await findVerified(tx, row.userId)
  if (before) await close(ctx, tx, before)
  const usableFrom = before ? addMs(now, COOLING_OFF_MS) : now
  const [verified] = await tx
    .update(bankAccounts)
    .set({ state: 'VERIFIED', verifiedAt: now, usableFrom })
    .where(eq(bankAccounts.id, row.id))
    .returning()
  const replaced: Record<string, string> = before
    ? { replaced: accountLabel(before), usableFrom: toKstIso(usableFrom) }
    : {}
  const data = { account: accountLabel(row), ...replaced }
  await notify(tx, ctx, [{ userId: row.userId, kind: 'bank_account.verified', subject: row.id, data }])
  await audit(ctx, tx, {
    action: 'bank_account.verified',
    target: row.id,
    detail: { replaces: before?.id ?? null },
  })
  return verified!
}

async function close(ctx: Ctx, tx: Tx, { id }: BankAccountRow): Promise<void> {
  await tx.update(bankAccounts).set({ state: 'CLOSED', closedAt: ctx.now() }).where(eq(bankAccounts.id, id))
}
