import type { Metadata } from 'next'
import { BookOpen } from 'lucide-react'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { dayName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { asRead, CHART, isAccount } from '@/lib/ledger/chart'
import { readAccountDays } from '@/lib/ledger/read-account'
import { addDays, isDay } from '@/lib/time'
import { BookRow } from '../book-row'

export const metadata: Metadata = { title: '계정 원장' }

type Props = { params: Promise<{ account: string }>; searchParams: Promise<{ to?: string }> }

/** What an account came to, day by day. */
export default async function AccountPage({ params, searchParams }: Props) {
  await requireOperator('books.read')
  const { account } = await params
  const { to } = await searchParams
  if (!isAccount(account)) notFound()
  const before = to && isDay(to) ? addDays(to, 1) : undefined
  const { days, more } = await readAccountDays(await webContext(), account, before)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={CHART[account].name} back={{ href: '/admin/ledger', label: '원장' }}>
        하루 동안 늘거나 준 금액과 그날 끝의 잔액이에요.
      </PageHeader>
      <Card className="py-2 tablet:py-3">
        {days.length ? (
          <ul className="divide-y divide-line">
            {days.map(({ day, amount, entries, balance }) => (
              <BookRow
                key={day}
                href={`/admin/ledger/${account}/${day}`}
                title={`${day.slice(0, 4)}년 ${dayName(day)}`}
                caption={`분개 ${entries.toLocaleString('ko-KR')}줄`}
                amount={asRead(account, amount)}
                after={
                  <>
                    잔액 <Won amount={asRead(account, balance)} />
                  </>
                }
                flow
              />
            ))}
          </ul>
        ) : (
          <EmptyState icon={BookOpen} title="아직 움직인 돈이 없어요">
            이 계정에 거래가 생기면 날짜별로 보여요.
          </EmptyState>
        )}
      </Card>
      {more ? (
        <Link
          href={`/admin/ledger/${account}?to=${addDays(days.at(-1)!.day, -1)}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          이전 날짜 더 보기
        </Link>
      ) : null}
    </div>
  )
}
