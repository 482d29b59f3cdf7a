import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstExact } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { readTransaction, type Origin } from '@/lib/books/read-transaction'
import { PosPayError } from '@/lib/errors'
import { TITLES } from '@/lib/ledger/read'
import { LegsTable } from '../../legs-table'

export const metadata: Metadata = { title: '거래' }

export default async function TransactionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireOperator('books.read')
  const { id } = await params
  const transaction = await readTransaction(await webContext(), id).catch((error: unknown) => {
    if (error instanceof PosPayError) notFound()
    throw error
  })
  const { type, reference, legs, origin, reverses, reversedBy, actor, requestId } = transaction
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={TITLES[type]} back={{ href: '/admin/ledger', label: '원장' }}>
        {kstExact(transaction.recordedAt)}에 장부에 올렸어요.
      </PageHeader>
      <Card>
        <LegsTable legs={legs.map(({ balanceAfter, ...leg }) => ({ ...leg, after: balanceAfter }))} />
      </Card>
      <Card className="mt-4">
        <DetailList
          rows={[
            { label: '참조 번호', value: <Code>{reference}</Code> },
            ...(origin ? originRows(origin) : []),
            ...(reverses ? [{ label: '되돌린 거래', value: <ToTransaction id={reverses} /> }] : []),
            ...reversedBy.map((by) => ({ label: '이 거래를 되돌린 거래', value: <ToTransaction id={by} /> })),
            { label: '일어난 때', value: kstExact(transaction.occurredAt) },
            { label: '회계일', value: transaction.businessDate },
            { label: '누가', value: <Code>{actor}</Code> },
            { label: '요청 번호', value: <Code>{requestId}</Code> },
            { label: '거래 번호', value: <Code>{transaction.id}</Code> },
          ]}
        />
      </Card>
    </div>
  )
}

const ORIGIN_NAMES: Record<Origin['kind'], string> = {
  order: '충전 주문',
  booking: '예약',
  withdrawal: '출금',
}

function originRows(origin: Origin): { label: string; value: ReactNode }[] {
  const { kind, id, amount, status } = origin
  return [
    {
      label: ORIGIN_NAMES[kind],
      value: (
        <Link
          href={`/admin/ledger/search?text=${encodeURIComponent(id)}`}
          className="underline underline-offset-4"
        >
          <Won amount={amount} /> · {status}
        </Link>
      ),
    },
    ...(origin.kind === 'booking'
      ? [{ label: '공간', value: `${origin.spaceName} · ${kstExact(origin.startsAt)}` }]
      : []),
  ]
}

function ToTransaction({ id }: { id: string }) {
  return (
    <Link href={`/admin/ledger/transactions/${id}`} className="underline underline-offset-4">
      <Code>{id}</Code>
    </Link>
  )
}

function Code({ children }: { children: ReactNode }) {
  return <span className="font-mono text-caption break-all">{children}</span>
}
