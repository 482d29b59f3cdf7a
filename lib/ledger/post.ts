import type { Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { Leg, Movement } from './movements'

/** Who posts, when, and in which request: kept on every transaction. */
export type Posting = { actor: string; requestId: string; now(): Date }

type Verdict = { verdict: 'posted' | 'replayed' | 'mismatched' | 'insufficient'; transaction_id: string }

/**
 * Moves money: the one way there is. Posting the same movement again answers `replayed` and changes nothing.
 * Throws INSUFFICIENT_BALANCE when a wallet would go below zero; another movement under a known reference is a
 * bug, never a retry, and throws as one.
 */
export async function post(
  tx: Tx,
  by: Posting,
  movement: Movement,
): Promise<{ transactionId: string; replayed: boolean }> {
  const { rows } = await tx.$client.query<Verdict>({
    name: 'ledger_post',
    text: 'select verdict, transaction_id from ledger_post($1::jsonb)',
    values: [JSON.stringify([toRequest(by, movement)])],
  })
  const { verdict, transaction_id: transactionId } = rows[0]!
  switch (verdict) {
    case 'posted':
    case 'replayed':
      return { transactionId, replayed: verdict === 'replayed' }
    case 'insufficient':
      throw new PosPayError('INSUFFICIENT_BALANCE')
    case 'mismatched':
      throw new Error(`${movement.type} ${movement.reference} was posted before with other content`)
  }
}

function toRequest(by: Posting, movement: Movement) {
  return {
    id: newId(),
    type: movement.type,
    reference: movement.reference,
    order_id: movement.orderId,
    actor: by.actor,
    request_id: by.requestId,
    occurred_at: movement.occurredAt.toISOString(),
    recorded_at: by.now().toISOString(),
    legs: movement.legs.filter(({ amount }) => amount !== 0n).map(toJsonLeg),
  }
}

function toJsonLeg(leg: Leg) {
  return { ...leg, amount: String(leg.amount) }
}
