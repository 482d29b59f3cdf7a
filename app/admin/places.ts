import { hasDuty, type Duty } from '@/lib/identity/duties'

export type Group = '회원' | '돈' | '장부' | '운영' | '기록과 권한'

/** `group`: null for what stands above them all. */
type Place = { href: string; label: string; duty: Duty; group: Group | null }

/** Every page of the console, in the menu's order, and the duty that opens it. */
export const PLACES: Place[] = [
  { href: '/admin', label: '오늘', duty: 'console.read', group: null },
  { href: '/admin/members', label: '회원·추적', duty: 'members.read', group: '회원' },
  { href: '/admin/cases', label: '분쟁·오류', duty: 'cases.handle', group: '회원' },
  { href: '/admin/withdrawals', label: '출금 승인', duty: 'withdrawals.decide', group: '돈' },
  { href: '/admin/withdrawals/transfers', label: '이체 파일', duty: 'transfers.carry', group: '돈' },
  { href: '/admin/adjustments', label: '조정', duty: 'books.read', group: '돈' },
  { href: '/admin/withholding', label: '원천징수', duty: 'withholding.set', group: '돈' },
  { href: '/admin/reconciliation', label: '대사', duty: 'console.read', group: '장부' },
  { href: '/admin/reconciliation/bank', label: '은행 대조', duty: 'books.read', group: '장부' },
  { href: '/admin/ledger', label: '원장', duty: 'books.read', group: '장부' },
  { href: '/admin/statements', label: '재무제표', duty: 'books.read', group: '장부' },
  { href: '/admin/reports', label: '세무 보고서', duty: 'taxes.read', group: '장부' },
  { href: '/admin/terms', label: '약관', duty: 'console.read', group: '운영' },
  { href: '/admin/settings', label: '설정', duty: 'console.read', group: '운영' },
  { href: '/admin/jobs', label: '작업', duty: 'console.read', group: '운영' },
  { href: '/admin/webhooks', label: '웹훅함', duty: 'console.read', group: '운영' },
  { href: '/admin/go-live', label: '오픈 점검', duty: 'golive.read', group: '운영' },
  { href: '/admin/audit', label: '감사 로그', duty: 'audit.read', group: '기록과 권한' },
  { href: '/admin/operators', label: '운영자', duty: 'second_factors.remove', group: '기록과 권한' },
]

export function placesFor(operator: { roles: readonly string[] }): Place[] {
  return PLACES.filter(({ duty }) => hasDuty(operator, duty))
}
