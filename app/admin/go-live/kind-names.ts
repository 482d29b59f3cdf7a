import type { EvidenceKind } from '@/db/schema/evidence'

/** What a person vouches for. */
export const VOUCHED = {
  small_payment: '실제로 적은 금액을 결제하고 취소함',
  charge_flow: '테스트 키로 충전 흐름을 확인함',
  settlement_account: '토스의 정산 계좌가 우리 계좌임',
}

export const KIND_NAMES: Record<EvidenceKind, string> = {
  ...VOUCHED,
  backup: '백업',
  restore_drill: '복구 훈련',
}
