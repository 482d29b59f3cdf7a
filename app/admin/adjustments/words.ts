import type { AdjustmentType } from '@/db/schema/adjustment'

export const TYPE_NAMES: Record<AdjustmentType, string> = {
  adjustment: '잔액 조정',
  bank_transfer: '은행 계좌 이체',
  write_off: '손실 처리',
}

export const STATUS_NAMES = { PENDING: '승인 대기', POSTED: '장부에 올림', REJECTED: '거절' } as const
