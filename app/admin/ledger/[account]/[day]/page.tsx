import type { Metadata } from 'next'
import { BookOpen } from 'lucide-react'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { dayName, kstClock } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { asRead, CHART, isAccount } from '@/lib/ledger/chart'
import { readAccountEntries } from '@/lib/ledger/read-account'
import { TITLES } from '@/lib/ledger/read'
import { isDay } from '@/lib/time'
import { BookRow } from '../../book-row'

export const metadata: Metadata = { title: '하루의 분개' }

type Props = {
  params: Promise<{ account: string; day: string }>
  searchParams: Promise<{ cursor?: string }>
}

/** Every entry of an account on one day. */
export default async function AccountDayPage({ params, searchParams }: Props) {
  await requireOperator('books.read')
  const { account, day } = await params
  const { cursor } = await searchParams
  if (!isAccount(account) || !isDay(day)) notFound()
  const { items, nextCursor } = await readAccountEntries(await webContext(), account, day, cursor)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={`${CHART[account].name} · ${dayName(day)}`}
        back={{ href: `/admin/ledger/${account}`, label: CHART[account].name }}
      >
        장부에 올린 순서대로, 최근 것부터 보여요.
      </PageHeader>
      <Card className="py-2 tablet:py-3">
        {items.length ? (
          <ul className="divide-y divide-line">
            {items.map(({ transactionId, type, reference, amount, recordedAt }) => (
              <BookRow
                key={transactionId}
                href={`/admin/ledger/transactions/${transactionId}`}
                title={TITLES[type]}
                caption={`${kstClock(recordedAt)} · ${reference}`}
                amount={asRead(account, amount)}
                flow
              />
            ))}
          </ul>
        ) : (
          <EmptyState icon={BookOpen} title="이날 움직인 돈이 없어요">
            다른 날짜를 골라 주세요.
          </EmptyState>
        )}
      </Card>
      {nextCursor ? (
        <Link
          href={`/admin/ledger/${account}/${day}?cursor=${nextCursor}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          더 보기
        </Link>
      ) : null}
    </div>
  )
}
