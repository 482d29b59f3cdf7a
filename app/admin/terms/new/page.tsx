import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { DOCUMENT_TITLES, isDocument } from '@/lib/terms/names'
import { writeNotation } from '@/lib/terms/notation'
import { earliestEffect, listPublished } from '@/lib/terms/read'
import { kstDay } from '@/lib/time'
import { DraftForm } from './draft-form'

export const metadata: Metadata = { title: '새 글 쓰기' }

type Props = { searchParams: Promise<{ document?: string | string[] }> }

/** Starts from the latest that is published, whether it is in force yet or not. */
export default async function NewVersionPage({ searchParams }: Props) {
  await requireOperator('terms.draft')
  const { document } = await searchParams
  if (!isDocument(document)) notFound()
  const ctx = await webContext()
  const at = ctx.now()
  const [[latest], better, worse] = await Promise.all([
    listPublished(ctx, document),
    earliestEffect(ctx.db, { document, worse: false, at }),
    earliestEffect(ctx.db, { document, worse: true, at }),
  ])
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={DOCUMENT_TITLES[document]} back={{ href: '/admin/terms', label: '약관' }}>
        지금 글에서 시작해요. 다른 담당자가 게시해야 알려지고, 정한 날부터 적용돼요.
      </PageHeader>
      <DraftForm
        document={document}
        before={latest ? writeNotation(latest.content) : ''}
        earliest={{ better: kstDay(better), worse: kstDay(worse) }}
      />
    </div>
  )
}
