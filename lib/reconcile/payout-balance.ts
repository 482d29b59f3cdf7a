import { sql } from 'drizzle-orm'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { readPosition } from '@/lib/ledger/position'
import { startOfKstDay } from '@/lib/time'
import type { Finding } from './compare'
import { IncompleteList } from './read-pages'

/** Won. What is not certain may be in Toss's figure already, or still be out of it: negative for what leaves. */
type Book = { balance: bigint; uncertain: bigint[] }

/**
 * Holds the balance of payouts in our book against what Toss says that there is to pay out. Toss says nowhere whether a
 * payout is taken off when it is asked for or when it arrives, nor at which hour of its day a settlement is there: both
 * are right. `unposted`: won of settlements that Toss has and our book does not. Throws IncompleteList where Toss does
 * not answer.
 */
export async function findBalanceDifference(ctx: Ctx, unposted: bigint[]): Promise<Finding[]> {
  const before = await readBook(ctx)
  if (!ctx.payouts || (ctx.withdrawBy !== 'toss' && before.balance === 0n)) return []
  const answer = await ctx.payouts.findBalance()
  if (answer.kind !== 'balance') throw new IncompleteList(`the balance of payouts: ${answer.kind}`)
  const theirs = answer.balance.available
  // Payouts may have been asked for, or arrived, while Toss was asked.
  const ranges = [before, await readBook(ctx)].map((book) => rangeOf(book, unposted))
  const low = ranges.reduce((least, range) => (range.low < least ? range.low : least), ranges[0]!.low)
  const high = ranges.reduce((most, range) => (range.high > most ? range.high : most), ranges[0]!.high)
  if (low <= theirs && theirs <= high) return []
  return [
    {
      ...{ class: 'PAYOUT_BALANCE_MISMATCH', subject: 'payout balance', orderId: null, fingerprint: null },
      ...{ ours: theirs < low ? low : high, theirs, at: ctx.now() },
    },
  ]
}

function rangeOf({ balance, uncertain }: Book, unposted: bigint[]): { low: bigint; high: bigint } {
  const all = [...uncertain, ...unposted]
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, balance)
  return { low: sum(all.filter((amount) => amount < 0n)), high: sum(all.filter((amount) => amount > 0n)) }
}

async function readBook({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<Book> {
  return withTx(db, async (tx) => {
    // All of it as of one moment.
    await tx.execute(sql`set transaction isolation level repeatable read, read only`)
    const { payoutBalance: balance } = await readPosition(tx)
    const { rows } = await tx.execute<{ asked: string; today: string }>(sql`
      select (select coalesce(-sum(p.amount), 0) from payouts p join withdrawals d on d.id = p.withdrawal_id
          where d.status = 'SENDING' and p.attempt > 0 and p.failure_code is null)::text as asked,
        (select coalesce(sum(e.amount), 0) from transactions t
            join entries e on e.transaction_id = t.id and e.account = 'pg_payout_balance'
          where t.type = 'settlement' and t.order_id is not null
            and t.occurred_at >= ${startOfKstDay(now()).toISOString()}::timestamptz)::text as today`)
    const { asked, today } = rows[0]!
    return { balance, uncertain: [BigInt(asked), BigInt(today)] }
  })
}
