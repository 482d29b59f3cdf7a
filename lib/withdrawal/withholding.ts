import { and, desc, eq, lte } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { users } from '@/db/schema/identity'
import { withholdingProfiles, type WithholdingKind } from '@/db/schema/withdrawal'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { maskEmail, maskName } from '@/lib/mask'
import { notify } from '@/lib/notification/notify'
import { kstDay } from '@/lib/time'

/** As what somebody's withdrawals of a KST day are taxed: what was said last of the latest day that has come. */
export async function readWithholding(
  db: NodePgDatabase,
  userId: string,
  day: string,
): Promise<WithholdingKind> {
  const { kind, effectiveFrom, id } = withholdingProfiles
  const [row] = await db
    .select({ kind })
    .from(withholdingProfiles)
    .where(and(eq(withholdingProfiles.userId, userId), lte(effectiveFrom, day)))
    .orderBy(desc(effectiveFrom), desc(id))
    .limit(1)
  return row?.kind ?? 'none'
}

type SetWithholding = { operatorId: string; email: string; kind: WithholdingKind; effectiveFrom: string }

/**
 * An operator says as what somebody's withdrawals are taxed from a KST day on, and they are told: from tomorrow at the
 * earliest, so that nobody gets less than the form in front of them says. Throws FORBIDDEN for anybody else and for one's own,
 * NOT_FOUND, INVALID_REQUEST for a day that has come.
 */
export async function setWithholding(
  ctx: Ctx,
  { operatorId, email, kind, effectiveFrom }: SetWithholding,
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'withholding.set')
    const [owner] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
    if (!owner) throw new PosPayError('NOT_FOUND', { message: '이 이메일로 가입한 회원이 없어요.' })
    if (owner.id === operatorId) {
      throw new PosPayError('FORBIDDEN', { message: '내 원천징수는 다른 담당자가 정해야 해요.' })
    }
    if (effectiveFrom <= kstDay(ctx.now())) {
      throw new PosPayError('INVALID_REQUEST', { message: '적용은 내일부터 할 수 있어요.' })
    }
    const profile = {
      id: newId(),
      userId: owner.id,
      kind,
      effectiveFrom,
      setBy: operatorId,
      setAt: ctx.now(),
    }
    await tx.insert(withholdingProfiles).values(profile)
    const notice = { userId: owner.id, kind: 'withholding.set', subject: profile.id } as const
    await notify(tx, ctx, [{ ...notice, data: { kind, from: effectiveFrom } }])
    await audit(ctx, tx, { action: 'withholding.set', target: owner.id, detail: { kind, effectiveFrom } })
  })
}

export type WithholdingProfile = {
  id: string
  userId: string
  /** Masked, as the e-mail. */
  name: string
  email: string | null
  kind: WithholdingKind
  effectiveFrom: string
  setAt: Date
}

const LATEST = 50

/** What was said last, newest first. */
export async function listWithholding({ db }: Pick<Ctx, 'db'>): Promise<WithholdingProfile[]> {
  const { id, kind, effectiveFrom, setAt } = withholdingProfiles
  const rows = await db
    .select({ id, userId: users.id, name: users.name, email: users.email, kind, effectiveFrom, setAt })
    .from(withholdingProfiles)
    .innerJoin(users, eq(users.id, withholdingProfiles.userId))
    .orderBy(desc(id))
    .limit(LATEST)
  return rows.map((row) => ({ ...row, name: maskName(row.name), email: row.email && maskEmail(row.email) }))
}
