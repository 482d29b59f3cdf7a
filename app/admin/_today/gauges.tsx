import clsx from 'clsx'
import type { ReactNode } from 'react'
import { dayName } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import type { Measured, Thresholds } from '@/lib/safeguard/thresholds'
import { Section } from './section'

/** How near the service is to having to be registered, by the decree's own formula. */
export function Gauges({ thresholds }: { thresholds: Thresholds }) {
  const { outstanding, issuance, quarters, issuedThisYear } = thresholds
  return (
    <Section id="gauges" title="선불업 등록 기준" wide>
      <div className="mt-2 grid gap-6 tablet:grid-cols-2">
        <Gauge
          title="미상환 잔액"
          measured={outstanding}
          basis={
            quarters.length
              ? `전 사업연도 1분기부터 직전 분기까지, 분기 말 잔액 ${quarters.length}개의 평균이에요.`
              : '아직 지난 분기 말 잔액이 없어요.'
          }
        />
        <Gauge
          title="연간 발행액"
          measured={issuance}
          basis={
            <>
              지난해 충전된 돈의 합계예요. 올해는 지금까지 <Won amount={issuedThisYear} />, 내년에 이 기준이
              돼요.
            </>
          }
        />
      </div>
      <p className="mt-4 text-caption text-ink-faint">
        둘 다 기준 아래여야 등록이 면제돼요(전자금융거래법 시행령 제15조). 넘는 날은 최근 90일처럼 계속된다고
        보고 어림한 날이에요.
      </p>
    </Section>
  )
}

type GaugeProps = { title: string; measured: Measured; basis: ReactNode }

function Gauge({ title, measured: { amount, limit, percent, level, crossesOn }, basis }: GaugeProps) {
  const shown = percent > 100n ? 100n : percent
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="text-label font-semibold">{title}</h3>
        <p className={clsx('text-label font-semibold tabular-nums', level >= 70 && 'text-caution')}>
          {String(percent)}%
        </p>
      </div>
      <div
        role="meter"
        aria-label={title}
        aria-valuenow={Number(shown)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="relative mt-2 h-2.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={clsx('h-full rounded-full', level >= 70 ? 'bg-caution' : 'bg-brand')}
          style={{ width: `${shown}%` }}
        />
        {[50, 70, 90].map((mark) => (
          <span
            key={mark}
            className="absolute inset-y-0 w-px bg-line-strong"
            style={{ left: `${mark}%` }}
            aria-hidden="true"
          />
        ))}
      </div>
      <p className="mt-2 text-label">
        <Won amount={amount} /> <span className="text-ink-soft">/</span>{' '}
        <Won amount={limit} className="text-ink-soft" />
      </p>
      <p className="mt-1 text-caption text-ink-soft">{basis}</p>
      <p className={clsx('mt-1 text-caption', crossesOn ? 'font-medium text-ink' : 'text-ink-soft')}>
        {crossesOn
          ? `이 추세라면 ${crossesOn.slice(0, 4)}년 ${dayName(crossesOn)}부터 등록 대상이에요.`
          : '이 추세로는 10년 안에 넘지 않아요.'}
      </p>
    </div>
  )
}
