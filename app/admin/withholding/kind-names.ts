import type { WithholdingKind } from '@/db/schema/withdrawal'

export const KIND_NAMES: Record<WithholdingKind, string> = {
  none: '원천징수 안 함',
  business_income: '사업소득 (3.3%)',
  other_income: '기타소득 (8.8%, 필요경비 60%)',
}
