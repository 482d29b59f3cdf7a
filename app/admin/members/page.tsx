import type { Metadata } from 'next'
import { SearchX, UserSearch } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { find, type Found } from '@/lib/member/find'
import { SearchForm } from './search-form'
import { FOUND_NAMES, statusName } from './words'

export const metadata: Metadata = { title: '회원·추적' }

type Props = { searchParams: Promise<{ q?: string | string[] }> }

export default async function MembersPage({ searchParams }: Props) {
  const user = await requireOperator('members.read')
  const { q } = await searchParams
  const typed = typeof q === 'string' ? q.trim() : ''
  const found = typed ? await find(await webContext(), { operatorId: user.id, typed }) : []
  const books = hasDuty(user, 'books.read')
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="회원·추적">
        이메일, 이름, 주문·예약·출금·환불 번호, 토스 paymentKey, 금액과 날짜 가운데 아는 것을 적어 주세요.
      </PageHeader>
      <SearchForm typed={typed} />
      <Card className="mt-5 py-2 tablet:py-3">
        {found.length ? (
          <ul className="divide-y divide-line">
            {found.map((item) => (
              <Item key={`${item.kind} ${item.id}`} item={item} books={books} />
            ))}
          </ul>
        ) : typed ? (
          <EmptyState icon={SearchX} title="찾는 것이 없어요">
            번호를 끝까지 적었는지 확인해 주세요. 금액은 날짜와 함께 적으면 더 오래된 것도 찾아요.
          </EmptyState>
        ) : (
          <EmptyState icon={UserSearch} title="무엇을 찾을까요?">
            30,000원 11/28처럼 금액과 날짜만 알아도 찾을 수 있어요.
          </EmptyState>
        )}
      </Card>
    </div>
  )
}

function Item({ item, books }: { item: Found; books: boolean }) {
  const { kind, id, traceId, person, amount, status, at } = item
  return (
    <li className="py-3.5">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 text-label font-medium">
          {FOUND_NAMES[kind]} <span className="text-ink-soft">{statusName(kind, status)}</span>
        </p>
        {amount === null ? null : <Won amount={amount} className="text-label font-semibold" />}
      </div>
      {person ? (
        <p className="text-label">
          {person.name} {person.email ? <span className="text-ink-soft">{person.email}</span> : null}
        </p>
      ) : null}
      <p className="font-mono text-caption break-all text-ink-faint">{id}</p>
      <p className="text-caption text-ink-faint">
        <When at={at} />
      </p>
      <p className="flex flex-wrap gap-x-4 text-label">
        {person ? <To href={`/admin/members/${person.userId}`}>회원 보기</To> : null}
        {traceId ? <To href={`/admin/members/trace/${traceId}`}>추적하기</To> : null}
        {books && kind === 'transaction' ? (
          <To href={`/admin/ledger/transactions/${id}`}>장부에서 보기</To>
        ) : null}
        {books && traceId && kind !== 'transaction' ? (
          <To href={`/admin/ledger/search?text=${encodeURIComponent(traceId)}`}>장부에서 찾기</To>
        ) : null}
      </p>
    </li>
  )
}

function To({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="inline-flex min-h-11 items-center underline underline-offset-4">
      {children}
    </Link>
  )
}
