import type { Metadata } from 'next'
import clsx from 'clsx'
import { Inbox } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import type { WebhookState } from '@/db/schema/webhook'
import { requireOperator, webContext } from '@/lib/auth'
import { isId } from '@/lib/ids'
import { hasDuty } from '@/lib/identity/duties'
import { readInbox, type Received } from '@/lib/webhook/read-inbox'
import { ReplayForm } from './replay-form'

export const metadata: Metadata = { title: '웹훅함' }

const STATE_NAMES: Record<WebhookState, string> = {
  pending: '처리 대기',
  applied: '처리함',
  ignored: '대상 아님',
  rejected: '거절함',
}
const STATES = Object.keys(STATE_NAMES) as WebhookState[]

type Props = { searchParams: Promise<Record<'state' | 'before', string | string[] | undefined>> }

export default async function WebhooksPage({ searchParams }: Props) {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const asked = await searchParams
  const state = STATES.find((known) => known === asked.state) ?? null
  const before = typeof asked.before === 'string' && isId(asked.before) ? asked.before : null
  const { items, next } = await readInbox(ctx, { state, before })
  const mayReplay = hasDuty(user, 'webhooks.replay')
  const hrefOf = (query: Record<string, string>) => `/admin/webhooks?${new URLSearchParams(query)}`
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="웹훅함">
        토스가 보낸 알림이에요. 내용은 믿지 않고, 토스에 다시 조회한 결과만 장부에 반영해요.
      </PageHeader>
      <nav aria-label="상태" className="mb-5 flex flex-wrap gap-2">
        <ChipLink href="/admin/webhooks" active={state === null}>
          전체
        </ChipLink>
        {STATES.map((known) => (
          <ChipLink key={known} href={hrefOf({ state: known })} active={state === known}>
            {STATE_NAMES[known]}
          </ChipLink>
        ))}
      </nav>
      <Card className="py-2 tablet:py-3">
        {items.length ? (
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <Item key={item.id} item={item} mayReplay={mayReplay} />
            ))}
          </ul>
        ) : (
          <EmptyState icon={Inbox} title="받은 알림이 없어요">
            토스가 알림을 보내면 여기에 그대로 남아요.
          </EmptyState>
        )}
      </Card>
      {next ? (
        <Link
          href={hrefOf({ ...(state ? { state } : {}), before: next })}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          이전 알림 더 보기
        </Link>
      ) : null}
    </div>
  )
}

function Item({ item, mayReplay }: { item: Received; mayReplay: boolean }) {
  const { id, event, orderId, entityId, state, reason, receivedAt, attempts } = item
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3.5">
      <div className="min-w-0">
        <p className="text-label font-medium">{event ?? '읽을 수 없는 내용'}</p>
        <p className="text-caption break-all text-ink-soft">
          {orderId ?? entityId ?? '결제나 지급에 관한 알림이 아니에요'}
          {reason ? ` · ${reason}` : ''}
        </p>
        <p className="text-caption text-ink-faint">
          <When at={receivedAt} />
          {attempts > 0 ? ` · ${attempts}번 다시 조회` : ''}
        </p>
      </div>
      <div className="flex items-center gap-3">
        <span className={clsx('text-caption', state === 'rejected' ? 'text-danger' : 'text-ink-soft')}>
          {STATE_NAMES[state]}
        </span>
        {mayReplay && (orderId ?? entityId) ? <ReplayForm id={id} /> : null}
      </div>
    </li>
  )
}
