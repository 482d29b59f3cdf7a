import type { SettlementRow } from '@/lib/toss/lists'
import { checkFigures, type Problem } from './check'
import { takeSettled, type AtToss } from './unsettled'

export type Matched = { row: SettlementRow; problem: Problem | null }

/**
 * Holds the settlements of one order against what our book says that Toss owes of it; null where the order is not ours.
 */
export function matchSettlements(rows: SettlementRow[], order: AtToss | null): Matched[] {
  const wrong = new Map(rows.map((row) => [row, checkFigures(row)]))
  const news = rows.filter((row) => !wrong.get(row) && !order?.settled.has(row.transactionKey))
  const unknown = new Set(order ? takeSettled(order.unsettled, news, isOfOnePayment) : news)
  return rows.map((row) => ({ row, problem: unknown.has(row) ? toProblem(row, order) : wrong.get(row)! }))
}

function isOfOnePayment(came: SettlementRow, back: SettlementRow): boolean {
  return came.paymentKey === back.paymentKey
}

function toProblem({ amount }: SettlementRow, order: AtToss | null): Problem {
  const expected = order?.unsettled.find((owed) => owed > 0n === amount > 0n) ?? null
  return { field: expected === null ? 'unknown' : 'amount', expected, found: amount }
}
