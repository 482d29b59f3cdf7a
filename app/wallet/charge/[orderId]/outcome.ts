import { formatWon } from '@/lib/money'
import type { Order } from '@/lib/charge/order'

type Outcome = {
  tone: 'done' | 'waiting' | 'failed' | 'expired' | 'review'
  title: string
  text: string
  /** Whether charging the same amount anew is a sensible next step. */
  retry: boolean
}

/** What an order's state means to the person who pays: the money first, then what to do. */
export function outcomeOf(order: Order): Outcome {
  const { status, automatic } = order
  // A run that is about to be charged: its buyer has nothing more to do.
  switch (automatic && status === 'READY' ? 'CONFIRMING' : status) {
    case 'DONE':
      return order.takenBack > 0n
        ? {
            tone: 'done',
            title: '일부 취소된 충전',
            text: `결제사나 카드사에서 일부를 취소해 ${formatWon(order.takenBack)}을 다시 뺐어요.`,
            retry: false,
          }
        : { tone: 'done', title: '충전 완료', text: '충전한 금액을 잔액에 더했어요.', retry: false }
    case 'CONFIRMING':
      return {
        tone: 'waiting',
        title: '결제 확인 중',
        text: '결제가 됐다면 잔액에 더하고, 안 됐다면 빠져나간 돈이 없다고 알려 드려요. 다시 결제하지 말고 기다려 주세요. 창을 닫아도 됩니다.',
        retry: false,
      }
    case 'WAITING_FOR_DEPOSIT':
      return {
        tone: 'waiting',
        title: '입금 확인 중',
        text: '아직 잔액에 더하지 않았어요. 입금이 확인되면 저절로 더해져요.',
        retry: false,
      }
    case 'FAILED':
      return {
        tone: 'failed',
        title: '충전 실패',
        text: `빠져나간 돈은 없어요. ${order.failure?.message ?? '다른 방법으로 다시 충전해 주세요.'}`,
        retry: true,
      }
    case 'CANCELED':
      if (order.approvedAt && order.takenBack === 0n) {
        return {
          tone: 'done',
          title: '모두 환불한 충전',
          text: '충전한 금액을 결제한 수단으로 모두 돌려보냈어요.',
          retry: false,
        }
      }
      return {
        tone: 'failed',
        title: '취소된 충전',
        text:
          order.takenBack > 0n
            ? '결제사나 카드사에서 결제를 취소해 충전한 금액을 다시 뺐어요. 이미 쓴 돈이 있다면 다음 충전에서 먼저 갚아요.'
            : '결제를 취소했고 잔액에 더하지 않았어요.',
        retry: true,
      }
    case 'NEEDS_REVIEW':
      return {
        tone: 'review',
        title: '확인이 필요해요',
        text: '아직 잔액에 더하지 않았어요. 빠져나간 돈이 있다면 담당자가 확인한 뒤 잔액에 더하거나 돌려드려요. 다시 결제하지 말고 기다려 주세요.',
        retry: false,
      }
    case 'READY':
    case 'EXPIRED':
      return order.virtualAccount
        ? {
            tone: 'expired',
            title: '입금 기한이 지났어요',
            text: '잔액은 그대로예요. 이 계좌로는 더 입금할 수 없어요. 이미 입금했다면 확인되는 대로 잔액에 더해 드려요.',
            retry: true,
          }
        : {
            tone: 'expired',
            title: '시간이 지난 주문',
            text: '결제 시간이 지나 주문을 닫았어요. 빠져나간 돈은 없어요.',
            retry: true,
          }
  }
}
