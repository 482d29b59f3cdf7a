import { eq } from 'drizzle-orm'
import { consents, users } from '@/db/schema/identity'
import { violatedConstraint } from '@/db/sql-state'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Acting, Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newCustomerKey, newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { countAgainst } from '@/lib/policy/rate-limit'
import { readAgreedVersions } from '@/lib/terms/read'
import { kstDay } from '@/lib/time'
import { hashPassword } from './password'

export type Consents = { terms: string; privacy: string }

type SignUp = { email: string; password: string; name: string } & Consents

/**
 * Makes a user with every wallet, and records what they agreed to. For an e-mail that somebody has it answers in the
 * same way and in about the same time, with an id that is nobody's; its owner is told by mail. Throws INVALID_REQUEST
 * when the versions agreed to are not the ones in force, RATE_LIMITED.
 */
export async function signUp(ctx: Ctx, input: SignUp): Promise<{ userId: string }> {
  await requireCurrentVersions(ctx, input)
  await countAgainst(ctx, 'signUpFromAddress', ctx.address ?? 'unknown')
  const passwordHash = await hashPassword(input.password)
  try {
    return await withTx(ctx.db, (tx) => createUser(ctx, tx, { ...input, passwordHash }))
  } catch (error) {
    if (violatedConstraint(error) !== 'users_email_once') throw error
    await tellOwner(ctx, input.email)
    return { userId: newId() }
  }
}

/** Once a day, however often somebody tries. */
async function tellOwner(ctx: Ctx, email: string): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const [owner] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
    if (!owner) return
    await notify(tx, ctx, [{ userId: owner.id, kind: 'email.taken', subject: kstDay(ctx.now()), data: {} }])
    await audit(ctx, tx, { action: 'user.sign_up_taken', target: owner.id })
  })
}

type NewUser = { email: string | null; name: string; passwordHash: string | null } & Consents

/** The user row, whose trigger opens the wallets, and the consents; in the caller's tx. */
export async function createUser(
  ctx: Acting,
  tx: Tx,
  { email, name, passwordHash, terms, privacy }: NewUser,
) {
  const userId = newId()
  const createdAt = ctx.now()
  await tx
    .insert(users)
    .values({ id: userId, email, name, passwordHash, customerKey: newCustomerKey(), createdAt })
  await tx.insert(consents).values([
    { userId, document: 'terms', version: terms, agreedAt: createdAt, address: ctx.address },
    { userId, document: 'privacy', version: privacy, agreedAt: createdAt, address: ctx.address },
  ])
  await audit(ctx, tx, { action: 'user.signed_up', target: userId, actor: `user:${userId}` })
  return { userId }
}

export async function requireCurrentVersions(ctx: Ctx, { terms, privacy }: Consents): Promise<void> {
  const inForce = await readAgreedVersions(ctx.db, ctx.now())
  if (terms === inForce.terms && privacy === inForce.privacy) return
  throw new PosPayError('INVALID_REQUEST', {
    message: '약관이 바뀌었어요. 새 약관을 확인하고 다시 동의해 주세요.',
  })
}
