import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { readLines } from './read-lines'
import { toStanding } from './standing'
import { toStretch, type Stretch } from './statement'

/** What a withdrawal is made of: everything since the one before it, whatever became of either. */
export type WithdrawalStatement = Stretch & {
  /** The KST day on which it was taken out of the wallet. */
  date: string
  /** Tax that was kept back, and what was left for the bank. */
  withheld: bigint
  sent: bigint
}

type Taken = Record<'seq' | 'version' | 'amount' | 'balance' | 'withheld' | 'sent' | 'date', string>

/** Throws NOT_FOUND, for another's withdrawal just as for none. */
export async function readWithdrawalStatement(
  ctx: { db: Database },
  userId: string,
  withdrawalId: string,
): Promise<WithdrawalStatement> {
  if (!isId(withdrawalId)) throw new PosPayError('NOT_FOUND')
  const taken = await readTaken(ctx, userId, withdrawalId)
  if (!taken) throw new PosPayError('NOT_FOUND')
  const before = await readBefore(ctx, userId, taken.version)
  const [after, withdrawn] = [toStanding(before), -BigInt(taken.amount)]
  const upto = { entries: BigInt(taken.version) - 1n, balance: BigInt(taken.balance) + withdrawn }
  const debts = sql`t.seq > ${before?.seq ?? '0'}::bigint and t.seq < ${taken.seq}::bigint`
  const lines = await readLines(ctx, { userId, after, upto, debts })
  const [withheld, sent] = [BigInt(taken.withheld), BigInt(taken.sent)]
  if (withdrawn - withheld !== sent) throw new Error(`withdrawal ${withdrawalId} does not add up`)
  const stretch = toStretch({ opening: after.balance, lines, withdrawn, closing: BigInt(taken.balance) })
  return { ...stretch, date: taken.date, withheld, sent }
}

/** How the withdrawal itself is in the book. */
async function readTaken({ db }: { db: Database }, userId: string, withdrawalId: string) {
  const { rows } = await db.execute<Taken>(sql`
    select t.seq::text, to_char(t.business_date, 'YYYY-MM-DD') as date, e.wallet_version::text as version,
      e.amount::text, e.balance_after::text as balance, other.withheld::text, other.sent::text
    from transactions t
    join entries e on e.transaction_id = t.id
    join wallets w on w.id = e.wallet_id and w.user_id = ${userId}::uuid and w.kind = 'withdrawable'
    cross join lateral (
      select coalesce(sum(amount) filter (where account = 'withholding_payable'), 0) as withheld,
        coalesce(sum(amount) filter (where account = 'withdrawals_in_transit'), 0) as sent
      from entries where transaction_id = t.id
    ) other
    where t.type = 'withdraw' and t.reference = ${withdrawalId}`)
  return rows[0]
}

/** The withdrawal before, sought backwards: no further than the statement goes anyway. */
async function readBefore({ db }: { db: Database }, userId: string, version: string) {
  const { rows } = await db.execute<{ seq: string; entries: string; balance: string }>(sql`
    select before.* from wallets w cross join lateral (
      select t.seq::text, e.wallet_version::text as entries, e.balance_after::text as balance
      from entries e join transactions t on t.id = e.transaction_id
      where e.wallet_id = w.id and e.wallet_version < ${version}::bigint and t.type = 'withdraw'
      order by e.wallet_version desc limit 1
    ) before
    where w.user_id = ${userId}::uuid and w.kind = 'withdrawable'`)
  return rows[0]
}
