import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { dayName, kstDate } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { findLine, type ShownLine } from '@/lib/bank-statement/find-line'
import { hasDuty } from '@/lib/identity/duties'
import { listCorrections, readBreak, type ShownBreak } from '@/lib/reconcile/read-break'
import {
  BREAK_WORDS,
  CAUSE_WORDS,
  otherSideOf,
  ourSideOf,
  SETTLEMENT_FIELDS,
  subjectName,
} from '@/lib/reconcile/words'
import { readOtherFees } from '@/lib/settlement/fees'
import { ActionButton } from '../../action-button'
import { adjustmentPath } from '../../adjustments/form-path'
import { NoteForm } from '../../note-form'
import { Notes } from '../../notes'
import { noteAction, takeAction } from '../actions'
import { ExplainForm } from './explain-form'
import { OtherFees } from './other-fees'

export const metadata: Metadata = { title: '맞지 않는 내역' }

const BREAKS = { href: '/admin/reconciliation', label: '대사' }
const BANK = { href: '/admin/reconciliation/bank', label: '은행 대조' }

type Props = { params: Promise<{ breakId: string }> }

export default async function BreakPage({ params }: Props) {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const { breakId } = await params
  const row = await readBreak(ctx, breakId)
  if (!row) notFound()
  const mayHandle = hasDuty(user, 'breaks.handle')
  const isOfBank = otherSideOf(row.class) === '은행'
  const line = isOfBank ? await findLine(ctx, row.subject) : null
  const { title, action } = BREAK_WORDS[row.class]
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={title} back={isOfBank && hasDuty(user, 'books.read') ? BANK : BREAKS}>
        {row.closedAt ? null : action}
      </PageHeader>
      {row.closedAt ? <Ending row={row} /> : null}
      <Sides row={row} />
      <Card className="mt-4 py-2 tablet:py-2">
        <DetailList
          rows={[
            ...(isOfBank
              ? []
              : [
                  {
                    label: '주문',
                    value: <span className="break-all">{row.orderId ?? '알 수 없어요'}</span>,
                  },
                ]),
            { label: '대상', value: <span className="break-all">{subjectName(row.subject)}</span> },
            ...(line ? [{ label: '은행 기록', value: line.text }] : []),
            ...(row.field ? [{ label: '다른 항목', value: SETTLEMENT_FIELDS[row.field] ?? row.field }] : []),
            { label: '일어난 때', value: isOfBank ? whenAtBank(row, line) : <When at={row.occurredAt} /> },
            { label: '처음 찾은 때', value: <When at={row.foundAt} /> },
            { label: '담당자', value: row.assignee ?? '없어요' },
          ]}
        />
        {mayHandle && !row.closedAt && row.assignedTo !== user.id ? (
          <div className="pb-3">
            <ActionButton run={takeAction} about={{ breakId }} pendingLabel="맡고 있어요">
              내가 맡기
            </ActionButton>
          </div>
        ) : null}
      </Card>
      {row.class === 'FEE_MISMATCH' ? <OtherFees fees={await readOtherFees(ctx, row.subject)} /> : null}
      <section aria-labelledby="notes" className="mt-8">
        <h2 id="notes" className="mb-2 text-title font-semibold">
          메모
        </h2>
        <Notes notes={row.notes} />
        {mayHandle ? <NoteForm run={noteAction} about={{ breakId }} /> : null}
      </section>
      {mayHandle && !row.closedAt ? (
        <section aria-labelledby="close" className="mt-8">
          <h2 id="close" className="mb-2 text-title font-semibold">
            종결하기
          </h2>
          <Card>
            {hasDuty(user, 'adjustments.make') ? (
              <p className="mb-4 text-label text-ink-soft">
                돈을 옮겨야 하면 먼저 조정을 올려 다른 담당자의 승인을 받아 주세요.
                <Link href={correctionPath(row)} className={buttonClass('plain', 'regular', 'mt-3 flex')}>
                  조정 올리기
                </Link>
              </p>
            ) : null}
            <ExplainForm breakId={breakId} corrections={await listCorrections(ctx, row)} />
          </Card>
        </section>
      ) : null}
    </div>
  )
}

/** Banks name a time of day with their own lines alone. */
function whenAtBank({ occurredAt }: ShownBreak, line: ShownLine | null): string {
  return line?.time ? `${dayName(line.day)} ${line.time.slice(0, 5)}` : kstDate(occurredAt)
}

/** What our book has beside what the other side has. */
function Sides({ row: { class: what, ours, theirs } }: { row: ShownBreak }) {
  const otherSide = otherSideOf(what)
  const ourSide = ourSideOf(what) === '계약' ? '계약한 수수료' : '우리 장부'
  const apart = (ours ?? 0n) - (theirs ?? 0n)
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-4">
        {[
          { side: ourSide, amount: ours },
          { side: otherSide, amount: theirs },
        ].map(({ side, amount }) => (
          <div key={side} className="rounded-control bg-sunken px-4 py-3">
            <dt className="text-caption text-ink-soft">{side}</dt>
            <dd className="mt-1 text-title font-bold">
              {amount === null ? '없어요' : <Won amount={amount} />}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-label text-ink-soft">
        {apart === 0n
          ? '금액은 같아요.'
          : apart > 0n
            ? `${ourSide}가 `
            : `${otherSide === '토스' ? '토스가' : '은행이'} `}
        {apart === 0n ? null : (
          <>
            <Won amount={apart > 0n ? apart : -apart} /> 더 많아요.
          </>
        )}
      </p>
    </Card>
  )
}

function Ending({ row: { cause, reason, closer, closedAt, closedHow, adjustmentId } }: { row: ShownBreak }) {
  if (!cause)
    return (
      <Notice tone="good" title="저절로 맞춰졌어요" className="mb-4">
        {closedHow === 'repaired' ? '토스에 다시 조회해서 바로잡았어요.' : '다음 대사에서 양쪽이 같았어요.'}
      </Notice>
    )
  return (
    <Notice title={CAUSE_WORDS[cause]} className="mb-4">
      <p>{reason}</p>
      <p className="mt-1 text-caption">
        {closer} · <When at={closedAt!} />
        {adjustmentId ? ` · 조정 ${adjustmentId}` : ''}
      </p>
      <p className="mt-1 text-caption">금액이 달라지면 다음 대사에서 다시 열려요.</p>
    </Notice>
  )
}

/**
 * The form of an adjustment, filled in where only one makes sense: what Toss will not pay is a loss, and what only the
 * bank or Toss's balance has is most often the company's own money.
 */
function correctionPath({ class: what, ours, theirs }: ShownBreak): string {
  const lost = (ours ?? 0n) - (theirs ?? 0n)
  if (what === 'BANK_DEPOSIT_UNKNOWN' || what === 'BANK_DEBIT_UNKNOWN')
    return adjustmentPath({
      ...{ type: 'bank_transfer', amount: theirs! },
      ...{ to: { account: 'safeguarded_bank' }, from: { account: 'operating_bank' } },
    })
  if (what === 'PAYOUT_BALANCE_MISMATCH')
    return adjustmentPath({
      ...{ type: 'bank_transfer', amount: theirs! - ours! },
      ...{ to: { account: 'pg_payout_balance' }, from: { account: 'operating_bank' } },
    })
  if (lost <= 0n || otherSideOf(what) === '은행') return '/admin/adjustments/new'
  return adjustmentPath({
    ...{ type: 'write_off', amount: lost },
    ...{ to: { account: 'write_offs' }, from: { account: 'pg_receivable' } },
  })
}
