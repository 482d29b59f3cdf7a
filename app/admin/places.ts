import { hasDuty, type Duty } from '@/lib/identity/duties'

type Place = { href: string; label: string; duty: Duty }

/** Every page of the console, in the menu's order, and the duty that opens it. */
export const PLACES: Place[] = [
  { href: '/admin', label: '오늘', duty: 'console.read' },
  { href: '/admin/withdrawals', label: '출금 승인', duty: 'withdrawals.decide' },
  { href: '/admin/withdrawals/transfers', label: '이체 파일', duty: 'transfers.carry' },
  { href: '/admin/withholding', label: '원천징수', duty: 'withholding.set' },
  { href: '/admin/fees', label: '세금계산서', duty: 'fees.read' },
  { href: '/admin/ledger', label: '원장', duty: 'books.read' },
  { href: '/admin/statements', label: '재무제표', duty: 'books.read' },
  { href: '/admin/adjustments', label: '조정', duty: 'books.read' },
  { href: '/admin/reconciliation', label: '대사', duty: 'console.read' },
  { href: '/admin/cases', label: '분쟁·오류', duty: 'cases.handle' },
  { href: '/admin/jobs', label: '작업', duty: 'console.read' },
  { href: '/admin/settings', label: '설정', duty: 'console.read' },
  { href: '/admin/webhooks', label: '웹훅함', duty: 'console.read' },
  { href: '/admin/go-live', label: '오픈 점검', duty: 'golive.read' },
  { href: '/admin/audit', label: '감사 로그', duty: 'audit.read' },
  { href: '/admin/operators', label: '운영자', duty: 'second_factors.remove' },
]

export function placesFor(operator: { roles: readonly string[] }): Place[] {
  return PLACES.filter(({ duty }) => hasDuty(operator, duty))
}
