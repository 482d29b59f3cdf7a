import type { Metadata } from 'next'
import { FilePen } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { listAdjustments, type ListedAdjustment } from '@/lib/adjustment/read'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { LegsTable } from '../ledger/legs-table'
import { DecideForm } from './decide-form'
import { STATUS_NAMES, TYPE_NAMES } from './words'

export const metadata: Metadata = { title: '조정' }

export default async function AdjustmentsPage() {
  const user = await requireOperator('books.read')
  const items = await listAdjustments(await webContext())
  const makes = hasDuty(user, 'adjustments.make')
  const decides = hasDuty(user, 'adjustments.decide')
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="조정">
        한 사람이 올리고 다른 사람이 승인해요. 미리 본 분개 그대로만 장부에 올라가요.
      </PageHeader>
      {makes ? (
        <Link href="/admin/adjustments/new" className={buttonClass('soft', 'regular', 'mb-6 w-full')}>
          <FilePen className="size-4" aria-hidden="true" />
          조정 올리기
        </Link>
      ) : null}
      {items.length ? (
        <ul className="space-y-4">
          {items.map((item) => (
            <Item key={item.id} item={item} may={{ makes, decides }} own={item.madeBy === user.id} />
          ))}
        </ul>
      ) : (
        <Card>
          <EmptyState icon={FilePen} title="아직 올린 조정이 없어요">
            장부를 바로잡거나 은행 계좌 사이에 돈을 옮길 때 여기에서 올려요.
          </EmptyState>
        </Card>
      )}
    </div>
  )
}

type Shown = { item: ListedAdjustment; may: { makes: boolean; decides: boolean }; own: boolean }

function Item({ item, may, own }: Shown) {
  const { id, type, status, reason, maker, decider, madeAt, decidedAt, rejection, preview, refusal } = item
  const waiting = status === 'PENDING'
  return (
    <li>
      <Card>
        <div className="mb-2 flex items-baseline justify-between gap-4">
          <h2 className="text-title font-semibold">{TYPE_NAMES[type]}</h2>
          <p className="text-label text-ink-soft">{STATUS_NAMES[status]}</p>
        </div>
        {preview ? <LegsTable legs={preview.legs} /> : null}
        {refusal ? (
          <Notice tone="caution" title="지금은 올릴 수 없어요">
            {refusal}
          </Notice>
        ) : null}
        <DetailList
          rows={[
            { label: '이유', value: reason },
            { label: '올린 사람', value: maker },
            { label: '올린 때', value: <When at={madeAt} /> },
            ...(decider && decidedAt
              ? [
                  { label: status === 'POSTED' ? '승인한 사람' : '거절한 사람', value: decider },
                  { label: '결정한 때', value: <When at={decidedAt} /> },
                ]
              : []),
            ...(rejection ? [{ label: '거절한 이유', value: rejection }] : []),
          ]}
        />
        {item.transactionId ? (
          <Link
            href={`/admin/ledger/transactions/${item.transactionId}`}
            className={buttonClass('plain', 'regular', 'mt-3 w-full')}
          >
            장부에서 보기
          </Link>
        ) : null}
        {item.takenBack ? <p className="mt-3 text-label text-ink-soft">되돌리는 조정이 있어요.</p> : null}
        {status === 'POSTED' && may.makes && !item.takenBack && !item.reverses ? (
          <Link href={takeBackOf(item)} className={buttonClass('plain', 'regular', 'mt-3 w-full')}>
            되돌리는 조정 올리기
          </Link>
        ) : null}
        {waiting && own ? (
          <p className="mt-3 text-label text-ink-soft">내가 올려서 다른 담당자가 결정해야 해요.</p>
        ) : null}
        {waiting && may.decides && !own ? (
          <DecideForm adjustmentId={id} hash={preview?.hash ?? null} />
        ) : null}
      </Card>
    </li>
  )
}

/** The form, filled with the same entries the other way round. */
function takeBackOf({ type, transactionId, legs }: ListedAdjustment): string {
  const lines = legs.flatMap(({ account, amount, user }, index) => {
    const debit = amount.startsWith('-')
    const line = {
      account,
      side: debit ? 'credit' : 'debit',
      amount: amount.replace('-', ''),
      user: user ?? '',
    }
    return Object.entries(line).map(([name, value]) => [`${name}${index + 1}`, value])
  })
  return `/admin/adjustments/new?${new URLSearchParams([['type', type], ['reverses', transactionId!], ...lines])}`
}
