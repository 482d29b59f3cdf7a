import { auditName } from '@/lib/identity/audit-trail/names'
import type { OrderStatus } from '@/db/schema/charge'
import type { RefundStatus } from '@/db/schema/refund'
import type { WithdrawalStatus } from '@/db/schema/withdrawal'
import { STATE_NAMES } from '@/app/owner/withdrawals/withdrawal-state'
import { isTransactionType, TITLES } from '@/lib/ledger/read'
import type { FoundKind } from '@/lib/member/find'
import type { EventKind } from '@/lib/member/read-timeline'
import type { Member } from '@/lib/member/read-member'

export const MEMBER_STATUS: Record<Member['status'], string> = {
  active: '이용 중',
  frozen: '이용 정지',
  closed: '탈퇴',
}

const ORDER: Record<OrderStatus, string> = {
  READY: '결제 전',
  CONFIRMING: '결과 확인 중',
  WAITING_FOR_DEPOSIT: '입금 대기',
  DONE: '충전 완료',
  FAILED: '충전 실패',
  EXPIRED: '시간이 지남',
  CANCELED: '취소됨',
  NEEDS_REVIEW: '사람이 확인해야 함',
}

const BOOKING: Record<string, string> = {
  REQUESTED: '답변 대기',
  HELD: '결제 대기',
  CONFIRMED: '예약 확정',
  COMPLETED: '이용 완료',
  CANCELED: '취소됨',
  DECLINED: '거절됨',
  EXPIRED: '시간이 지남',
}

const REFUND: Record<RefundStatus, string> = {
  REFUNDING: '돌려주는 중',
  DONE: '환불 완료',
  FAILED: '환불 실패',
  NEEDS_REVIEW: '사람이 확인해야 함',
}

const WITHDRAWAL: Record<WithdrawalStatus, string> = STATE_NAMES

export const FOUND_NAMES: Record<FoundKind, string> = {
  member: '회원',
  order: '충전',
  booking: '예약',
  withdrawal: '출금',
  refund: '충전 환불',
  transaction: '장부 거래',
}

export const EVENT_NAMES: Record<EventKind, string> = {
  charge: '충전',
  refund: '충전 환불',
  booking: '예약',
  sale: '받은 예약',
  withdrawal: '출금',
  login: '로그인',
  audit: '기록',
}

const STATUS_NAMES: Record<FoundKind | EventKind, Record<string, string>> = {
  member: MEMBER_STATUS,
  order: ORDER,
  charge: ORDER,
  booking: BOOKING,
  sale: BOOKING,
  withdrawal: WITHDRAWAL,
  refund: REFUND,
  login: { web: '웹', api: '앱' },
  transaction: {},
  audit: {},
}

export function statusName(kind: FoundKind | EventKind, status: string): string {
  if (kind === 'audit') return auditName(status)
  if (kind === 'transaction') return isTransactionType(status) ? TITLES[status] : status
  return STATUS_NAMES[kind][status] ?? status
}
