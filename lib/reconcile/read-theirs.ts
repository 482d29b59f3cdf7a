import type { Ctx } from '@/lib/context'
import { kstDay } from '@/lib/time'
import type { SettlementRow, TransactionRow } from '@/lib/toss/lists'
import type { Moved } from './compare'
import { readPages } from './read-pages'

/** What fits into an answer that we take. */
const TRANSACTIONS_PAGE = 1_000
const SETTLEMENTS_PAGE = 500

/** What Toss's list says that it took and gave back in a time. Throws IncompleteList. */
export async function readTheirs({ toss, sealer }: Ctx, from: Date, to: Date): Promise<Moved[]> {
  const rows = await readPages(TRANSACTIONS_PAGE, (startingAfter) =>
    toss.listTransactions({ from, to, startingAfter, limit: TRANSACTIONS_PAGE }),
  )
  return rows
    .filter(({ amount }) => amount !== 0n)
    .map((row) => toMoved(row, sealer.fingerprint(row.paymentKey)))
}

/** What Toss paid out on the days of a time. Throws IncompleteList. */
export async function readPayouts({ toss }: Ctx, from: Date, to: Date): Promise<SettlementRow[]> {
  const days = { from: kstDay(from), to: kstDay(to) }
  return readPages(SETTLEMENTS_PAGE, (_, page) => toss.listPayouts({ ...days, page, size: SETTLEMENTS_PAGE }))
}

function toMoved(row: TransactionRow, fingerprint: string): Moved {
  const { transactionKey, orderId, amount, status, transactionAt } = row
  const whole = status !== 'PARTIAL_CANCELED'
  return { subject: transactionKey, orderId, transactionKey, fingerprint, amount, whole, at: transactionAt }
}
