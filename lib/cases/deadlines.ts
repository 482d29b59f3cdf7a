import type { CaseKind } from '@/db/schema/case'
import { addDays } from '@/lib/time'

/**
 * Calendar days to answer in: an error two weeks (전자금융거래법 §8), a dispute 15 days (시행령 §14). For a complaint the
 * law names none; we keep to the longer of them.
 */
const DAYS: Record<CaseKind, number> = { error: 14, dispute: 15, complaint: 15 }

/** In which a statement on paper is sent (전자금융거래법 §7). */
const PAPER_DAYS = 14

export function answerBy(kind: CaseKind, openedOn: string): string {
  return addDays(openedOn, DAYS[kind])
}

export function paperBy(openedOn: string): string {
  return addDays(openedOn, PAPER_DAYS)
}
