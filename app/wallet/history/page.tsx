import type { Metadata } from 'next'
import { ListFilter, ReceiptText } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { readHistory, readMonthTotals } from '@/lib/ledger/read'
import { HistoryList } from './history-list'

export const metadata: Metadata = { title: '내역' }

/** What the balance's history can be narrowed to. */
const FILTERS = [
  { type: null, label: '전체' },
  { type: 'charge', label: '충전' },
  { type: 'payment', label: '결제' },
  { type: 'refund', label: '예약 환불' },
  { type: 'charge_refund', label: '충전 환불' },
]

type Props = { searchParams: Promise<{ type?: string | string[] }> }

export default async function HistoryPage({ searchParams }: Props) {
  const user = await requireUser()
  const { type: asked } = await searchParams
  const type = FILTERS.find((filter) => filter.type === asked)?.type ?? null
  const ctx = await webContext()
  const [history, totals] = await Promise.all([
    readHistory(ctx, { userId: user.id, type }),
    readMonthTotals(ctx, { userId: user.id, type }),
  ])
  return (
    <LiveRefresh>
      <div className="mx-auto max-w-2xl">
        <PageHeader title="내역" />
        <nav aria-label="종류로 거르기" className="-mx-5 mb-5 flex gap-2 overflow-x-auto px-5 py-1">
          {FILTERS.map((filter) => (
            <ChipLink
              key={filter.label}
              href={filter.type ? `/wallet/history?type=${filter.type}` : '/wallet/history'}
              active={filter.type === type}
            >
              {filter.label}
            </ChipLink>
          ))}
        </nav>
        {history.items.length ? (
          <HistoryList
            key={type ?? 'all'}
            newest={history.items}
            nextCursor={history.nextCursor}
            type={type}
            totals={totals}
          />
        ) : (
          <Nothing filtered={type !== null} />
        )}
      </div>
    </LiveRefresh>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={ListFilter}
        title="이 종류의 내역이 없어요"
        action={
          <Link href="/wallet/history" className={buttonClass('soft')}>
            전체 내역 보기
          </Link>
        }
      >
        다른 종류를 고르면 다른 내역이 보여요.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={ReceiptText}
      title="아직 내역이 없어요"
      action={
        <Link href="/wallet/charge" className={buttonClass('soft')}>
          첫 충전 하기
        </Link>
      }
    >
      충전하면 언제 얼마가 들어왔는지 여기에 남아요.
    </EmptyState>
  )
}
