import { and, eq, lte } from 'drizzle-orm'
import { withdrawalSchedules, type WithdrawalCadence } from '@/db/schema/withdrawal'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { businessDayFrom, isBusinessDay } from '@/lib/business-days'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { readWallet } from '@/lib/ledger/read'
import { describeError, log } from '@/lib/log'
import { notify } from '@/lib/notification/notify'
import { readSetting } from '@/lib/settings/read-setting'
import { addDays, HOUR_MS, kstDay, startOfKstDay, weekdayOf } from '@/lib/time'
import { requestWithdrawal } from './request'

/** A weekday, 1 for Monday to 5 for Friday, or a day of the month, 1 to 28. */
export type Rhythm = { cadence: WithdrawalCadence; day: number }

export type Schedule = Rhythm & {
  /** The KST day that it names next, and the one on which banks work and it is sent. */
  dueOn: string
  runsOn: string
}

/** When banks are open and people awake. */
const RUNS_AT_MS = 9 * HOUR_MS

/** The first KST day after `day` that a rhythm names. */
export function nextDueOn({ cadence, day: wanted }: Rhythm, day: string): string {
  const next = addDays(day, 1)
  const named = cadence === 'weekly' ? weekdayOf(next) : Number(next.slice(8))
  return named === wanted ? next : nextDueOn({ cadence, day: wanted }, next)
}

/** How a user's earnings are withdrawn by themselves; null when they are not. */
export async function readSchedule({ db }: Pick<Ctx, 'db'>, userId: string): Promise<Schedule | null> {
  const [row] = await db.select().from(withdrawalSchedules).where(eq(withdrawalSchedules.userId, userId))
  if (!row?.cadence) return null
  const { cadence, day, dueOn } = row
  return { cadence, day: day!, dueOn: dueOn!, runsOn: businessDayFrom(dueOn!) }
}

/** Sets when earnings are withdrawn by themselves, from the next such day on; null: not any more. */
export async function setSchedule(ctx: Ctx, userId: string, rhythm: Rhythm | null): Promise<void> {
  const updatedAt = ctx.now()
  const dueOn = rhythm && nextDueOn(rhythm, kstDay(updatedAt))
  const values = { cadence: rhythm?.cadence ?? null, day: rhythm?.day ?? null, dueOn, updatedAt }
  await withTx(ctx.db, async (tx) => {
    await tx
      .insert(withdrawalSchedules)
      .values({ userId, ...values })
      .onConflictDoUpdate({ target: withdrawalSchedules.userId, set: values })
    await audit(ctx, tx, { action: 'withdrawal.scheduled', target: userId, detail: { ...rhythm, dueOn } })
  })
}

const BATCH = 100

/** Withdraws for everybody whose day has come, on days on which banks work. Safe to run twice at once. */
export async function withdrawBySchedule(ctx: Ctx): Promise<number> {
  const now = ctx.now()
  const today = kstDay(now)
  const early = now.getTime() - startOfKstDay(now).getTime() < RUNS_AT_MS
  if (early || !isBusinessDay(today)) return 0
  const due = await ctx.db
    .select()
    .from(withdrawalSchedules)
    .where(lte(withdrawalSchedules.dueOn, today))
    .orderBy(withdrawalSchedules.dueOn)
    .limit(BATCH)
  for (const { userId, cadence, day, dueOn } of due) {
    await runOne(ctx, { userId, rhythm: { cadence: cadence!, day: day! }, dueOn: dueOn!, today }).catch(
      (error: unknown) => log.error({ userId, ...describeError(error) }, 'scheduled withdrawal failed'),
    )
  }
  return due.length
}

type Due = { userId: string; rhythm: Rhythm; dueOn: string; today: string }

/** The day it is due on is its key: whoever dies in between, it is withdrawn once. */
async function runOne(ctx: Ctx, { userId, rhythm, dueOn, today }: Due): Promise<void> {
  const refusal = await withdrawAll(ctx, userId, `auto:${dueOn}:${userId}`)
  const next = nextDueOn(rhythm, today)
  await withTx(ctx.db, async (tx) => {
    const moved = await tx
      .update(withdrawalSchedules)
      .set({ dueOn: next, updatedAt: ctx.now() })
      .where(and(eq(withdrawalSchedules.userId, userId), eq(withdrawalSchedules.dueOn, dueOn)))
      .returning()
    if (!refusal || moved.length === 0) return
    const data = { reason: refusal.message, next: businessDayFrom(next) }
    await notify(tx, ctx, [{ userId, kind: 'withdrawal.skipped', subject: `${userId}:${dueOn}`, data }])
  })
}

/** All that is there, if it is enough to be sent. Answers why not, where the owner has to do something. */
async function withdrawAll(ctx: Ctx, userId: string, key: string): Promise<PosPayError | null> {
  const [{ withdrawable }, { min }] = await Promise.all([
    readWallet(ctx, userId),
    readSetting(ctx, 'withdrawal'),
  ])
  if (withdrawable < min) return null
  try {
    await requestWithdrawal(ctx, { userId, amount: withdrawable, key })
    return null
  } catch (error) {
    // Made before, with what was there then: a worker died after it.
    if (error instanceof PosPayError && error.code === 'IDEMPOTENCY_MISMATCH') return null
    if (error instanceof PosPayError && error.status < 500 && error.code !== 'RATE_LIMITED') return error
    throw error
  }
}
