import type { Metadata } from 'next'
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { Card } from '@/app/_components/card'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { ACTORS, GROUPS } from '@/lib/doctor/check'
import { readEvidence, type Evidence } from '@/lib/doctor/evidence'
import { examine, type Line } from '@/lib/doctor/examine'
import { quick } from '@/lib/doctor/open'
import { hasDuty } from '@/lib/identity/duties'
import { kstDay } from '@/lib/time'
import { KIND_NAMES } from './kind-names'
import { RecordForm } from './record-form'

export const metadata: Metadata = { title: '오픈 점검' }

export default async function GoLivePage() {
  const user = await requireOperator('golive.read')
  const ctx = await webContext()
  const lines = await examine(await quick(ctx))
  const records = await readEvidence(ctx)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="오픈 점검">
        실제 돈을 받기 전에 갖출 것을 지금 하나씩 확인한 결과예요. 장부 전체는 <code>npm run doctor</code>가
        살펴봐요.
      </PageHeader>
      <Summary lines={lines} />
      {Object.entries(GROUPS).map(([group, title]) => (
        <Group key={group} title={title} lines={lines.filter((line) => line.group === group)} />
      ))}
      <section aria-labelledby="records" className="mt-8">
        <h2 id="records" className="mb-3 text-title font-semibold">
          직접 확인한 기록
        </h2>
        <Card>
          {hasDuty(user, 'golive.record') ? <RecordForm today={kstDay(ctx.now())} /> : null}
          <Records records={records} />
        </Card>
      </section>
    </div>
  )
}

function Summary({ lines }: { lines: Line[] }) {
  const red = lines.filter(({ state }) => state === 'red').length
  const ok = lines.filter(({ state }) => state === 'ok').length
  return red ? (
    <Notice tone="caution" title={`${red}가지를 더 갖춰야 해요`}>
      {ok}가지는 괜찮아요. 모두 갖추기 전에는 라이브 키를 넣지 마세요.
    </Notice>
  ) : (
    <Notice tone="good" title="모두 갖췄어요">
      {ok}가지를 확인했어요.
    </Notice>
  )
}

function Group({ title, lines }: { title: string; lines: Line[] }) {
  const id = lines[0]!.group
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-3 text-title font-semibold">
        {title}
      </h2>
      <Card className="py-2 tablet:py-3">
        <ul className="divide-y divide-line">
          {lines.map((line) => (
            <Row key={line.key} line={line} />
          ))}
        </ul>
      </Card>
    </section>
  )
}

const STATES = {
  ok: { label: '정상', Icon: CircleCheck, look: 'text-brand-ink' },
  red: { label: '확인 필요', Icon: CircleAlert, look: 'text-danger' },
  not_here: { label: '해당 없음', Icon: CircleDashed, look: 'text-ink-faint' },
}

function Row({ line: { title, state, found, remedy, who } }: { line: Line }) {
  const { label, Icon, look } = STATES[state]
  return (
    <li className="flex gap-3 py-3.5">
      <Icon className={`mt-0.5 size-5 shrink-0 ${look}`} role="img" aria-label={label} />
      <div className="min-w-0 flex-1">
        <p className="text-label font-medium">{title}</p>
        <p className="mt-0.5 text-caption break-words text-ink-soft">{found}</p>
        {remedy ? (
          <p className="mt-1.5 text-caption font-medium break-words">
            <span className="mr-1.5 rounded-full bg-sunken px-2 py-0.5 text-ink-soft">{ACTORS[who]}</span>
            {remedy}
          </p>
        ) : null}
      </div>
    </li>
  )
}

function Records({ records }: { records: Evidence[] }) {
  if (records.length === 0)
    return <p className="py-8 text-center text-label text-ink-soft">아직 남긴 기록이 없어요.</p>
  return (
    <ul className="mt-4 divide-y divide-line">
      {records.map(({ id, kind, doneAt, by, note }) => (
        <li key={id} className="py-3.5 text-label">
          <p className="font-medium">{KIND_NAMES[kind]}</p>
          <p className="text-caption break-words text-ink-soft">{note}</p>
          <p className="text-caption text-ink-faint">
            {by ?? '프로그램'} · <When at={doneAt} />
          </p>
        </li>
      ))}
    </ul>
  )
}
