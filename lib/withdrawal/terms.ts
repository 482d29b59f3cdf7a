import { and, count, eq, gte, inArray, sql, sum } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { spaces } from '@/db/schema/space'
import { OPEN_WITHDRAWALS, withdrawals, type WithholdingKind } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { readWallet } from '@/lib/ledger/read'
import { minWon } from '@/lib/money'
import { readSetting } from '@/lib/settings/read-setting'
import { isOn } from '@/lib/settings/switches'
import { kstDay, startOfKstDay } from '@/lib/time'
import { arrivesBy } from './arrival'
import { readAccounts } from './read'
import { isPayeeKnown } from './toss/payee'
import type { BankAccount } from './account'
import { readWithholding } from './withholding'

/** Why nothing can be withdrawn now, whatever the amount. */
export type Obstacle =
  'stopped' | 'debt' | 'no_account' | 'no_payee' | 'cooling_off' | 'none_left_today' | 'nothing'

export type Terms = {
  withdrawable: bigint
  inTransit: bigint
  /** The least that one withdrawal may be. */
  min: bigint
  /** Above this operators look first. */
  approveAbove: bigint
  account: BankAccount | null
  /** As what a withdrawal of today is taxed. */
  withholding: WithholdingKind
  perDay: number
  leftToday: number
  /** The KST day by which it arrives, `2026-11-30`: at once, and where operators look first. */
  arrivesBy: { sent: string; approved: string }
  obstacle: Obstacle | null
}

/** What a user may withdraw now and under which terms: what the page says before anything is asked for. */
export async function readTerms(ctx: Ctx, userId: string): Promise<Terms> {
  const now = ctx.now()
  const [
    { withdrawable, debt },
    { verified: account },
    { min, perDay, approveAbove },
    on,
    inTransit,
    made,
    withholding,
    told,
    stopping,
  ] = await Promise.all([
    readWallet(ctx, userId),
    readAccounts(ctx, userId),
    readSetting(ctx, 'withdrawal'),
    isOn(ctx.db, 'withdraw'),
    readInTransit(ctx, userId),
    countToday(ctx, ctx.db, userId),
    readWithholding(ctx.db, userId, kstDay(now)),
    isPayeeKnown(ctx, ctx.db, userId),
    hasNoOpenSpace(ctx.db, userId),
  ])
  const least = leastOf({ min, withdrawable, stopping })
  const leftToday = Math.max(0, perDay - made)
  return {
    withdrawable,
    inTransit,
    min: least,
    approveAbove,
    account,
    withholding,
    perDay,
    leftToday,
    arrivesBy: { sent: arrivesBy(now, false), approved: arrivesBy(now, true) },
    obstacle: obstacleTo(),
  }

  function obstacleTo(): Obstacle | null {
    if (!on || !ctx.withdrawBy) return 'stopped'
    if (debt > 0n) return 'debt'
    if (!account) return 'no_account'
    if (!told) return 'no_payee'
    if (now < account.usableFrom!) return 'cooling_off'
    if (withdrawable < least) return 'nothing'
    return leftToday === 0 ? 'none_left_today' : null
  }
}

/**
 * The least that one withdrawal may be: who rents out nothing any more may have the rest, however little it is, since
 * nothing more may come and nobody leaves with money here. No least amount of Toss's payouts is documented.
 */
export function leastOf({
  min,
  withdrawable,
  stopping,
}: {
  min: bigint
  withdrawable: bigint
  stopping: boolean
}): bigint {
  return stopping && withdrawable > 0n ? minWon(min, withdrawable) : min
}

export async function hasNoOpenSpace(db: NodePgDatabase, userId: string): Promise<boolean> {
  const open = and(eq(spaces.ownerId, userId), eq(spaces.status, 'open'))
  return (await db.$count(spaces, open)) === 0
}

/** Won of a user that is on its way to their bank, after tax. */
async function readInTransit({ db }: Ctx, userId: string): Promise<bigint> {
  const [open] = await db
    .select({ amount: sum(sql`${withdrawals.amount} - ${withdrawals.withheld}`) })
    .from(withdrawals)
    .where(and(eq(withdrawals.userId, userId), inArray(withdrawals.status, [...OPEN_WITHDRAWALS])))
  return BigInt(open!.amount ?? 0)
}

/** How many withdrawals of this KST day count: one that failed or was given up does not. */
export async function countToday(ctx: Pick<Ctx, 'now'>, db: NodePgDatabase, userId: string): Promise<number> {
  const [made] = await db
    .select({ times: count() })
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.userId, userId),
        gte(withdrawals.requestedAt, startOfKstDay(ctx.now())),
        sql`${withdrawals.status} not in ('FAILED', 'CANCELED')`,
      ),
    )
  return made!.times
}
