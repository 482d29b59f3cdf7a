import type { Refund } from '@/lib/refund/refund'

/** What a refund's state is called. */
export const STATE_NAMES: Record<Refund['status'], string> = {
  REFUNDING: '환불 중',
  DONE: '환불 완료',
  FAILED: '환불 실패',
}

/** How the refunds that were asked for in one go stand together: one under way is the news, then one that failed. */
export function stateOf(refunds: Pick<Refund, 'status'>[]): 'waiting' | 'done' | 'failed' | 'partly' {
  const has = (status: Refund['status']) => refunds.some((refund) => refund.status === status)
  if (has('REFUNDING')) return 'waiting'
  if (!has('FAILED')) return 'done'
  return has('DONE') ? 'partly' : 'failed'
}
