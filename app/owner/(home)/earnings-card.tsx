import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { DetailList } from '@/app/_components/detail-list'
import { dayName, kstMonthName } from '@/app/_components/kst'
import { WideTable } from '@/app/_components/wide-table'
import { Won } from '@/app/_components/won'
import type { Earnings } from '@/lib/booking/earnings'
import type { SpaceSummary } from '@/lib/space/list-spaces'
import { EarningsChart } from './earnings-chart'
import { stepsOf, type By } from './range'

type Props = { earnings: Earnings; by: By; spaceId: string | undefined; spaces: SpaceSummary[] }

/** What was earned, seen and read: the table says what the chart shows. */
export function EarningsCard({ earnings, by, spaceId, spaces }: Props) {
  const steps = stepsOf(by, earnings.days)
  const nameOf = by === 'day' ? dayName : kstMonthName
  const hrefOf = (change: { by?: By; space?: string | null }) => {
    const space = change.space === undefined ? spaceId : change.space
    const query = new URLSearchParams({ by: change.by ?? by, ...(space ? { space } : {}) })
    return `/owner?${query}`
  }
  const earned = steps.filter(({ gross, fee, net }) => gross !== 0n || fee !== 0n || net !== 0n)
  return (
    <Card as="section" labelledBy="earnings">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="earnings" className="text-title font-semibold">
          {by === 'day' ? '최근 30일 수익' : '최근 12개월 수익'}
        </h2>
        <nav aria-label="기간" className="flex gap-2">
          <ChipLink href={hrefOf({ by: 'day' })} active={by === 'day'}>
            일별
          </ChipLink>
          <ChipLink href={hrefOf({ by: 'month' })} active={by === 'month'}>
            월별
          </ChipLink>
        </nav>
      </div>
      {spaces.length > 1 ? (
        <nav
          aria-label="공간"
          className="-mx-5 mt-3 flex gap-2 overflow-x-auto px-5 pb-1 tablet:-mx-6 tablet:px-6"
        >
          <ChipLink href={hrefOf({ space: null })} active={spaceId === undefined}>
            모든 공간
          </ChipLink>
          {spaces.map(({ id, name }) => (
            <ChipLink key={id} href={hrefOf({ space: id })} active={id === spaceId}>
              {name}
            </ChipLink>
          ))}
        </nav>
      ) : null}
      <EarningsChart steps={steps.map(({ name, net }) => ({ name: nameOf(name), net }))} />
      <DetailList
        rows={[
          { label: '결제 금액', value: <Won amount={earnings.gross} /> },
          { label: '수수료 (부가세 포함)', value: <Won amount={-earnings.fee} /> },
          { label: '내가 받는 금액', value: <Won amount={earnings.net} className="text-title font-bold" /> },
        ]}
      />
      <details className="group mt-2">
        <summary className="inline-flex min-h-11 items-center text-label font-medium text-ink-soft hover:text-ink">
          표로 보기
        </summary>
        {earned.length ? (
          <WideTable label="번 돈 표">
            <table className="w-full text-right text-caption tabular-nums">
              <thead className="text-ink-soft">
                <tr>
                  <th scope="col" className="py-2 text-left font-medium">
                    {by === 'day' ? '날짜' : '월'}
                  </th>
                  <th scope="col" className="py-2 pl-3 font-medium">
                    결제
                  </th>
                  <th scope="col" className="py-2 pl-3 font-medium">
                    수수료
                  </th>
                  <th scope="col" className="py-2 pl-3 font-medium">
                    받는 금액
                  </th>
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {earned.toReversed().map(({ name, gross, fee, net }) => (
                  <tr key={name}>
                    <th scope="row" className="py-2 text-left font-medium whitespace-nowrap">
                      {nameOf(name)}
                    </th>
                    <td className="py-2 pl-3">
                      <Won amount={gross} />
                    </td>
                    <td className="py-2 pl-3">
                      <Won amount={-fee} />
                    </td>
                    <td className="py-2 pl-3 font-semibold">
                      <Won amount={net} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
        ) : (
          <p className="py-3 text-label text-ink-soft">이 기간에는 결제된 예약이 없어요.</p>
        )}
      </details>
      <Link
        href="/owner/statements"
        className="flex min-h-11 items-center justify-between text-label font-medium text-ink-soft hover:text-ink"
      >
        월별 정산내역서
        <ChevronRight className="size-4" aria-hidden="true" />
      </Link>
    </Card>
  )
}
