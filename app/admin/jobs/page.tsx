import type { Metadata } from 'next'
import clsx from 'clsx'
import { MailCheck } from 'lucide-react'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { readJobs, type JobState } from '@/lib/jobs/read-jobs'
import { readMailQueue } from '@/lib/notification/failed-mail'
import { ActionButton } from '../action-button'
import { retryAction } from './actions'
import { JOB_NAMES } from './job-names'

export const metadata: Metadata = { title: '작업' }

export default async function JobsPage() {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const [jobs, mail] = await Promise.all([readJobs(ctx), readMailQueue(ctx)])
  const mayRetry = hasDuty(user, 'mail.retry')
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="작업">
        화면 뒤에서 도는 일이에요. 실패한 작업은 다음 차례에 저절로 다시 시도해요.
      </PageHeader>
      <Card className="py-1 tablet:py-2">
        <ul className="divide-y divide-line">
          {jobs.map((job) => (
            <Job key={job.name} job={job} />
          ))}
        </ul>
      </Card>
      <section aria-labelledby="mail" className="mt-8">
        <h2 id="mail" className="mb-1 text-title font-semibold">
          보내지 못한 메일
        </h2>
        <p className="mb-3 text-label text-ink-soft">
          보낼 차례를 기다리는 메일 {mail.waiting}통
          {mail.oldest ? (
            <>
              {' '}
              · 가장 오래된 것은 <When at={mail.oldest} />
            </>
          ) : null}
        </p>
        <Card className="py-1 tablet:py-2">
          {mail.failed.length ? (
            <ul className="divide-y divide-line">
              {mail.failed.map(({ id, kind, createdAt, attempts }) => (
                <li key={id} className="flex items-center justify-between gap-4 py-3.5">
                  <div className="min-w-0">
                    <p className="text-label font-medium">{kind}</p>
                    <p className="text-caption text-ink-soft">
                      <When at={createdAt} /> · {attempts}번 시도
                    </p>
                  </div>
                  {mayRetry ? (
                    <ActionButton run={retryAction} about={{ id }} pendingLabel="보내고 있어요">
                      다시 보내기
                    </ActionButton>
                  ) : null}
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState icon={MailCheck} title="보내지 못한 메일이 없어요">
              여덟 번 시도해도 가지 않은 메일이 이틀 동안 여기에 남아요.
            </EmptyState>
          )}
        </Card>
      </section>
    </div>
  )
}

function Job({ job: { name, finishedAt, nextAt, error } }: { job: JobState }) {
  return (
    <li className="flex items-center justify-between gap-4 py-3">
      <div className="min-w-0">
        <p className="text-label font-medium">{JOB_NAMES[name] ?? name}</p>
        <p className="text-caption text-ink-faint">{name}</p>
      </div>
      <div className="shrink-0 text-right">
        <p className={clsx('text-label font-medium', error && 'text-caution')}>
          {finishedAt ? (error ? `실패 (${error})` : '잘 끝남') : '아직 안 돌았어요'}
        </p>
        {finishedAt ? (
          <p className="text-caption text-ink-faint">
            <When at={finishedAt} />
            {nextAt ? (
              <>
                <br />
                다음 <When at={nextAt} />
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </li>
  )
}
