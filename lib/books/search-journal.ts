import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { TRANSACTION_TYPES, type TransactionType } from '@/db/schema/ledger'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { atMostBy, endOf, surelyBy } from '@/lib/ledger/moment'

/** `text`: a reference, or the id of an order, a booking, a withdrawal or a transaction. Days are KST, both included. */
export type JournalQuery = {
  text?: string
  type?: TransactionType
  from?: string
  to?: string
  /** Won that some entry moved, either way. */
  amount?: bigint
  cursor?: string
}

export type JournalItem = {
  transactionId: string
  type: TransactionType
  reference: string
  /** Won that changed sides. */
  amount: bigint
  recordedAt: Date
}

type Row = Omit<JournalItem, 'amount' | 'recordedAt'> & Record<'amount' | 'recordedAt' | 'seq', string>

const PAGE = 50

/** The transactions that answer to all of it, newest first, by keyset. Throws INVALID_REQUEST for no cursor of ours. */
export async function searchJournal(
  { db }: { db: Pick<Database, 'execute'> },
  { text, type, from, to, amount, cursor }: JournalQuery,
): Promise<{ items: JournalItem[]; nextCursor: string | null }> {
  if (cursor && !/^\d{1,18}$/.test(cursor)) throw new PosPayError('INVALID_REQUEST')
  const wanted = [
    text ? sql`t.id in (${named(text)})` : null,
    type ? sql`t.type = ${type}` : null,
    from ? sql`t.seq > ${surelyBy({ before: from })} and t.business_date >= ${from}::date` : null,
    to ? sql`t.seq <= ${atMostBy(endOf(to))} and t.business_date <= ${to}::date` : null,
    amount === undefined
      ? null
      : sql`exists (select from entries where transaction_id = t.id and amount in (${amount}::bigint, ${-amount}::bigint))`,
    cursor ? sql`t.seq < ${cursor}::bigint` : null,
  ].filter((condition) => condition !== null)
  const { rows } = await db.execute<Row>(sql`
    select t.id as "transactionId", t.type, t.reference, moved.amount::text, t.recorded_at::text as "recordedAt", t.seq::text
    from (
      select * from transactions t where ${wanted.length > 0 ? sql.join(wanted, sql` and `) : sql`true`}
      order by t.seq desc limit ${PAGE + 1}
    ) t
    cross join lateral (select sum(amount) as amount from entries where transaction_id = t.id and amount > 0) moved
    order by t.seq desc`)
  const page = rows.slice(0, PAGE)
  return {
    items: page.map(({ seq: _, amount, recordedAt, ...row }) => ({
      ...row,
      amount: BigInt(amount),
      recordedAt: new Date(recordedAt),
    })),
    nextCursor: rows.length > PAGE ? page.at(-1)!.seq : null,
  }
}

const TYPES = sql.param([...TRANSACTION_TYPES])

/** Every transaction of what has this name, by the indexes on the natural key and on the order. */
function named(text: string): SQL {
  const byReference = sql`select id from transactions where type = any(${TYPES}::text[]) and reference = ${text}
    union all select id from transactions where order_id = ${text}`
  if (!isId(text)) return byReference
  return sql`${byReference}
    union all select ${text}::uuid
    union all select r.id from bookings b cross join generate_series(1, b.refunds) nth
      join transactions r on r.type = 'refund' and r.reference = b.id || '#' || nth where b.id = ${text}::uuid`
}
