import type { Metadata } from 'next'
import { BookOpen } from 'lucide-react'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { kstExact } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { isId } from '@/lib/ids'
import { asRead, CHART } from '@/lib/ledger/chart'
import { NOW, parseMoment } from '@/lib/ledger/moment'
import { readHistory } from '@/lib/ledger/read'
import { readWalletsAt } from '@/lib/ledger/read-wallets-at'
import { kstDay } from '@/lib/time'
import { BookRow } from '../../book-row'
import { MomentForm } from '../../moment-form'

export const metadata: Metadata = { title: '회원 원장' }

type Props = {
  params: Promise<{ userId: string }>
  searchParams: Promise<{ wallet?: string; day?: string; time?: string; cursor?: string }>
}

/** What a member's wallets held at a moment, and every entry of one of them. */
export default async function MemberPage({ params, searchParams }: Props) {
  await requireOperator('books.read')
  const ctx = await webContext()
  const { userId } = await params
  const { day, time, cursor, ...asked } = await searchParams
  const moment = parseMoment(day, time)
  const held = isId(userId) ? await readWalletsAt(ctx, userId, moment ?? NOW) : []
  const wallet = held.find(({ kind }) => kind === asked.wallet) ?? held[0]
  if (!wallet) notFound()
  const { items, nextCursor } = await readHistory(ctx, { userId, wallet: wallet.kind, cursor, limit: 50 })
  const today = kstDay(ctx.now())
  const here = `/admin/ledger/members/${userId}?wallet=`
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="회원 원장" back={{ href: '/admin/ledger', label: '원장' }}>
        <Link
          href={`/admin/members/${userId}`}
          className="font-mono text-caption break-all underline underline-offset-4"
        >
          {userId}
        </Link>
      </PageHeader>
      <MomentForm day={moment ? day! : today} time={time} today={today} />
      <Card className="mb-4 py-2 tablet:py-3">
        <dl className="divide-y divide-line">
          {held.map(({ kind, balance }) => (
            <div key={kind} className="flex justify-between gap-4 py-3 text-label">
              <dt className="text-ink-soft">{CHART[kind].name}</dt>
              <dd className="font-semibold">
                <Won amount={asRead(kind, balance)} />
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <nav
        aria-label="지갑"
        className="-mx-5 mb-4 flex gap-2 overflow-x-auto px-5 py-1 tablet:mx-0 tablet:px-0"
      >
        {held.map(({ kind }) => (
          <ChipLink key={kind} href={`${here}${kind}`} active={kind === wallet.kind}>
            {CHART[kind].name}
          </ChipLink>
        ))}
      </nav>
      <Card className="py-2 tablet:py-3">
        {items.length ? (
          <ul className="divide-y divide-line">
            {items.map(({ id, title, amount, balanceAfter, occurredAt }) => (
              <BookRow
                key={id}
                href={`/admin/ledger/transactions/${id}`}
                title={title}
                caption={kstExact(occurredAt)}
                amount={asRead(wallet.kind, amount)}
                after={<Won amount={asRead(wallet.kind, balanceAfter)} />}
                flow
              />
            ))}
          </ul>
        ) : (
          <EmptyState icon={BookOpen} title="아직 움직인 돈이 없어요">
            이 지갑에 거래가 생기면 여기에 보여요.
          </EmptyState>
        )}
      </Card>
      {nextCursor ? (
        <Link
          href={`${here}${wallet.kind}&cursor=${nextCursor}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          더 보기
        </Link>
      ) : null}
    </div>
  )
}
