import type { Metadata } from 'next'
import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { addDays, kstDay } from '@/lib/time'
import { listWithholding } from '@/lib/withdrawal/withholding'
import { KIND_NAMES } from './kind-names'
import { SetForm } from './set-form'

export const metadata: Metadata = { title: '원천징수' }

export default async function WithholdingPage() {
  await requireOperator('withholding.set')
  const ctx = await webContext()
  const profiles = await listWithholding(ctx)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="원천징수">
        정한 회원만 출금할 때 세금을 떼요. 기록은 지워지지 않고, 적용일이 가장 늦은 것을 따라요.
      </PageHeader>
      <Card>
        <SetForm tomorrow={addDays(kstDay(ctx.now()), 1)} />
      </Card>
      <Card as="section" labelledBy="profiles" className="mt-5">
        <h2 id="profiles" className="text-title font-semibold">
          최근에 정한 내용
        </h2>
        {profiles.length ? (
          <ul className="mt-1 divide-y divide-line">
            {profiles.map(({ id, userId, name, email, kind, effectiveFrom, setAt }) => (
              <li key={id} className="flex items-baseline justify-between gap-4 py-3.5 text-label">
                <span className="min-w-0">
                  <span className="block truncate font-medium">
                    <Link href={`/admin/members/${userId}`} className="underline underline-offset-4">
                      {name}
                    </Link>{' '}
                    {email ? <span className="text-ink-soft">{email}</span> : null}
                  </span>
                  <span className="block text-caption text-ink-faint">
                    <When at={setAt} />
                  </span>
                </span>
                <span className="text-right">
                  <span className="block">{KIND_NAMES[kind]}</span>
                  <span className="block text-caption text-ink-soft tabular-nums">{effectiveFrom}부터</span>
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="py-8 text-center text-label text-ink-soft">아직 정한 회원이 없어요.</p>
        )}
      </Card>
    </div>
  )
}
