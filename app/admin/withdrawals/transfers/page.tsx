import type { Metadata } from 'next'
import { FileSpreadsheet } from 'lucide-react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireOperator, webContext } from '@/lib/auth'
import { readManualWork, type Batch, type ManualWork, type ReadResult } from '@/lib/withdrawal/manual/read'
import { MakeBatchForm } from './make-batch-form'
import { ResultForm } from './result-form'

export const metadata: Metadata = { title: '이체 파일' }

export default async function TransfersPage() {
  await requireOperator('transfers.carry')
  const { waiting, batches, results } = await readManualWork(await webContext())
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="이체 파일">
        승인이 끝난 출금을 파일로 받아 은행의 다계좌이체에 올리고, 은행이 준 결과 파일을 여기에 올려 주세요.
      </PageHeader>
      <Waiting waiting={waiting} />
      <section aria-labelledby="results" className="mt-8">
        <h2 id="results" className="mb-3 text-title font-semibold">
          은행 결과
        </h2>
        <Card>
          <ResultForm />
          {results.length ? (
            <ul className="mt-5 divide-y divide-line border-t border-line">
              {results.map((result) => (
                <Result key={result.id} result={result} />
              ))}
            </ul>
          ) : null}
        </Card>
      </section>
      <section aria-labelledby="batches" className="mt-8">
        <h2 id="batches" className="mb-3 text-title font-semibold">
          만든 파일
        </h2>
        {batches.length ? (
          <ul className="space-y-4">
            {batches.map((batch) => (
              <BatchCard key={batch.number} batch={batch} />
            ))}
          </ul>
        ) : (
          <Card>
            <EmptyState icon={FileSpreadsheet} title="아직 만든 파일이 없어요">
              보낼 출금이 생기면 위에서 파일로 만들 수 있어요.
            </EmptyState>
          </Card>
        )}
      </section>
    </div>
  )
}

function Waiting({ waiting: { transfers, amount } }: Pick<ManualWork, 'waiting'>) {
  return (
    <Card as="section" labelledBy="waiting">
      <h2 id="waiting" className="text-label text-ink-soft">
        파일에 담을 출금
      </h2>
      <p className="mt-1 text-heading font-bold">
        {transfers ? (
          <>
            {transfers}건 · <Won amount={amount} />
          </>
        ) : (
          '없어요'
        )}
      </p>
      {transfers ? <MakeBatchForm transfers={transfers} /> : null}
    </Card>
  )
}

function BatchCard({ batch }: { batch: Batch }) {
  const { number, transfers, amount, open, failed, returned } = batch
  const completed = transfers - open - failed - returned
  return (
    <li>
      <Card as="section" labelledBy={`batch-${number}`}>
        <div className="flex items-baseline justify-between gap-4">
          <h3 id={`batch-${number}`} className="text-title font-semibold">
            {number}번 파일
          </h3>
          <p className="text-label text-ink-soft">
            {open ? `${open}건의 결과를 기다려요` : '결과가 모두 있어요'}
          </p>
        </div>
        <DetailList
          rows={[
            {
              label: '담은 이체',
              value: (
                <>
                  {transfers}건 · <Won amount={amount} />
                </>
              ),
            },
            { label: '만든 사람', value: batch.madeBy },
            { label: '만든 때', value: <When at={batch.madeAt} /> },
            ...(completed ? [{ label: '보냄', value: `${completed}건` }] : []),
            ...(failed ? [{ label: '보내지 못함', value: `${failed}건` }] : []),
            ...(returned ? [{ label: '돌아옴', value: `${returned}건` }] : []),
          ]}
        />
        <a
          href={`/admin/withdrawals/transfers/${number}`}
          download
          className={buttonClass('plain', 'regular', 'mt-3 w-full')}
        >
          파일 받기
        </a>
        {open ? (
          <p className="mt-2 text-caption text-ink-faint">
            은행에는 한 번만 올려 주세요. 다시 받아도 같은 이체예요.
          </p>
        ) : null}
      </Card>
    </li>
  )
}

function Result({ result }: { result: ReadResult }) {
  const { completed, failed, returned, repeated, problems, readBy, readAt } = result
  const counts = [
    completed ? `보냄 ${completed}건` : '',
    failed ? `보내지 못함 ${failed}건` : '',
    returned ? `돌아옴 ${returned}건` : '',
    repeated ? `이미 아는 결과 ${repeated}건` : '',
  ].filter(Boolean)
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="font-medium">{counts.join(' · ') || '새로 바뀐 이체가 없어요'}</p>
        <p className="shrink-0 text-caption text-ink-faint">
          {readBy} · <When at={readAt} />
        </p>
      </div>
      {problems.length ? (
        <Notice tone="caution" title={`반영하지 않은 줄 ${problems.length}개`} className="mt-3">
          <ul className="space-y-1">
            {problems.map(({ line, number, why }) => (
              <li key={line}>
                {line}번째 줄{number ? ` (${number})` : ''}: {why}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </li>
  )
}
