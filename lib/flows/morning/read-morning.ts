import { and, count, desc, inArray, isNotNull, isNull, min, sql } from 'drizzle-orm'
import { verificationRuns } from '@/db/schema/ledger'
import { depositProofs } from '@/db/schema/proof'
import { reconciliationBreaks } from '@/db/schema/reconciliation'
import { withdrawals } from '@/db/schema/withdrawal'
import { readStanding, type Standing } from '@/lib/bank-statement/read-standing'
import type { Ctx } from '@/lib/context'
import { readPosition, type Position } from '@/lib/ledger/position'
import { readChecks, type CheckRow } from '@/lib/safeguard/check'
import { readBankCheck, type BankCheckRow } from '@/lib/safeguard/check-at-bank'
import { measure, type Thresholds } from '@/lib/safeguard/thresholds'
import { readSwitches } from '@/lib/settings/list'
import { kstDay } from '@/lib/time'
import { readClocks, type Clock } from './clocks'
import { readUnknownOutcomes, type Unknown } from './unknown-outcomes'

export type Morning = {
  /** The KST day that it is. */
  today: string
  position: Position
  lastCheck: CheckRow | null
  /** What the bank's statement says, and the last day that was checked by it; null before there is one. */
  bank: Standing | null
  bankCheck: BankCheckRow | null
  thresholds: Thresholds
  /** What was asked for and is not on its way yet. */
  withdrawals: { count: number; amount: bigint; oldest: Date | null }
  unknown: Unknown[]
  breaks: { count: number; oldest: Date | null }
  clocks: Clock[]
  /** The last run of the invariants that ended: the names of those that did not hold. */
  verified: { at: Date; broken: string[] } | null
  /** The last day that was proved. */
  provedDay: string | null
  switches: Awaited<ReturnType<typeof readSwitches>>
}

/** All that an operator looks at first. */
export async function readMorning(ctx: Ctx): Promise<Morning> {
  const today = kstDay(ctx.now())
  const checks = await readChecks(ctx)
  const lastCheck = checks.at(-1) ?? null
  const bankCheck = await readBankCheck(ctx)
  const [position, bank, due, unknown, breaks, clocks, verified, provedDay, switches] = await Promise.all([
    readPosition(ctx.db),
    readStanding(ctx),
    readDue(ctx),
    readUnknownOutcomes(ctx),
    readBreaks(ctx),
    readClocks({ db: ctx.db, today, lastCheck, bankCheck }),
    readVerified(ctx),
    readProvedDay(ctx),
    readSwitches(ctx),
  ])
  const thresholds = measure(checks)
  return {
    ...{ today, position, lastCheck, bank, bankCheck, thresholds, withdrawals: due },
    ...{ unknown, breaks, clocks, verified, provedDay, switches },
  }
}

async function readDue({ db }: Ctx): Promise<Morning['withdrawals']> {
  const [due] = await db
    .select({
      count: count(),
      amount: sql<string>`coalesce(sum(${withdrawals.amount}), 0)::text`,
      oldest: min(withdrawals.requestedAt),
    })
    .from(withdrawals)
    .where(inArray(withdrawals.status, ['REQUESTED', 'APPROVED']))
  return { ...due!, amount: BigInt(due!.amount) }
}

async function readBreaks({ db }: Ctx): Promise<Morning['breaks']> {
  const [open] = await db
    .select({ count: count(), oldest: min(reconciliationBreaks.foundAt) })
    .from(reconciliationBreaks)
    .where(isNull(reconciliationBreaks.closedAt))
  return open!
}

async function readVerified({ db }: Ctx): Promise<Morning['verified']> {
  const { finishedAt, broken } = verificationRuns
  const [last] = await db
    .select({ at: finishedAt, broken })
    .from(verificationRuns)
    .where(and(isNotNull(finishedAt), isNotNull(broken)))
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1)
  return last ? { at: last.at!, broken: last.broken! } : null
}

async function readProvedDay({ db }: Ctx): Promise<string | null> {
  const [last] = await db
    .select({ day: depositProofs.day })
    .from(depositProofs)
    .orderBy(desc(depositProofs.day))
    .limit(1)
  return last?.day ?? null
}
