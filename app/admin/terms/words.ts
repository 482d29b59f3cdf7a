import type { ListedVersion } from '@/lib/terms/list-versions'

/** Where a version stands now. */
export function standingOf({ status, effectiveAt }: ListedVersion, now: Date, inForce: boolean): string {
  if (status === 'DRAFT') return '게시를 기다려요'
  if (status === 'REJECTED') return '반려했어요'
  if (effectiveAt > now) return '적용 예정'
  return inForce ? '지금 적용' : '지난 글'
}
