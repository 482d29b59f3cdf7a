import type { Metadata } from 'next'
import { ChevronRight, Scale } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { listClosed, listRuns } from '@/lib/reconcile/read-break'
import { readReport, type BreakRow, type Report } from '@/lib/reconcile/report'
import { BREAK_WORDS, CAUSE_WORDS, otherSideOf, ourSideOf, subjectName } from '@/lib/reconcile/words'
import { ActionButton } from '../action-button'
import { runAction } from './actions'
import { Runs } from './runs'

export const metadata: Metadata = { title: '대사' }

export default async function ReconciliationPage() {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const [report, runs, closed] = await Promise.all([readReport(ctx), listRuns(ctx), listClosed(ctx)])
  const now = ctx.now()
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="대사">
        매일 새벽 3시에 우리 장부를 토스의 거래와 정산, 은행의 거래내역에 맞춰 봐요.
      </PageHeader>
      <LastRun report={report} />
      {hasDuty(user, 'breaks.handle') ? (
        <div className="mt-4">
          <ActionButton run={runAction} pendingLabel="맞춰 보고 있어요">
            지금 맞춰 보기
          </ActionButton>
        </div>
      ) : null}
      <Part id="breaks" title={`맞지 않는 내역 ${report.open.length > 0 ? `${report.open.length}건` : ''}`}>
        <Card className="py-1 tablet:py-2">
          {report.open.length ? (
            <ul className="divide-y divide-line">
              {report.open.map((row) => (
                <Break key={row.id} row={row}>
                  <When at={row.foundAt} now={now} />에 찾았어요
                  {row.assignedTo ? '' : ' · 담당자가 없어요'}
                </Break>
              ))}
            </ul>
          ) : (
            <EmptyState icon={Scale} title="맞지 않는 내역이 없어요">
              {report.lastComplete
                ? '마지막으로 끝까지 맞춰 본 결과예요.'
                : '아직 끝까지 맞춰 본 적이 없어서, 맞다고 할 수는 없어요.'}
            </EmptyState>
          )}
        </Card>
      </Part>
      <Part id="runs" title="최근 2주">
        <Runs runs={runs} />
      </Part>
      {closed.length ? (
        <Part id="closed" title="최근에 종결한 내역">
          <Card className="py-1 tablet:py-2">
            <ul className="divide-y divide-line">
              {closed.map((row) => (
                <Break key={row.id} row={row}>
                  {endOf(row)} · <When at={row.closedAt!} now={now} />
                </Break>
              ))}
            </ul>
          </Card>
        </Part>
      ) : null}
    </div>
  )
}

function endOf({ closedHow, cause }: BreakRow): string {
  if (cause) return CAUSE_WORDS[cause]
  return closedHow === 'repaired' ? '다시 조회해 저절로 맞춰졌어요' : '다음 대사에서 같아졌어요'
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-3 text-title font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

function LastRun({
  report: { last, lastComplete, unsettled, payoutBalance, shortfall },
}: {
  report: Report
}) {
  return (
    <Card>
      {last?.state === 'INCOMPLETE' ? (
        <Notice tone="caution" title="마지막 대사를 끝내지 못했어요" className="mb-3">
          {last.reason} 10분마다 다시 시도해요.
        </Notice>
      ) : null}
      <DetailList
        rows={[
          {
            label: '마지막으로 끝낸 대사',
            value: lastComplete ? <When at={lastComplete.startedAt} /> : '없어요',
          },
          ...(lastComplete
            ? [
                {
                  label: '우리 장부',
                  value: <Side count={lastComplete.ours!} sum={lastComplete.oursSum!} />,
                },
                { label: '토스', value: <Side count={lastComplete.theirs!} sum={lastComplete.theirsSum!} /> },
                { label: '다시 조회해 바로잡은 내역', value: `${lastComplete.repaired}건` },
                { label: '새로 올린 정산', value: `${lastComplete.settled}건` },
              ]
            : []),
          { label: '토스에서 아직 받지 않은 돈', value: <Won amount={unsettled} /> },
          ...(payoutBalance === 0n
            ? []
            : [{ label: '지급대행 잔액', value: <Won amount={payoutBalance} /> }]),
          { label: '별도관리 계좌에 채워야 할 돈', value: <Won amount={shortfall} /> },
        ]}
      />
    </Card>
  )
}

function Side({ count, sum }: { count: number; sum: bigint }) {
  return (
    <>
      {count}건 · <Won amount={sum} />
    </>
  )
}

function Break({ row, children }: { row: BreakRow; children: ReactNode }) {
  return (
    <li>
      <Link href={`/admin/reconciliation/${row.id}`} className="flex items-center gap-3 py-3.5">
        <span className="min-w-0 flex-1">
          <span className="block text-label font-semibold">{BREAK_WORDS[row.class].title}</span>
          <span className="block truncate text-caption text-ink-soft">
            {row.orderId ?? subjectName(row.subject)}
          </span>
          <span className="block text-caption text-ink-faint">{children}</span>
        </span>
        <span className="shrink-0 text-right text-caption text-ink-soft">
          <span className="block">
            {ourSideOf(row.class)} {row.ours === null ? '없음' : <Won amount={row.ours} />}
          </span>
          <span className="block">
            {otherSideOf(row.class)} {row.theirs === null ? '없음' : <Won amount={row.theirs} />}
          </span>
        </span>
        <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      </Link>
    </li>
  )
}
