import type { HistoryItem } from '@/lib/ledger/read'

type Answer = {
  items: (Omit<HistoryItem, 'amount' | 'balanceAfter' | 'occurredAt'> & {
    amount: number
    balanceAfter: number
    occurredAt: string
  })[]
  nextCursor: string | null
}

/** The page of history after `cursor`, from the public API. Rejects when it cannot be read. */
export async function loadOlder(cursor: string, type: string | null) {
  const query = new URLSearchParams({ cursor, ...(type && { type }) })
  const answer = await fetch(`/api/v1/wallet/transactions?${query}`, { cache: 'no-store' })
  if (!answer.ok) throw new Error(`history answered ${answer.status}`)
  const { items, nextCursor } = (await answer.json()) as Answer
  return {
    nextCursor,
    items: items.map((item) => ({
      ...item,
      amount: BigInt(item.amount),
      balanceAfter: BigInt(item.balanceAfter),
      occurredAt: new Date(item.occurredAt),
    })),
  }
}
