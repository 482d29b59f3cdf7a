import { kstDate } from '@/app/_components/kst'
import { formatWon } from '@/lib/money'
import { refundArrival, refundTarget } from '@/lib/notification/words'
import { isOverdue } from '@/lib/refund/deadline'
import type { PlacedRefund } from '@/lib/refund/read'
import { kstMidnight } from '@/lib/time'
import type { stateOf } from '../refund-state'

type Outcome = { tone: 'done' | 'waiting' | 'failed' | 'review'; title: string; text: string }

const sumOf = (refunds: PlacedRefund[], status: PlacedRefund['status']) =>
  formatWon(
    refunds.filter((refund) => refund.status === status).reduce((sum, { amount }) => sum + amount, 0n),
  )

/** How it was paid, where all that went back was paid alike. */
function commonMethod(refunds: PlacedRefund[]): string | undefined {
  const [method, ...others] = new Set(
    refunds.filter(({ status }) => status === 'DONE').map((refund) => refund.method ?? undefined),
  )
  return others.length > 0 ? undefined : method
}

function deadline([refund]: PlacedRefund[], now: Date): string {
  const day = kstDate(kstMidnight(refund!.dueOn))
  return isOverdue(refund!, now)
    ? `약속한 ${day}이 지나 담당자가 직접 확인하고 있어요.`
    : `늦어도 ${day}까지 끝내고, 돌려보내지 못하면 잔액에 다시 더하고 알려 드려요.`
}

/** What the states mean to the person whose money it is: the money first, then what to do. */
export const OUTCOMES: Record<ReturnType<typeof stateOf>, (refunds: PlacedRefund[], now: Date) => Outcome> = {
  waiting: (refunds, now) => ({
    tone: 'waiting',
    title: '환불하고 있어요',
    text: `${sumOf(refunds, 'REFUNDING')}을 잔액에서 빼서 돌려보내고 있어요. ${deadline(refunds, now)} 창을 닫아도 괜찮아요.`,
  }),
  done: (refunds) => ({
    tone: 'done',
    title: '환불 완료',
    text: `${sumOf(refunds, 'DONE')}을 ${refundTarget(commonMethod(refunds))} 돌려보냈어요. ${refundArrival(commonMethod(refunds))}`,
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
