import type { Metadata } from 'next'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { hasDuty } from '@/lib/identity/duties'
import { listComing, listProposals, readSwitches, type Flipped, type Version } from '@/lib/settings/list'
import { readVersion } from '@/lib/settings/read-setting'
import type { Switch } from '@/lib/settings/switches'
import { DecideForm } from './decide-form'
import { SwitchForm } from './switch-form'
import { toRows } from './values'
import { SETTING_KEYS, SETTING_WORDS, SWITCH_WORDS } from './words'

export const metadata: Metadata = { title: '설정' }

export default async function SettingsPage() {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const [switches, proposals, coming, current] = await Promise.all([
    readSwitches(ctx),
    listProposals(ctx),
    listComing(ctx),
    Promise.all(SETTING_KEYS.map(async (key) => [key, await readVersion(ctx, key)] as const)),
  ])
  const mayFlip = hasDuty(user, 'switches.flip')
  return (
    <div className="mx-auto max-w-2xl space-y-8">
      <PageHeader title="설정">
        바꾸려면 한 사람이 제안하고 다른 사람이 승인해요. 멈춤 스위치만 한 사람이 바로 내릴 수 있어요.
      </PageHeader>
      <Section id="switches" title="멈춤 스위치">
        <Card className="py-1 tablet:py-2">
          <ul className="divide-y divide-line">
            {(Object.keys(SWITCH_WORDS) as Switch[]).map((which) => (
              <SwitchRow key={which} which={which} last={switches[which]} mayFlip={mayFlip} />
            ))}
          </ul>
        </Card>
      </Section>
      {proposals.length ? (
        <Section id="proposals" title={`승인을 기다리는 변경 ${proposals.length}건`}>
          <ul className="space-y-4">
            {proposals.map((proposal) => (
              <Proposal key={proposal.id} proposal={proposal}>
                {proposal.proposedBy?.id === user.id ? (
                  <DecideForm id={proposal.id} own />
                ) : hasDuty(user, 'settings.decide') ? (
                  <DecideForm id={proposal.id} />
                ) : null}
              </Proposal>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section id="values" title="지금 값">
        <Card className="py-1 tablet:py-2">
          <ul className="divide-y divide-line">
            {current.map(([key, written]) => {
              const rows = toRows(key, written)
              const next = coming.find((version) => version.key === key)
              return (
                <li key={key}>
                  <Link href={`/admin/settings/${key}`} className="flex items-center gap-3 py-3.5">
                    <span className="min-w-0 flex-1">
                      <span className="block text-label font-semibold">{SETTING_WORDS[key].title}</span>
                      <span className="block truncate text-caption text-ink-soft">
                        {rows
                          ? rows.map(({ label, value }) => `${label} ${value}`).join(' · ')
                          : SETTING_WORDS[key].unset}
                      </span>
                      {next ? (
                        <span className="block text-caption font-medium text-brand-ink">
                          <When at={next.startsAt!} />
                          부터 바뀌어요
                        </span>
                      ) : null}
                    </span>
                    <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
                  </Link>
                </li>
              )
            })}
          </ul>
        </Card>
      </Section>
    </div>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 text-title font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

type SwitchProps = { which: Switch; last: Flipped | undefined; mayFlip: boolean }

function SwitchRow({ which, last, mayFlip }: SwitchProps) {
  const { title, stops } = SWITCH_WORDS[which]
  const on = last?.on ?? true
  return (
    <li className="flex items-center justify-between gap-4 py-3.5">
      <div className="min-w-0">
        <h3 className="text-label font-semibold">
          {title}{' '}
          <span className={on ? 'font-medium text-ink-soft' : 'text-danger'}>
            {on ? '켜져 있어요' : '멈췄어요'}
          </span>
        </h3>
        {on ? null : (
          <p className="text-caption text-ink-soft">
            {last!.by} · <When at={last!.at} /> · {last!.reason}
          </p>
        )}
      </div>
      {mayFlip ? <SwitchForm which={which} title={title} stops={stops} on={on} /> : null}
    </li>
  )
}

function Proposal({ proposal, children }: { proposal: Version & { now: unknown }; children: ReactNode }) {
  const { id, key, value, now, startsAt, proposedBy, proposedAt, reason } = proposal
  const before = toRows(key, now)
  const after = toRows(key, value)
  const changed = SETTING_WORDS[key].fields
    .map(({ name, label }) => ({
      label,
      from: before?.find((row) => row.name === name)?.value ?? '없음',
      to: after?.find((row) => row.name === name)?.value ?? '없음',
    }))
    .filter(({ from, to }) => from !== to)
  return (
    <li>
      <Card as="section" labelledBy={`proposal-${id}`}>
        <h3 id={`proposal-${id}`} className="text-label font-semibold">
          {SETTING_WORDS[key].title}
        </h3>
        <dl className="mt-2 space-y-1">
          {changed.map(({ label, from, to }) => (
            <div key={label} className="flex items-baseline justify-between gap-4 text-label">
              <dt className="shrink-0 text-ink-soft">{label}</dt>
              <dd className="min-w-0 text-right">
                <del className="text-ink-faint">{from}</del> →{' '}
                <ins className="font-semibold no-underline">{to}</ins>
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-caption text-ink-soft">
          {startsAt ? (
            <>
              <When at={startsAt} />
              부터
            </>
          ) : (
            '승인되는 대로'
          )}{' '}
          · {proposedBy?.name} · <When at={proposedAt} />
        </p>
        <p className="mt-1 text-label">“{reason}”</p>
        <div className="mt-4">{children}</div>
      </Card>
    </li>
  )
}
