import type { Metadata } from 'next'
import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { z } from 'zod'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { Field } from '@/app/_components/field'
import { kstExact } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { SelectField } from '@/app/_components/select-field'
import { requireOperator, webContext } from '@/lib/auth'
import { searchJournal } from '@/lib/books/search-journal'
import { isTransactionType, TITLES } from '@/lib/ledger/read'
import { addDays, isDay, kstDay } from '@/lib/time'
import { BookRow } from '../book-row'

export const metadata: Metadata = { title: '거래 찾기' }

const day = z.string().refine(isDay).optional().catch(undefined)
const asked = z.object({
  text: z.string().trim().min(1).max(200).optional().catch(undefined),
  type: z.string().refine(isTransactionType).optional().catch(undefined),
  from: day,
  to: day,
  amount: z
    .string()
    .transform((typed) => typed.replaceAll(/[,원\s]/g, ''))
    .pipe(z.string().regex(/^\d{1,15}$/))
    .optional()
    .catch(undefined),
  cursor: z.string().max(20).optional().catch(undefined),
})

/** A name is looked for in the whole book; everything else within days. */
const DAYS = 30

export default async function SearchPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string>>
}) {
  await requireOperator('books.read')
  const ctx = await webContext()
  const { cursor, ...query } = asked.parse(await searchParams)
  const today = kstDay(ctx.now())
  const from = query.from ?? (query.text ? undefined : addDays(today, -DAYS))
  const amount = query.amount === undefined ? undefined : BigInt(query.amount)
  const { items, nextCursor } = await searchJournal(ctx, { ...query, from, amount, cursor })
  const again = new URLSearchParams(
    Object.entries({ ...query, cursor: nextCursor }).filter((pair): pair is [string, string] =>
      Boolean(pair[1]),
    ),
  )
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="거래 찾기" back={{ href: '/admin/ledger', label: '원장' }}>
        주문, 예약, 출금, 거래 번호나 참조 번호로 장부 전체에서 찾아요. 번호가 없으면 최근 30일에서 찾아요.
      </PageHeader>
      <form className="mb-4 grid grid-cols-2 gap-3">
        <div className="col-span-2">
          <Field name="text" label="번호" defaultValue={query.text} autoComplete="off" maxLength={200} />
        </div>
        <SelectField name="type" label="종류" defaultValue={query.type ?? ''}>
          <option value="">모두</option>
          {Object.entries(TITLES).map(([type, title]) => (
            <option key={type} value={type}>
              {title}
            </option>
          ))}
        </SelectField>
        <Field
          name="amount"
          label="금액"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={query.amount}
        />
        <Field name="from" label="첫날" type="date" defaultValue={from} max={today} />
        <Field name="to" label="마지막 날" type="date" defaultValue={query.to} max={today} />
        <button type="submit" className={buttonClass('primary', 'regular', 'col-span-2')}>
          찾기
        </button>
      </form>
      <Card className="py-2 tablet:py-3">
        {items.length ? (
          <ul className="divide-y divide-line">
            {items.map(({ transactionId, type, reference, amount, recordedAt }) => (
              <BookRow
                key={transactionId}
                href={`/admin/ledger/transactions/${transactionId}`}
                title={TITLES[type]}
                caption={`${kstExact(recordedAt)} · ${reference}`}
                amount={amount}
              />
            ))}
          </ul>
        ) : (
          <EmptyState icon={SearchX} title="찾는 거래가 없어요">
            번호를 다시 확인하거나 기간을 넓혀 주세요.
          </EmptyState>
        )}
      </Card>
      {nextCursor ? (
        <Link
          href={`/admin/ledger/search?${again}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          더 보기
        </Link>
      ) : null}
    </div>
  )
}
