import type { AccountClass } from '@/lib/ledger/chart'

export const CLASS_HINTS: Record<AccountClass, string> = {
  asset: '우리가 가진 돈과 받을 돈',
  liability: '우리가 돌려주거나 내야 할 돈',
  revenue: '플랫폼 수수료만 매출이에요',
  expense: '쓴 돈과 받지 못하게 된 돈',
}
