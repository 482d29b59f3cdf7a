import type { WithdrawalStatus } from '@/db/schema/withdrawal'

/** What a withdrawal's state is called. */
export const STATE_NAMES: Record<WithdrawalStatus, string> = {
  REQUESTED: '확인 중',
  APPROVED: '보낼 준비 중',
  SENDING: '이체 중',
  COMPLETED: '출금 완료',
  FAILED: '출금 실패',
  CANCELED: '취소됨',
  RETURNED: '되돌아옴',
}

export const STATE_LOOKS: Record<WithdrawalStatus, string> = {
  REQUESTED: 'text-caution',
  APPROVED: 'text-caution',
  SENDING: 'text-caution',
  COMPLETED: 'text-ink-soft',
  FAILED: 'text-danger',
  CANCELED: 'text-ink-soft',
  RETURNED: 'text-danger',
}
