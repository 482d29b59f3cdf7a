import type { Metadata } from 'next'
import { Download, ScrollText } from 'lucide-react'
import Form from 'next/form'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { Field } from '@/app/_components/field'
import { kstExact } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { auditName } from '@/lib/identity/audit-trail/names'
import { auditSearch, searchAudit, type Audited, type AuditSearch } from '@/lib/identity/audit-trail/search'

export const metadata: Metadata = { title: '감사 로그' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function AuditPage({ searchParams }: Props) {
  const user = await requireOperator('audit.read')
  const search = auditSearch.parse(await searchParams)
  const { items, next } = await searchAudit(await webContext(), { operatorId: user.id, search })
  const { before: _, ...kept } = search
  const query = new URLSearchParams(Object.entries(kept).filter(([, value]) => value))
  const older = new URLSearchParams([...query, ['before', next ?? '']])
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="감사 로그">
        누가 언제 무엇을 했는지 그대로 남아요. 아무도 고치거나 지울 수 없어요.
      </PageHeader>
      <Card>
        <Search search={search} />
      </Card>
      <Card className="mt-5 py-2 tablet:py-3">
        {items.length ? (
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <Item key={String(item.id)} item={item} />
            ))}
          </ul>
        ) : (
          <EmptyState icon={ScrollText} title="찾는 기록이 없어요">
            조건을 줄여서 다시 찾아보세요.
          </EmptyState>
        )}
      </Card>
      <div className="mt-4 flex gap-3">
        {next ? (
          <Link href={`/admin/audit?${older}`} className={buttonClass('plain', 'regular', 'flex-1')}>
            이전 기록 더 보기
          </Link>
        ) : null}
        <a href={`/admin/audit/csv?${query}`} download className={buttonClass('plain', 'regular', 'flex-1')}>
          <Download className="size-4" aria-hidden="true" />
          CSV로 받기
        </a>
      </div>
    </div>
  )
}

function Search({ search }: { search: AuditSearch }) {
  return (
    <Form action="/admin/audit" className="grid gap-4 tablet:grid-cols-2">
      <Field
        name="person"
        label="사람"
        placeholder="이메일 또는 회원 번호"
        autoComplete="off"
        defaultValue={search.person}
      />
      <Field
        name="action"
        label="한 일"
        placeholder="withdrawal.approved"
        autoComplete="off"
        autoCapitalize="none"
        defaultValue={search.action}
      />
      <Field
        name="target"
        label="대상"
        placeholder="주문, 예약, 출금 번호"
        autoComplete="off"
        autoCapitalize="none"
        defaultValue={search.target}
      />
      <Field name="requestId" label="요청 번호" autoComplete="off" defaultValue={search.requestId} />
      <Field name="day" type="date" label="날짜 (한국 시각)" defaultValue={search.day} />
      <button type="submit" className={buttonClass('primary', 'regular', 'self-end tablet:min-h-13')}>
        찾기
      </button>
    </Form>
  )
}

function Item({ item }: { item: Audited }) {
  const { at, actor, person, action, target, address, requestId, reason, before, after, detail } = item
  const json = (value: unknown) => <code className="break-all">{JSON.stringify(value)}</code>
  const rows = [
    { label: '한 일', value: <span className="break-all">{action}</span> },
    { label: 'UTC', value: at.toISOString() },
    { label: '누가', value: <span className="break-all">{actor}</span> },
    target ? { label: '대상', value: <span className="break-all">{target}</span> } : null,
    before ? { label: '전', value: json(before) } : null,
    after ? { label: '후', value: json(after) } : null,
    detail ? { label: '내용', value: json(detail) } : null,
    address ? { label: 'IP', value: address } : null,
    { label: '요청 번호', value: <span className="break-all">{requestId}</span> },
  ].filter((row) => row !== null)
  return (
    <li className="py-1">
      <details>
        <summary className="cursor-pointer py-2.5">
          <span className="text-label font-medium">{auditName(action)}</span>{' '}
          <span className="text-label text-ink-soft">{person?.email ?? person?.name ?? actor}</span>
          {reason ? <span className="block text-label break-words">{reason}</span> : null}
          <time dateTime={at.toISOString()} className="block text-caption text-ink-faint">
            {kstExact(at)}
          </time>
        </summary>
        <DetailList rows={rows} />
      </details>
    </li>
  )
}
