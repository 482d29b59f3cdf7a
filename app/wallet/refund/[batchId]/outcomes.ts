import { formatWon } from '@/lib/money'
import type { PlacedRefund } from '@/lib/refund/read'
import type { stateOf } from '../refund-state'

type Outcome = { tone: 'done' | 'waiting' | 'failed' | 'review'; title: string; text: string }

const sumOf = (refunds: PlacedRefund[], status: PlacedRefund['status']) =>
  formatWon(
    refunds.filter((refund) => refund.status === status).reduce((sum, { amount }) => sum + amount, 0n),
  )

const WHEN = '카드는 카드사에서 처리하는 데 3~5영업일이 걸려요.'

/** What the states mean to the person whose money it is: the money first, then what to do. */
export const OUTCOMES: Record<ReturnType<typeof stateOf>, (refunds: PlacedRefund[]) => Outcome> = {
  waiting: (refunds) => ({
    tone: 'waiting',
    title: '환불하고 있어요',
    text: `${sumOf(refunds, 'REFUNDING')}을 잔액에서 빼서 돌려보내고 있어요. 돌려보내지 못하면 잔액에 다시 더하고 알려 드려요. 창을 닫아도 됩니다.`,
  }),
  done: (refunds) => ({
    tone: 'done',
    title: '환불 완료',
    text: `${sumOf(refunds, 'DONE')}을 결제한 수단으로 돌려보냈어요. ${WHEN}`,
  }),
  partly: (refunds) => ({
    tone: 'review',
    title: '일부만 돌려드렸어요',
    text: `${sumOf(refunds, 'DONE')}을 돌려보냈어요. ${sumOf(refunds, 'FAILED')}은 돌려보내지 못해 잔액에 그대로 있어요.`,
  }),
  failed: (refunds) => ({
    tone: 'failed',
    title: '환불하지 못했어요',
    text: `${sumOf(refunds, 'FAILED')}은 지갑 잔액에 그대로 있어요.`,
  }),
}
