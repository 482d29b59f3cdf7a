import type { Ctx } from '@/lib/context'
import { settlement, type Movement, type Till } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { kstMidnight } from '@/lib/time'
import type { SettlementRow } from '@/lib/toss/lists'
import type { Problem } from './check'
import { matchSettlements } from './match'
import { readAtToss } from './unsettled'

export type Settled = {
  /** How many were new. */
  posted: number
  problems: { row: SettlementRow; problem: Problem }[]
}

/** Of how many orders one statement takes what there is. */
const BATCH = 200

/**
 * Posts what Toss has settled, each approval and cancel once, under Toss's key of it. What does not add up, or is not
 * what our book says that Toss owes, is left unposted and told. Safe to repeat.
 */
export async function settlePayouts(ctx: Ctx, rows: SettlementRow[]): Promise<Settled> {
  const settled: Settled = { posted: 0, problems: [] }
  const orderIds = [...new Set(rows.map(({ orderId }) => orderId))]
  for (let from = 0; from < orderIds.length; from += BATCH) {
    const batch = new Set(orderIds.slice(from, from + BATCH))
    const { posted, problems } = await settleBatch(
      ctx,
      rows.filter(({ orderId }) => batch.has(orderId)),
    )
    settled.posted += posted
    settled.problems.push(...problems)
  }
  return settled
}

async function settleBatch(ctx: Ctx, rows: SettlementRow[]): Promise<Settled> {
  const orderIds = [...new Set(rows.map(({ orderId }) => orderId))]
  const atToss = await readAtToss(ctx, orderIds)
  const matched = orderIds.flatMap((id) =>
    matchSettlements(
      rows.filter(({ orderId }) => orderId === id),
      atToss.get(id) ?? null,
    ),
  )
  const sound = matched.filter(({ problem }) => problem === null).map(({ row }) => row)
  const verdicts = await postSet(
    ctx.db,
    sound.map((row) => {
      const into = atToss.get(row.orderId)?.settled.get(row.transactionKey) ?? tillOf(ctx)
      return { by: ctx, movement: toMovement(row, into) }
    }),
  )
  const changed = sound.filter((_, index) => verdicts[index]!.verdict === 'mismatched')
  return {
    posted: verdicts.filter(({ verdict }) => verdict === 'posted').length,
    problems: [
      ...matched.flatMap(({ row, problem }) => (problem ? [{ row, problem }] : [])),
      ...changed.map((row) => ({ row, problem: changedTo(row) })),
    ],
  }
}

function changedTo({ payOutAmount }: SettlementRow): Problem {
  return { field: 'changed', expected: null, found: payOutAmount }
}

/**
 * Toss §3.9: for a shop whose payouts it makes, what it settles becomes the balance that these are paid from. Asked when
 * a settlement is posted; where that was booked is in its entries, whoever carries withdrawals later.
 */
function tillOf({ withdrawBy }: Ctx): Till {
  return withdrawBy === 'toss' ? 'pg_payout_balance' : 'safeguarded_bank'
}

function toMovement(row: SettlementRow, into: Till): Movement {
  const { transactionKey, orderId, amount, payOutAmount: payOut, supplyAmount: supply, vat } = row
  const occurredAt = kstMidnight(row.paidOutDate)
  return settlement({ transactionKey, orderId, amount, payOut, supply, vat, into, occurredAt })
}
