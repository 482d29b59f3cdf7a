import type { Metadata } from 'next'
import { Search } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { kstExact } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { CLASS_NAMES } from '@/lib/books/signed'
import { ACCOUNT_CLASSES, asRead } from '@/lib/ledger/chart'
import { parseMoment, NOW } from '@/lib/ledger/moment'
import { readTotals, toBalanceSheet } from '@/lib/ledger/totals'
import { kstDay } from '@/lib/time'
import { BookRow } from './book-row'
import { MomentForm } from './moment-form'
import { CLASS_HINTS } from './words'

export const metadata: Metadata = { title: '원장' }

type Props = { searchParams: Promise<{ day?: string; time?: string }> }

export default async function LedgerPage({ searchParams }: Props) {
  await requireOperator('books.read')
  const ctx = await webContext()
  const { day, time } = await searchParams
  const moment = parseMoment(day, time)
  const sheet = toBalanceSheet(await readTotals(ctx.db, moment ?? NOW))
  const today = kstDay(ctx.now())
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="원장">
        {moment
          ? `${moment.until ? kstExact(moment.until) : `${day} 하루가 끝났을 때`}의 잔액이에요.`
          : '지금 이 순간의 잔액이에요.'}{' '}
        금액을 누르면 그 금액을 만든 거래까지 볼 수 있어요.
      </PageHeader>
      <MomentForm day={moment ? day! : today} time={time} today={today} />
      <Link href="/admin/ledger/search" className={buttonClass('soft', 'regular', 'mb-6 w-full')}>
        <Search className="size-4" aria-hidden="true" />
        거래 찾기
      </Link>
      <div className="space-y-4">
        {ACCOUNT_CLASSES.map((kind) => (
          <Card key={kind} as="section" labelledBy={`class-${kind}`}>
            <div className="flex items-baseline justify-between gap-4">
              <h2 id={`class-${kind}`} className="text-title font-semibold">
                {CLASS_NAMES[kind]}
                <span className="ml-2 text-caption font-normal text-ink-faint">{CLASS_HINTS[kind]}</span>
              </h2>
              <Won
                amount={sheet[kind].lines.reduce((sum, line) => sum + asRead(line.account, line.balance), 0n)}
                className="text-title font-bold"
              />
            </div>
            <ul className="mt-2 divide-y divide-line">
              {sheet[kind].lines.map(({ account, name, balance }) => (
                <BookRow
                  key={account}
                  href={`/admin/ledger/${account}${moment ? `?to=${day}` : ''}`}
                  title={name}
                  amount={asRead(account, balance)}
                />
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </div>
  )
}
