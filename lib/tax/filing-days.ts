import type { FilingKind } from '@/db/schema/tax'
import { businessDayFrom } from '@/lib/business-days'
import { dueAfter, type Span } from '@/lib/period'

/**
 * After every which period, and by which day of the next month: VAT returns (부가가치세법 §48, §49), tax invoices for fees
 * (§34 ③), what brokers hand in (§75), what was withheld (소득세법 §128).
 */
export const FILINGS: Record<FilingKind, { span: Span; day: number }> = {
  vat: { span: 'quarter', day: 25 },
  fees: { span: 'month', day: 10 },
  broker: { span: 'quarter', day: 15 },
  withholding: { span: 'month', day: 10 },
}

/** The last day on which a period's filing is in time: on a day of rest it is the next business day (국세기본법 §5). */
export function filedBy(kind: FilingKind, period: string): string {
  return businessDayFrom(dueAfter(period, FILINGS[kind].day))
}
