import type { Metadata } from 'next'
import { ChevronRight, FileText } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { kstMonthName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { listMonths } from '@/lib/statement/read-month'
import { kstDay } from '@/lib/time'

export const metadata: Metadata = { title: '정산내역서' }

export default async function StatementsPage() {
  const user = await requireUser()
  const ctx = await webContext()
  const months = await listMonths(ctx, user.id)
  const running = kstDay(ctx.now()).slice(0, 7)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="정산내역서" back={{ href: '/owner', label: '정산' }}>
        예약마다 얼마를 받았고 무엇을 뺐는지, 달마다 한 장으로 정리했어요.
      </PageHeader>
      {months.length ? (
        <Card className="py-2 tablet:py-3">
          <ul className="divide-y divide-line">
            {months.map((month) => (
              <li key={month}>
                <Link
                  href={`/owner/statements/${month}`}
                  className="-mx-2 flex min-h-15 items-center gap-3 rounded-control px-2 hover:bg-sunken"
                >
                  <FileText className="size-5 text-ink-faint" aria-hidden="true" />
                  <span className="flex-1 text-label font-medium">{kstMonthName(month)}</span>
                  {month === running ? (
                    <span className="text-caption text-ink-soft">오늘까지 모인 내역</span>
                  ) : null}
                  <ChevronRight className="size-4 text-ink-faint" aria-hidden="true" />
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      ) : (
        <Card>
          <EmptyState
            icon={FileText}
            title="아직 정산내역서가 없어요"
            action={
              <Link href="/owner/bookings" className={buttonClass('soft')}>
                받은 예약 보기
              </Link>
            }
          >
            첫 예약이 결제되면 그달부터 한 장씩 만들어져요.
          </EmptyState>
        </Card>
      )}
      <p className="mt-4 text-center text-caption text-ink-faint">
        출금 하나하나의 내역서는{' '}
        <Link href="/owner/withdrawals" className="underline underline-offset-4">
          출금 내역
        </Link>
        에서 볼 수 있어요.
      </p>
    </div>
  )
}
