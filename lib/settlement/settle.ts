import type { Ctx } from '@/lib/context'
import { settlement, type Movement } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { kstMidnight } from '@/lib/time'
import type { SettlementRow } from '@/lib/toss/lists'
import { checkFigures, type Problem } from './check'
import { readAtToss, takeOne, type AtToss } from './unsettled'

export type Settled = {
  /** How many were new. */
  posted: number
  problems: { row: SettlementRow; problem: Problem }[]
}

/** What one statement takes at most. */
const BATCH = 200

/**
 * Posts what Toss has paid out, each approval and cancel once, under Toss's key of it. What does not add up, or is not
 * what our book says that Toss owes, is left unposted and told. Safe to repeat.
 */
export async function settlePayouts(ctx: Ctx, rows: SettlementRow[]): Promise<Settled> {
  const settled: Settled = { posted: 0, problems: [] }
  for (let from = 0; from < rows.length; from += BATCH) {
    const { posted, problems } = await settleBatch(ctx, rows.slice(from, from + BATCH))
    settled.posted += posted
    settled.problems.push(...problems)
  }
  return settled
}

async function settleBatch(ctx: Ctx, rows: SettlementRow[]): Promise<Settled> {
  const atToss = await readAtToss(ctx, [...new Set(rows.map(({ orderId }) => orderId))])
  const checked = rows.map((row) => ({ row, problem: problemOf(row, atToss.get(row.orderId)) }))
  const sound = checked.filter(({ problem }) => problem === null).map(({ row }) => row)
  const verdicts = await postSet(
    ctx.db,
    sound.map((row) => ({ by: ctx, movement: toMovement(row) })),
  )
  const changed = sound.filter((_, index) => verdicts[index]!.verdict === 'mismatched')
  return {
    posted: verdicts.filter(({ verdict }) => verdict === 'posted').length,
    problems: [
      ...checked.flatMap(({ row, problem }) => (problem ? [{ row, problem }] : [])),
      ...changed.map((row) => ({ row, problem: changedTo(row) })),
    ],
  }
}

function problemOf(row: SettlementRow, order: AtToss | undefined): Problem | null {
  const wrong = checkFigures(row)
  if (wrong) return wrong
  if (!order) return { field: 'unknown', expected: null, found: row.amount }
  if (order.settled.has(row.transactionKey) || takeOne(order, row.amount)) return null
  const expected = order.unsettled.find((amount) => amount > 0n === row.amount > 0n) ?? null
  return { field: expected === null ? 'unknown' : 'amount', expected, found: row.amount }
}

function changedTo({ payOutAmount }: SettlementRow): Problem {
  return { field: 'changed', expected: null, found: payOutAmount }
}

function toMovement(row: SettlementRow): Movement {
  const { transactionKey, orderId, amount, payOutAmount: payOut, supplyAmount: supply, vat } = row
  const occurredAt = kstMidnight(row.paidOutDate)
  return settlement({ transactionKey, orderId, amount, payOut, supply, vat, occurredAt })
}
