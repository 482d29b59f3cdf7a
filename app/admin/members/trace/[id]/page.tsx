import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { hasDuty } from '@/lib/identity/duties'
import { readTrace, type Step, type Trace } from '@/lib/member/read-trace'
import { toKstIso } from '@/lib/time'
import { FOUND_NAMES, statusName } from '../../words'

export const metadata: Metadata = { title: '추적' }

const SOURCE_NAMES: Record<Step['source'], string> = {
  toss: '토스 호출',
  book: '장부',
  audit: '기록',
  webhook: '웹훅',
  refund: '충전 환불',
}

/** All that is written down about an order, a booking or a withdrawal, as it happened. */
export default async function TracePage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireOperator('members.read')
  const { id } = await params
  const trace = await readTrace(await webContext(), { operatorId: user.id, id }).catch((error: unknown) => {
    if (error instanceof PosPayError && error.code === 'NOT_FOUND') notFound()
    throw error
  })
  const books = hasDuty(user, 'books.read')
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={`${FOUND_NAMES[trace.kind]} 추적`}
        back={{ href: '/admin/members', label: '회원·추적' }}
      >
        <span className="font-mono text-caption break-all">{trace.id}</span>
      </PageHeader>
      <Card>
        <DetailList rows={rowsOf(trace)} />
      </Card>
      <h2 className="mt-8 mb-3 text-title font-semibold">있었던 일</h2>
      <Card className="py-2 tablet:py-3">
        {trace.steps.length ? (
          <ol className="divide-y divide-line">
            {trace.steps.map((step) => (
              <StepRow key={`${step.source} ${step.id}`} step={step} books={books} />
            ))}
          </ol>
        ) : (
          <p className="py-8 text-center text-label text-ink-soft">아직 있었던 일이 없어요.</p>
        )}
      </Card>
    </div>
  )
}

function rowsOf({ kind, amount, status, at, person, orderId }: Trace) {
  return [
    { label: '상태', value: statusName(kind, status) },
    { label: '금액', value: <Won amount={amount} /> },
    {
      label: '회원',
      value: (
        <Link href={`/admin/members/${person.userId}`} className="underline underline-offset-4">
          {person.name}
        </Link>
      ),
    },
    ...(orderId
      ? [
          {
            label: '결제할 충전',
            value: (
              <Link
                href={`/admin/members/trace/${orderId}`}
                className="break-all underline underline-offset-4"
              >
                {orderId}
              </Link>
            ),
          },
        ]
      : []),
    { label: '만든 때', value: <When at={at} /> },
  ]
}

function StepRow({ step, books }: { step: Step; books: boolean }) {
  const { at, source, id, amount, answer, actor } = step
  return (
    <li className="py-3">
      <div className="flex items-baseline justify-between gap-4 text-label">
        <p className="min-w-0 break-words">
          <span className="text-ink-soft">{SOURCE_NAMES[source]}</span>{' '}
          <span className="font-medium">{whatOf(step)}</span>
        </p>
        {amount === null ? (
          <span className="text-right text-caption whitespace-nowrap text-ink-soft">{answerOf(step)}</span>
        ) : (
          <Won amount={amount} className="font-semibold" />
        )}
      </div>
      <p className="text-caption text-ink-faint">
        {/* To the millisecond: what came first is what it is about. */}
        <time dateTime={at.toISOString()} className="tabular-nums">
          {toKstIso(at).slice(0, 23).replace('T', ' ')}
        </time>
        {actor ? <span className="break-all"> · {actor}</span> : null}
      </p>
      {answer ? (
        <details className="text-caption">
          <summary className="cursor-pointer py-2 text-ink-soft">토스의 답 보기</summary>
          <pre className="overflow-x-auto rounded-control bg-sunken p-3" tabIndex={0}>
            {JSON.stringify(answer, null, 2)}
          </pre>
        </details>
      ) : null}
      {books && source === 'book' ? (
        <Link
          href={`/admin/ledger/transactions/${id}`}
          className="inline-flex min-h-11 items-center text-label underline underline-offset-4"
        >
          장부에서 보기
        </Link>
      ) : null}
    </li>
  )
}

function whatOf({ source, what, code }: Step): string {
  if (source === 'book') return statusName('transaction', what)
  if (source === 'refund') return [statusName('refund', what), code].filter(Boolean).join(' · ')
  return what
}

/** Of a call how it was answered and how long that took; of a message what became of it. */
function answerOf({ source, httpStatus, code, at, answeredAt }: Step): string {
  if (source === 'webhook') return code ?? ''
  if (source !== 'toss') return ''
  if (!answeredAt) return [code, '답을 받지 못함'].filter(Boolean).join(' · ')
  return [String(httpStatus), code, `${answeredAt.getTime() - at.getTime()}ms`].filter(Boolean).join(' · ')
}
