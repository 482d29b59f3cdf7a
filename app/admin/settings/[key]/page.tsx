import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { listVersions, type Version } from '@/lib/settings/list'
import { readVersion } from '@/lib/settings/read-setting'
import { toInputs, toRows } from '../values'
import { isSettingKey, SETTING_WORDS } from '../words'
import { ProposeForm } from './propose-form'

export const metadata: Metadata = { title: '설정' }

const STATES: Record<Version['state'], string> = {
  PROPOSED: '승인을 기다려요',
  APPROVED: '승인했어요',
  REJECTED: '반려했어요',
}

export default async function SettingPage({ params }: { params: Promise<{ key: string }> }) {
  const user = await requireOperator('console.read')
  const { key } = await params
  if (!isSettingKey(key)) notFound()
  const ctx = await webContext()
  const [written, versions] = await Promise.all([readVersion(ctx, key), listVersions(ctx, key)])
  const { title, about, fields, unset } = SETTING_WORDS[key]
  const rows = toRows(key, written)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={title} back={{ href: '/admin/settings', label: '설정' }}>
        {about}
      </PageHeader>
      {hasDuty(user, 'settings.propose') ? (
        <Card>
          <ProposeForm
            settingKey={key}
            fields={fields}
            inputs={toInputs(key, written)}
            clearable={unset !== undefined}
          />
        </Card>
      ) : (
        <Card>{rows ? <DetailList rows={rows} /> : <p className="text-label text-ink-soft">{unset}</p>}</Card>
      )}
      <section aria-labelledby="versions" className="mt-8">
        <h2 id="versions" className="mb-3 text-title font-semibold">
          바뀐 기록
        </h2>
        <Card className="py-1 tablet:py-2">
          {versions.length ? (
            <ol className="divide-y divide-line">
              {versions.map((version) => (
                <Recorded key={version.id} version={version} unset={unset} />
              ))}
            </ol>
          ) : (
            <p className="py-8 text-center text-label text-ink-soft">
              아직 바꾼 적이 없어요. 처음 값이 적용돼요.
            </p>
          )}
        </Card>
      </section>
    </div>
  )
}

function Recorded({ version, unset }: { version: Version; unset: string | undefined }) {
  const { key, value, state, startsAt, reason, proposedBy, proposedAt, decidedBy } = version
  const rows = toRows(key, value)
  return (
    <li className="py-3.5 text-label">
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{STATES[state]}</span>
        <span className="text-caption text-ink-faint">
          <When at={proposedAt} />
        </span>
      </p>
      <p className="mt-1">{rows ? rows.map(({ label, value }) => `${label} ${value}`).join(' · ') : unset}</p>
      <p className="mt-1 text-caption text-ink-soft">
        {proposedBy?.name ?? '시스템'}
        {decidedBy ? ` → ${decidedBy}` : ''} · {reason}
        {state === 'APPROVED' && startsAt ? (
          <>
            {' '}
            · <When at={startsAt} />
            부터
          </>
        ) : null}
      </p>
    </li>
  )
}
