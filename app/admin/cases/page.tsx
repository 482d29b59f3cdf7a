import type { Metadata } from 'next'
import clsx from 'clsx'
import { ChevronRight, MessagesSquare } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { dayName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { listCases, type ListedCase } from '@/lib/cases/read-cases'
import { CASE_STATE_WORDS, CASE_WORDS } from '@/lib/cases/words'
import { kstDay } from '@/lib/time'

export const metadata: Metadata = { title: '분쟁·오류' }

export default async function CasesPage() {
  await requireOperator('cases.handle')
  const ctx = await webContext()
  const { open, closed } = await listCases(ctx)
  const today = kstDay(ctx.now())
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="분쟁·오류">오류는 2주, 분쟁과 민원은 15일 안에 답해야 해요.</PageHeader>
      <Link href="/admin/cases/new" className={buttonClass('plain', 'regular', 'mb-4')}>
        전화로 받은 문의 적기
      </Link>
      <Card className="py-1 tablet:py-2">
        {open.length ? (
          <ul className="divide-y divide-line">
            {open.map((each) => (
              <Item key={each.id} item={each} today={today} />
            ))}
          </ul>
        ) : (
          <EmptyState icon={MessagesSquare} title="열린 문의가 없어요">
            고객센터에서 보낸 문의가 답할 날짜와 함께 여기에 모여요.
          </EmptyState>
        )}
      </Card>
      {closed.length ? (
        <section aria-labelledby="closed" className="mt-8">
          <h2 id="closed" className="mb-3 text-title font-semibold">
            종결한 문의
          </h2>
          <Card className="py-1 tablet:py-2">
            <ul className="divide-y divide-line">
              {closed.map((each) => (
                <Item key={each.id} item={each} today={today} />
              ))}
            </ul>
          </Card>
        </section>
      ) : null}
    </div>
  )
}

function Item({ item, today }: { item: ListedCase; today: string }) {
  const { id, kind, person, story, state, dueOn, paper, paperSentAt } = item
  return (
    <li>
      <Link href={`/admin/cases/${id}`} className="flex items-center gap-3 py-3.5">
        <span className="min-w-0 flex-1">
          <span className="block text-label font-semibold">
            {CASE_WORDS[kind].name} · {person}
          </span>
          <span className="block truncate text-caption text-ink-soft">{story}</span>
          {paper && !paperSentAt ? (
            <span className="block text-caption text-caution">서면 명세서를 보내야 해요</span>
          ) : null}
        </span>
        <span
          className={clsx(
            'shrink-0 text-caption',
            state === 'OPEN' && dueOn < today ? 'font-semibold text-danger' : 'text-ink-soft',
          )}
        >
          {state === 'OPEN' ? `${dayName(dueOn)}까지` : CASE_STATE_WORDS[state]}
        </span>
        <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      </Link>
    </li>
  )
}
