import type { Metadata } from 'next'
import { ChevronRight, FilePen } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { longDay } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { listVersions } from '@/lib/terms/list-versions'
import { DOCUMENT_TITLES } from '@/lib/terms/names'
import { standingOf } from './words'

export const metadata: Metadata = { title: '약관' }

const NAMES = ['terms', 'privacy', 'dispute'] as const

export default async function TermsPage() {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const versions = await listVersions(ctx)
  const now = ctx.now()
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="약관">
        한 사람이 쓰고 다른 사람이 게시해요. 게시하면 모두에게 알리고, 정한 날부터 적용돼요.
      </PageHeader>
      <div className="space-y-6">
        {NAMES.map((name) => {
          const own = versions.filter(({ document }) => document === name)
          const inForce = own
            .filter(({ status, effectiveAt }) => status === 'PUBLISHED' && effectiveAt <= now)
            .reduce((latest, each) => (latest.effectiveAt > each.effectiveAt ? latest : each))
          return (
            <Card key={name} as="section" labelledBy={name}>
              <h2 id={name} className="text-title font-semibold">
                {DOCUMENT_TITLES[name]}
              </h2>
              <ol className="mt-2 divide-y divide-line">
                {own.map((version) => (
                  <li key={version.id}>
                    <Link
                      href={`/admin/terms/${version.id}`}
                      className="flex min-h-11 items-center gap-3 py-3 text-label hover:text-brand-ink"
                    >
                      <span className="min-w-0 flex-1">
                        <span className="font-medium">{longDay(version.version)}부터</span>
                        <span className="block truncate text-ink-soft">{version.summary}</span>
                      </span>
                      <span className="shrink-0 text-ink-soft">
                        {standingOf(version, now, version.id === inForce.id)}
                      </span>
                      <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
                    </Link>
                  </li>
                ))}
              </ol>
              {hasDuty(user, 'terms.draft') ? (
                <Link
                  href={`/admin/terms/new?document=${name}`}
                  className={buttonClass('soft', 'regular', 'mt-3 w-full')}
                >
                  <FilePen className="size-4" aria-hidden="true" />새 글 쓰기
                  <span className="sr-only">: {DOCUMENT_TITLES[name]}</span>
                </Link>
              ) : null}
            </Card>
          )
        })}
      </div>
    </div>
  )
}
