import type { Database } from '@/db/client'
import type { WalletKind } from '@/db/schema/ledger'
import { repeatable, type Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { toColumns, type Posting, type PostingRequest } from './columns'
import type { Movement } from './movements'

export type Verdict =
  /** `balanceAfter`: what the wallet of its first leg holds after it, in won. */
  | { verdict: 'posted'; transactionId: string; balanceAfter: bigint | null }
  /** `replayed`: this very movement was posted before. `mismatched`: another one was, under the same reference. */
  | { verdict: 'replayed' | 'mismatched'; transactionId: string }
  /** A wallet would go below zero. Nothing was posted. */
  | { verdict: 'insufficient'; wallet: WalletKind }

/**
 * Moves money, as part of a tx: the one way there is. Posting the same movement again answers `replayed` and changes
 * nothing. Throws INSUFFICIENT_BALANCE when a wallet would go below zero; another movement under a known reference
 * is a bug, never a retry, and throws as one.
 */
export async function post(
  tx: Tx,
  by: Posting,
  movement: Movement,
): Promise<{ transactionId: string; replayed: boolean }> {
  const [verdict] = await send(tx.$client, [{ by, movement }])
  switch (verdict!.verdict) {
    case 'posted':
    case 'replayed':
      return { transactionId: verdict!.transactionId, replayed: verdict!.verdict === 'replayed' }
    case 'insufficient':
      throw new PosPayError('INSUFFICIENT_BALANCE')
    case 'mismatched':
      throw new Error(`${movement.type} ${movement.reference} was posted before with other content`)
  }
}

/**
 * Posts a set of movements in one statement that commits by itself. Each gets its own verdict, in the order given: a
 * refused one never undoes its neighbours. A malformed one throws, and then nothing of the set is posted. When the
 * connection breaks it is posted again, and what was posted answers `replayed`.
 */
export async function postSet(db: Database, requests: PostingRequest[]): Promise<Verdict[]> {
  return repeatable(() => send(db.$client, requests))
}

/** A row of `ledger_post`'s answer. */
export type VerdictRow = {
  verdict: Verdict['verdict']
  transaction_id: string
  detail: WalletKind
  balance_after: string | null
}

/** How `ledger_post` takes a set. */
export const ARGUMENTS = 20

/** Named, so that each connection parses and plans it once. */
const LEDGER_POST = { name: 'ledger_post', text: `select * from ledger_post(${placeholders(ARGUMENTS)})` }

async function send(client: Pick<Tx['$client'], 'query'>, requests: PostingRequest[]): Promise<Verdict[]> {
  if (requests.length === 0) return []
  const { rows } = await client.query<VerdictRow>({ ...LEDGER_POST, values: toColumns(requests) })
  return rows.map(toVerdict)
}

export function placeholders(count: number): string {
  return Array.from({ length: count }, (_, i) => `$${i + 1}`).join()
}

export function toVerdict({
  verdict,
  transaction_id: transactionId,
  detail,
  balance_after,
}: VerdictRow): Verdict {
  if (verdict === 'insufficient') return { verdict, wallet: detail }
  if (verdict !== 'posted') return { verdict, transactionId }
  return { verdict, transactionId, balanceAfter: balance_after === null ? null : BigInt(balance_after) }
}
