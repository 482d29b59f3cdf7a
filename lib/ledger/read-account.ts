import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Account, TransactionType } from '@/db/schema/ledger'
import { PosPayError } from '@/lib/errors'
import { atMostBy, endOf, surelyBy } from './moment'

/** What an account moved on a KST day in so many entries, and held after it: won, credit positive. */
export type AccountDay = { day: string; amount: bigint; entries: bigint; balance: bigint }

type Reader = { db: Pick<Database, 'execute'> }

const DAYS = 31
const ENTRIES = 50

/** The days on which an account moved, newest first: `before` is the last one shown. */
export async function readAccountDays(
  { db }: Reader,
  account: Account,
  before = 'infinity',
): Promise<{ days: AccountDay[]; more: boolean }> {
  const { rows } = await db.execute<Record<'day' | 'amount' | 'entries' | 'balance', string>>(sql`
    select to_char(business_date, 'YYYY-MM-DD') as day, sum(amount)::text as amount, sum(entries)::text as entries,
      (sum(sum(amount)) over (order by business_date))::text as balance
    from (
      select business_date, amount, entries from account_days where account = ${account} and business_date < ${before}::date
      union all
      select t.business_date, e.amount, 1 from transactions t join entries e on e.transaction_id = t.id
      where t.seq > (select through from roll_up) and e.account = ${account} and t.business_date < ${before}::date
    ) moved group by business_date order by business_date desc limit ${DAYS + 1}`)
  const days = rows.slice(0, DAYS).map(({ day, amount, entries, balance }) => ({
    day,
    amount: BigInt(amount),
    entries: BigInt(entries),
    balance: BigInt(balance),
  }))
  return { days, more: rows.length > DAYS }
}

export type AccountEntry = {
  transactionId: string
  type: TransactionType
  reference: string
  /** Won, credit positive. */
  amount: bigint
  /** Whose wallet it is on; null where the account is the platform's. */
  userId: string | null
  recordedAt: Date
}

type EntryRow = Omit<AccountEntry, 'amount' | 'recordedAt'> & {
  amount: string
  recordedAt: string
  cursor: string
}

/**
 * An account's entries of a KST day, newest first, by keyset: those of the day are sought between the closes around it.
 * Throws INVALID_REQUEST for a cursor that is none.
 */
export async function readAccountEntries(
  { db }: Reader,
  account: Account,
  day: string,
  cursor?: string,
): Promise<{ items: AccountEntry[]; nextCursor: string | null }> {
  if (cursor && !/^\d{1,18}-\d{1,4}$/.test(cursor)) throw new PosPayError('INVALID_REQUEST')
  const [seq, line] = cursor?.split('-') ?? []
  const { rows } = await db.execute<EntryRow>(sql`
    select t.id as "transactionId", t.type, t.reference, e.amount::text, w.user_id as "userId",
      t.recorded_at::text as "recordedAt", t.seq || '-' || e.line as cursor
    from transactions t join entries e on e.transaction_id = t.id left join wallets w on w.id = e.wallet_id
    where t.seq > ${surelyBy({ before: day })} and t.seq <= ${atMostBy(endOf(day))}
      and t.business_date = ${day}::date and e.account = ${account}
      ${cursor ? sql`and t.seq <= ${seq}::bigint and (t.seq, e.line) < (${seq}::bigint, ${line}::smallint)` : sql``}
    order by t.seq desc, e.line desc limit ${ENTRIES + 1}`)
  const page = rows.slice(0, ENTRIES)
  return {
    items: page.map(({ cursor: _, amount, recordedAt, ...row }) => ({
      ...row,
      amount: BigInt(amount),
      recordedAt: new Date(recordedAt),
    })),
    nextCursor: rows.length > ENTRIES ? page.at(-1)!.cursor : null,
  }
}
