import type { Metadata } from 'next'
import { Scale } from 'lucide-react'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { readReport, type BreakRow, type Report } from '@/lib/reconcile/report'
import { BREAK_WORDS, SETTLEMENT_FIELDS } from '@/lib/reconcile/words'

export const metadata: Metadata = { title: '대사' }

export default async function ReconciliationPage() {
  await requireOperator('console.read')
  const ctx = await webContext()
  const report = await readReport(ctx)
  const now = ctx.now()
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="대사">
        매일 새벽 3시에 우리 장부를 토스의 거래와 정산 내역에 맞춰 봐요. 지금 맞춰 보려면{' '}
        <code>npm run reconcile</code>을 실행해 주세요.
      </PageHeader>
      <LastRun report={report} />
      <section aria-labelledby="breaks" className="mt-8">
        <h2 id="breaks" className="mb-3 text-title font-semibold">
          맞지 않는 내역 {report.open.length > 0 ? `${report.open.length}건` : ''}
        </h2>
        {report.open.length ? (
          <ul className="space-y-4">
            {report.open.map((row) => (
              <Break key={row.id} row={row} now={now} />
            ))}
          </ul>
        ) : (
          <Card>
            <EmptyState icon={Scale} title="맞지 않는 내역이 없어요">
              {report.lastComplete
                ? '마지막으로 끝까지 맞춰 본 결과예요.'
                : '아직 끝까지 맞춰 본 적이 없어서, 맞다고 할 수는 없어요.'}
            </EmptyState>
          </Card>
        )}
      </section>
    </div>
  )
}

function LastRun({ report: { last, lastComplete, unsettled, shortfall } }: { report: Report }) {
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

function Break({ row, now }: { row: BreakRow; now: Date }) {
  const { title, action } = BREAK_WORDS[row.class]
  return (
    <li>
      <Card as="section" labelledBy={`break-${row.id}`}>
        <h3 id={`break-${row.id}`} className="text-title font-semibold">
          {title}
        </h3>
        <p className="mt-1 text-label text-ink-soft">{action}</p>
        <DetailList
          rows={[
            { label: '주문', value: <span className="break-all">{row.orderId ?? '알 수 없어요'}</span> },
            { label: '우리 장부', value: row.ours === null ? '없어요' : <Won amount={row.ours} /> },
            { label: '토스', value: row.theirs === null ? '없어요' : <Won amount={row.theirs} /> },
            ...(row.field ? [{ label: '다른 항목', value: SETTLEMENT_FIELDS[row.field] ?? row.field }] : []),
            { label: '일어난 때', value: <When at={row.occurredAt} now={now} /> },
            { label: '처음 찾은 때', value: <When at={row.foundAt} now={now} /> },
          ]}
        />
      </Card>
    </li>
  )
}
