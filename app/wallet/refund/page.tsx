import type { Metadata } from 'next'
import { Undo2 } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { newId } from '@/lib/ids'
import { planRefund, type Plan } from '@/lib/refund/plan'
import { latestRefunds, readBalance } from '@/lib/refund/read'
import { LatestRefunds } from './latest-refunds'
import { RefundForm } from './refund-form'
import { RefundTerms } from './refund-terms'
import { WhatStays } from './what-stays'

export const metadata: Metadata = { title: '충전 환불' }

type Props = { searchParams: Promise<{ order?: string | string[] }> }

export default async function RefundPage({ searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const { order } = await searchParams
  const orderId = typeof order === 'string' ? order : undefined
  const [{ balance, lots }, refunds, freeze] = await Promise.all([
    readBalance(ctx, user.id, orderId),
    latestRefunds(ctx, user.id),
    readOpenFreeze(ctx, user),
  ])
  const now = ctx.now()
  const plan = planRefund(balance, lots, balance, now)
  return (
    <LiveRefresh>
      <PageHeader title="얼마를 돌려받을까요?" back={{ href: '/wallet', label: '지갑' }}>
        {orderId ? '이 충전에서 ' : ''}돌려받을 수 있는 금액{' '}
        <Won amount={plan.available} className="font-semibold text-ink group-data-stale/live:opacity-55" />
      </PageHeader>
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <div className="space-y-5">
          <Card>
            {freeze ? (
              <FrozenNotice freeze={freeze} title="지금은 돌려받을 수 없어요" />
            ) : plan.available > 0n ? (
              <RefundForm balance={balance} lots={lots} now={now} requestKey={newId()} />
            ) : (
              <NothingToRefund plan={plan} />
            )}
            {orderId ? null : <WhatStays stays={plan.stays} />}
          </Card>
          <LatestRefunds refunds={refunds} now={now} />
        </div>
        <RefundTerms />
      </div>
    </LiveRefresh>
  )
}

function NothingToRefund({ plan }: { plan: Plan }) {
  return (
    <EmptyState
      icon={Undo2}
      title="지금 돌려받을 수 있는 잔액이 없어요"
      action={
        <Link href="/wallet" className={buttonClass('soft')}>
          지갑으로 가기
        </Link>
      }
    >
      {plan.stays.length > 0
        ? '잔액은 그대로 있고 언제든 쓸 수 있어요.'
        : '충전하고 쓰지 않은 돈은 여기에서 결제한 수단으로 돌려받을 수 있어요.'}
    </EmptyState>
  )
}
