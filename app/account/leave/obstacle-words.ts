import type { Obstacle } from '@/lib/flows/leave'
import { LEAST_PAYABLE } from '@/lib/charge/limits'
import { formatWon } from '@/lib/money'

type Words = { title: string; body: string; href?: string; action?: string }

/** What to do about each thing that stands in the way; about money first where it is. */
export function obstacleWords({ kind, amount }: Obstacle): Words {
  const won = formatWon(amount)
  switch (kind) {
    case 'balance':
      return {
        title: `잔액 ${won}이 남아 있어요`,
        body: '수수료 없이 모두 환불받을 수 있어요.',
        ...{ href: '/wallet/refund', action: '환불받기' },
      }
    case 'pending':
      return {
        title: `정산 예정 금액 ${won}이 있어요`,
        body: '출금할 수 있게 되면 출금한 뒤 탈퇴할 수 있어요.',
        ...{ href: '/owner', action: '정산 보기' },
      }
    case 'withdrawable':
      return {
        title: `출금할 수 있는 돈 ${won}이 있어요`,
        body: '내 계좌로 출금해 주세요. 공간을 모두 닫으면 적은 금액도 출금할 수 있어요.',
        ...{ href: '/owner/withdrawals', action: '출금하기' },
      }
    case 'charge_debt':
      if (amount < LEAST_PAYABLE)
        return {
          title: `갚아야 할 금액 ${won}이 있어요`,
          body: '카드로 결제하기에는 너무 적은 금액이에요. 고객센터에 알려 주시면 정리해 드려요.',
          ...{ href: '/help', action: '고객센터에 알리기' },
        }
      return {
        title: `갚아야 할 금액 ${won}이 있어요`,
        body: '이미 쓴 충전이 취소되어 생긴 금액이에요. 이만큼 충전하면 바로 갚아져요.',
        ...{ href: '/wallet/charge', action: '충전해서 갚기' },
      }
    case 'earnings_debt':
      return {
        title: `정산에서 회수할 금액 ${won}이 있어요`,
        body: '다음 정산에서 먼저 회수돼요. 더 정산받을 예약이 없다면 갚을 방법을 알려 드릴게요.',
        ...{ href: '/help', action: '고객센터에 문의하기' },
      }
    case 'charges':
      return {
        title: `끝나지 않은 충전이 ${amount}건 있어요`,
        body: '돈이 어디로 갈지 정해진 뒤에 탈퇴할 수 있어요. 결제하지 않은 충전은 시간이 지나면 저절로 끝나요.',
        ...{ href: '/wallet/history', action: '내역 보기' },
      }
    case 'refunds':
      return {
        title: `돌려드리고 있는 돈이 ${amount}건 있어요`,
        body: '환불이 끝나면 탈퇴할 수 있어요.',
        ...{ href: '/wallet/history', action: '내역 보기' },
      }
    case 'withdrawals':
      return {
        title: `보내고 있는 출금이 ${amount}건 있어요`,
        body: '계좌에 들어가면 탈퇴할 수 있어요.',
        ...{ href: '/owner/withdrawals', action: '출금 보기' },
      }
    case 'bookings':
      return {
        title: `앞으로 쓸 예약이 ${amount}건 있어요`,
        body: '취소하거나 이용을 마친 뒤에 탈퇴할 수 있어요.',
        ...{ href: '/bookings', action: '예약 보기' },
      }
    case 'owner_bookings':
      return {
        title: `받은 예약이 ${amount}건 있어요`,
        body: '예약한 분이 이용을 마치거나 취소된 뒤에 탈퇴할 수 있어요.',
        ...{ href: '/owner/bookings', action: '받은 예약 보기' },
      }
    case 'auto_topup':
      return {
        title: '자동충전이 켜져 있어요',
        body: '끄면 등록한 카드도 지워요.',
        ...{ href: '/wallet/auto-topup', action: '자동충전 끄기' },
      }
    case 'spaces':
      return {
        title: `열려 있는 공간이 ${amount}곳 있어요`,
        body: '더 예약받지 않도록 닫아 주세요.',
        ...{ href: '/owner/spaces', action: '내 공간 보기' },
      }
    case 'operator':
      return {
        title: '운영자 권한이 있어요',
        body: '관리자에게 권한을 거두어 달라고 한 뒤 탈퇴할 수 있어요.',
      }
  }
}
