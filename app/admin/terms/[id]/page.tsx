import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import Link from 'next/link'
import { DocumentBody } from '@/app/(public)/document-view'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { longDay } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { differ } from '@/lib/terms/differ'
import { readVersion, type ListedVersion } from '@/lib/terms/list-versions'
import { DOCUMENT_TITLES, versionPath } from '@/lib/terms/names'
import { writeNotation } from '@/lib/terms/notation'
import { DiffView } from '../diff-view'
import { DecideForm } from './decide-form'

export const metadata: Metadata = { title: '약관' }

export default async function VersionPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireOperator('console.read')
  const found = await readVersion(await webContext(), (await params).id)
  if (!found) notFound()
  const { version, base } = found
  const { id, document, status, content } = version
  const waiting = status === 'DRAFT'
  const own = version.draftedBy === user.id
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={DOCUMENT_TITLES[document]} back={{ href: '/admin/terms', label: '약관' }}>
        {longDay(version.version)}부터
      </PageHeader>
      <Card>
        <Facts version={version} />
        {waiting && own ? (
          <p className="mt-3 text-label text-ink-soft">내가 써서 다른 담당자가 결정해야 해요.</p>
        ) : null}
        {waiting && !own && hasDuty(user, 'terms.publish') ? <DecideForm id={id} /> : null}
        {status === 'PUBLISHED' ? (
          <Link
            href={versionPath(document, version.version)}
            className={buttonClass('plain', 'regular', 'mt-3 w-full')}
          >
            게시된 화면 보기
          </Link>
        ) : null}
      </Card>
      {base ? (
        <section aria-labelledby="changes" className="mt-8">
          <h2 id="changes" className="text-title font-semibold">
            {longDay(base.version)} 글과 다른 점
          </h2>
          <DiffView lines={differ(writeNotation(base.content), writeNotation(content))} />
        </section>
      ) : null}
      <section aria-labelledby="whole" className="mt-8">
        <h2 id="whole" className="text-title font-semibold">
          전체 글
        </h2>
        <DocumentBody text={content} />
      </section>
    </div>
  )
}

function Facts({ version }: { version: ListedVersion }) {
  const { summary, reason, worse, drafter, draftedAt, status, decider, decidedAt, rejection, toldAt } =
    version
  const decided = status === 'REJECTED' ? '반려' : '게시'
  return (
    <DetailList
      rows={[
        { label: '바뀌는 점', value: summary },
        { label: '이유', value: reason },
        { label: '불리한 변경', value: worse ? '있어요' : '없어요' },
        { label: '쓴 사람', value: drafter ?? '처음부터 있던 글' },
        { label: '쓴 때', value: <When at={draftedAt} /> },
        ...(decider ? [{ label: `${decided}한 사람`, value: decider }] : []),
        ...(decider && decidedAt
          ? [{ label: status === 'PUBLISHED' ? '알린 날' : '반려한 때', value: <When at={decidedAt} /> }]
          : []),
        ...(decider && status === 'PUBLISHED'
          ? [{ label: '알림', value: toldAt ? <When at={toldAt} /> : '보내고 있어요' }]
          : []),
        ...(rejection ? [{ label: '반려한 이유', value: rejection }] : []),
      ]}
    />
  )
}
