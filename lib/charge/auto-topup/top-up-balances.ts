import { eq, sql } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { describeError, log } from '@/lib/log'
import { notify } from '@/lib/notification/notify'
import { addMs, HOUR_MS, kstDay, startOfNextKstMonth } from '@/lib/time'
import { isOffered, type AutoTopUpRow } from './auto-topup'
import { usedThisMonth } from './month'
import { createRun, executeRun } from './run'

const BATCH = 20

/** Something other than the card stands in the way, such as a full wallet. */
const LOOK_AGAIN_MS = HOUR_MS

type Low = Pick<AutoTopUpRow, 'id' | 'userId' | 'amount' | 'monthlyCap'>

/**
 * Starts a run for every balance that has fallen below what its owner agreed to. Safe to run twice at once: the
 * database lets one run of a person be under way. Answers how many were begun.
 */
export async function topUpBalances(ctx: Ctx): Promise<number> {
  if (!(await isOffered(ctx))) return 0
  const low = await findLow(ctx)
  const begun = await Promise.all(
    low.map((topUp) =>
      topUpBalance(ctx, topUp).catch((error: unknown) => {
        log.error({ autoTopUpId: topUp.id, ...describeError(error) }, 'topping up failed')
        return false
      }),
    ),
  )
  return begun.filter(Boolean).length
}

/**
 * Each consent looks its wallet up (`offset 0` keeps the planner from reading every wallet there is), so that it takes
 * as long as there are consents: 0.35 s for 100,000. Who rests or owes is left alone until that is over.
 */
async function findLow(ctx: Ctx): Promise<Low[]> {
  const now = ctx.now().toISOString()
  const { rows } = await ctx.db.execute<Record<'id' | 'user_id' | 'amount' | 'monthly_cap', string>>(sql`
    select a.id, a.user_id, a.amount, a.monthly_cap from auto_topups a
      cross join lateral (select balance from wallets where user_id = a.user_id and kind = 'balance' offset 0) w
      join users u on u.id = a.user_id and u.status = 'active'
    where a.state = 'ON' and a.threshold is not null and w.balance < a.threshold
      and (a.next_run_at is null or a.next_run_at <= ${now}::timestamptz)
      and not exists (select from wallets d where d.user_id = a.user_id and d.kind = 'charge_debt' and d.balance < 0)
      and not exists (select from orders o where o.user_id = a.user_id and o.auto_topup_id is not null
        and o.status in ('READY', 'CONFIRMING'))
    limit ${BATCH}`)
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    amount: BigInt(row.amount),
    monthlyCap: BigInt(row.monthly_cap),
  }))
}

async function topUpBalance(ctx: Ctx, topUp: Low): Promise<boolean> {
  const { id, userId, amount, monthlyCap } = topUp
  if ((await usedThisMonth(ctx, ctx.db, userId)) + amount > monthlyCap) return waitForNextMonth(ctx, topUp)
  const run = await createRun(ctx, { userId, autoTopUpId: id, amount, trigger: 'threshold' }).catch(
    unlessRefused,
  )
  if (!run) return false
  const order = await executeRun(ctx, run).catch(unlessRefused)
  if (!order) await lookAgainAt(ctx, id, addMs(ctx.now(), LOOK_AGAIN_MS))
  return order !== null
}

function unlessRefused(error: unknown): null {
  if (error instanceof PosPayError) return null
  throw error
}

/** Says once a month that the cap is why the balance stays low. */
async function waitForNextMonth(ctx: Ctx, { id, userId, monthlyCap }: Low): Promise<false> {
  const month = kstDay(ctx.now()).slice(0, 7)
  const data = { monthlyCap: String(monthlyCap) }
  await notify(ctx.db, ctx, [{ userId, kind: 'auto_topup.capped', subject: `${id}:${month}`, data }])
  await lookAgainAt(ctx, id, startOfNextKstMonth(ctx.now()))
  return false
}

async function lookAgainAt(ctx: Ctx, id: string, nextRunAt: Date): Promise<void> {
  await ctx.db.update(autoTopUps).set({ nextRunAt, updatedAt: ctx.now() }).where(eq(autoTopUps.id, id))
}
