import { asc, desc, eq, inArray, ne, or } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { bankAccounts, withdrawalApprovals, withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { maskName } from '@/lib/mask'
import { accountLabel } from './account'
import { toWithdrawal, type Withdrawal } from './withdrawal'

/** A withdrawal as an operator sees it who has to decide on it. */
export type QueuedWithdrawal = Withdrawal & {
  ownerId: string
  /** Both masked. */
  ownerName: string
  holderName: string
  holderDiffers: boolean
  account: string
  approvalsNeeded: number
  /** Who has agreed so far. */
  approvedBy: { operatorId: string; name: string }[]
}

const LATEST = 50

/** What waits for an operator, the oldest first, and what was sent of late and did not arrive. */
export async function readQueue(
  ctx: Ctx,
): Promise<{ waiting: QueuedWithdrawal[]; troubled: QueuedWithdrawal[] }> {
  const [waiting, troubled] = await Promise.all([
    select(ctx).where(eq(withdrawals.status, 'REQUESTED')).orderBy(asc(withdrawals.id)).limit(LATEST),
    select(ctx)
      .where(or(inArray(withdrawals.status, ['FAILED', 'RETURNED']), ne(withdrawals.reason, 'scheduled')))
      .orderBy(desc(withdrawals.id))
      .limit(LATEST),
  ])
  const approvals = await readApprovals(
    ctx,
    waiting.map(({ withdrawal }) => withdrawal.id),
  )
  const queued = ({ withdrawal, account, ownerName }: (typeof waiting)[number]): QueuedWithdrawal => ({
    ...toWithdrawal(withdrawal),
    ownerId: withdrawal.userId,
    ownerName: maskName(ownerName),
    holderName: maskName(account.holderName),
    holderDiffers: ownerName !== account.holderName,
    account: accountLabel(account),
    approvalsNeeded: withdrawal.approvalsNeeded,
    approvedBy: approvals.filter(({ withdrawalId }) => withdrawalId === withdrawal.id),
  })
  return { waiting: waiting.map(queued), troubled: troubled.map(queued) }
}

function select({ db }: Ctx) {
  return db
    .select({ withdrawal: withdrawals, account: bankAccounts, ownerName: users.name })
    .from(withdrawals)
    .innerJoin(bankAccounts, eq(bankAccounts.id, withdrawals.bankAccountId))
    .innerJoin(users, eq(users.id, withdrawals.userId))
    .$dynamic()
}

async function readApprovals({ db }: Ctx, ids: string[]) {
  if (ids.length === 0) return []
  return db
    .select({
      withdrawalId: withdrawalApprovals.withdrawalId,
      operatorId: withdrawalApprovals.operatorId,
      name: users.name,
    })
    .from(withdrawalApprovals)
    .innerJoin(users, eq(users.id, withdrawalApprovals.operatorId))
    .where(inArray(withdrawalApprovals.withdrawalId, ids))
}
