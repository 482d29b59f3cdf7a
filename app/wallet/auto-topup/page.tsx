import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { isOffered } from '@/lib/charge/auto-topup/auto-topup'
import { latestRuns, readAutoTopUp } from '@/lib/charge/auto-topup/read'
import { publicBilling } from '@/lib/env'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { Current } from './current'
import { HowItWorks } from './how-it-works'
import { Runs } from './runs'
import { SetupForm } from './setup-form'

export const metadata: Metadata = { title: '자동충전' }

export default async function AutoTopUpPage() {
  const user = await requireUser()
  const ctx = await webContext()
  const [topUp, runs, offered, customerKey, freeze] = await Promise.all([
    readAutoTopUp(ctx, user.id),
    latestRuns(ctx, user.id),
    isOffered(ctx),
    readCustomerKey(ctx, user.id),
    readOpenFreeze(ctx, user),
  ])
  const billing = publicBilling()
  const open = topUp && ['ISSUING', 'ON', 'PAUSED'].includes(topUp.state) ? topUp : null
  return (
    <LiveRefresh>
      <PageHeader title="자동충전" back={{ href: '/wallet', label: '지갑' }}>
        잔액이 부족할 때 등록한 카드로 충전해요. 켜기 전에는 아무것도 빠져나가지 않아요.
      </PageHeader>
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <div className="space-y-5">
          {open ? <Current topUp={open} offered={offered} /> : null}
          {!open && topUp?.state === 'OFF' && topUp.failure ? (
            <Notice tone="danger" title="카드를 등록하지 못했어요">
              빠져나간 돈은 없어요. {topUp.failure}
            </Notice>
          ) : null}
          {open ? null : (
            <Card>
              {freeze ? (
                <FrozenNotice freeze={freeze} title="지금은 자동충전을 켤 수 없어요" />
              ) : offered && billing ? (
                <SetupForm billing={billing} buyer={{ name: user.name, email: user.email, customerKey }} />
              ) : (
                <Notice tone="calm" title="지금은 자동충전을 켤 수 없어요">
                  지금은 자동충전을 제공하지 않아요. 직접 충전은 언제든 할 수 있어요.
                </Notice>
              )}
            </Card>
          )}
        </div>
        <div className="space-y-5">
          <Runs runs={runs} />
          <HowItWorks />
        </div>
      </div>
    </LiveRefresh>
  )
}
