import { kstExact } from '@/app/_components/kst'
import type { Booking } from '@/lib/booking/read'
import type { Order } from '@/lib/charge/order'
import { formatWon } from '@/lib/money'

type State = {
  tone: 'done' | 'waiting' | 'review' | 'stopped' | 'expired'
  title: string
  text: string
}

/** Whether the charge that is to pay for the booking has been paid for and its outcome is not known yet. */
export function isChargeOnItsWay(order: Order | null): boolean {
  return order?.status === 'CONFIRMING' || order?.status === 'WAITING_FOR_DEPOSIT'
}

/** What a booking's state means to its renter: the money first, then what comes next. */
export function stateOf(booking: Booking, order: Order | null): State {
  switch (booking.status) {
    case 'REQUESTED':
      return {
        tone: 'review',
        title: '답변을 기다리고 있어요',
        text: `아직 낸 돈은 없어요. ${booking.ownerName}님이 ${kstExact(booking.expiresAt)}까지 답해요. 받으면 알려 드리고, 그때 결제해요.`,
      }
    case 'HELD':
      return isChargeOnItsWay(order) ? onItsWay(order!) : held(booking)
    case 'CONFIRMED':
      return {
        tone: 'done',
        title: '예약이 확정됐어요',
        text: `${formatWon(booking.price)}을 지갑 잔액으로 결제했어요.`,
      }
    case 'COMPLETED':
      return {
        tone: 'done',
        title: '이용을 마쳤어요',
        text: `${formatWon(booking.price)}을 지갑 잔액으로 결제한 예약이에요.`,
      }
    case 'CANCELED':
      return {
        tone: 'stopped',
        title: '예약이 취소됐어요',
        text: `${cameBack(booking)} ${whoCanceled(booking)}`,
      }
    case 'DECLINED':
      return {
        tone: 'stopped',
        title: '예약을 받지 못했어요',
        text: `낸 돈은 없어요. ${booking.ownerName}님이 이번 예약은 받기 어렵다고 했어요.`,
      }
    case 'EXPIRED':
      return isChargeOnItsWay(order) ? onItsWay(order!) : expired(booking)
  }
}

function held({ acceptedAt, ownerName }: Booking): State {
  return {
    tone: 'review',
    title: '결제하면 예약이 확정돼요',
    text: acceptedAt
      ? `${ownerName}님이 예약을 받았어요. 기한 안에 결제해 주세요.`
      : '결제할 때까지 이 시간을 맡아 두었어요.',
  }
}

function onItsWay({ amount }: Order): State {
  return {
    tone: 'waiting',
    title: '충전을 확인하고 있어요',
    text: `${formatWon(amount)} 충전이 확인되면 바로 예약을 결제해요. 다시 결제하지 말고 기다려 주세요. 이 화면을 닫아도 돼요.`,
  }
}

function expired({ acceptedAt }: Booking): State {
  return {
    tone: 'expired',
    title: '시간이 지난 예약이에요',
    text: `결제한 돈은 없어요. ${acceptedAt ? '결제 기한' : '정해진 시간'}이 지나서 예약하지 않은 것으로 했어요.`,
  }
}

function whoCanceled({ canceledBy }: Booking): string {
  if (canceledBy === 'owner') return '공간 등록자가 취소했어요.'
  return canceledBy === 'operator' ? '고객센터에서 취소했어요.' : '직접 취소했어요.'
}

function cameBack({ paidAt, price, refunded }: Booking): string {
  if (!paidAt) return '결제하기 전이라 오간 돈은 없어요.'
  if (refunded === 0n) return `환불 규정에 따라 돌려받은 돈은 없어요.`
  if (refunded === price) return `결제한 ${formatWon(price)}을 모두 지갑 잔액으로 돌려드렸어요.`
  return `결제한 ${formatWon(price)} 가운데 ${formatWon(refunded)}을 지갑 잔액으로 돌려드렸어요.`
}
