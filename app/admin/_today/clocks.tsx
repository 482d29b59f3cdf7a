import { dayName, periodName } from '@/app/_components/kst'
import type { ClockKind } from '@/lib/flows/morning/clocks'
import type { Morning } from '@/lib/flows/morning/read-morning'
import { daysBetween } from '@/lib/time'
import { Line, Section } from './section'

/** What each clock is called, where it is dealt with, and whether somebody's money waits for it. */
const CLOCKS: Record<ClockKind, { label: string; href: string; money: boolean }> = {
  shortfall: { label: '별도관리 부족분 채우기', href: '/admin/adjustments', money: true },
  refund: { label: '충전 환불', href: '/admin/reconciliation', money: true },
  case_error: { label: '오류 답변', href: '/admin/cases', money: false },
  case_dispute: { label: '분쟁 답변', href: '/admin/cases', money: false },
  case_complaint: { label: '민원 답변', href: '/admin/cases', money: false },
  paper: { label: '서면 명세서', href: '/admin/cases', money: false },
  filing_vat: { label: '부가세 신고', href: '/admin/reports?kind=vat', money: false },
  filing_fees: { label: '수수료 세금계산서', href: '/admin/reports?kind=fees', money: false },
  filing_broker: { label: '국세청 분기 자료', href: '/admin/reports?kind=broker', money: false },
  filing_withholding: { label: '원천세 신고', href: '/admin/reports?kind=withholding', money: false },
}

const SOON_DAYS = 3

/** What the law sets a day for. */
export function Clocks({ morning: { clocks, today }, open }: { morning: Morning; open: Set<string> }) {
  return (
    <Section id="clocks" title="법정 기한">
      <ul className="divide-y divide-line">
        {clocks.map(({ kind, dueOn, count, period }) => {
          const { label, href, money } = CLOCKS[kind]
          const days = daysBetween(today, dueOn)
          return (
            <Line
              key={kind}
              label={count === null ? label : `${label} ${count}건`}
              note={`${period ? `${periodName(period)} · ` : ''}${dayName(dueOn)}까지`}
              value={daysLeft(days)}
              tone={days < 0 || (money && days === 0) ? 'risk' : days <= SOON_DAYS ? 'due' : 'calm'}
              href={open.has(href.split('?')[0]!) ? withPeriod(href, period) : undefined}
            />
          )
        })}
      </ul>
    </Section>
  )
}

/** Where a year is shown at once, its year. */
function withPeriod(href: string, period?: string): string {
  if (!period) return href
  return `${href}&period=${href.endsWith('=vat') ? period.slice(0, 4) : period}`
}

function daysLeft(days: number): string {
  if (days === 0) return '오늘까지'
  return days > 0 ? `${days}일 남음` : `${-days}일 지남`
}
