import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import { chargeLimits } from '@/lib/charge/limits'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { readWallet } from '@/lib/ledger/read'
import { isOn } from '@/lib/settings/switches'
import { AmountForm } from './amount-form'
import { OnlyRepays } from './only-repays'
import { ChargeTerms } from './charge-terms'
import { parseDraft } from './draft-amount'

export const metadata: Metadata = { title: '충전' }

type Props = { searchParams: Promise<{ amount?: string | string[] }> }

export default async function ChargePage({ searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const [{ amount }, limits, wallet, on, freeze] = await Promise.all([
    searchParams,
    chargeLimits(ctx, user.id),
    readWallet(ctx, user.id),
    isOn(ctx.db, 'charge'),
    readOpenFreeze(ctx, user),
  ])
  return (
    <LiveRefresh>
      <PageHeader title="얼마를 충전할까요?">
        지금 잔액{' '}
        <Won amount={wallet.balance} className="font-semibold text-ink group-data-stale/live:opacity-55" />
        {wallet.chargeDebt > 0n ? (
          <>
            {' '}
            · 먼저 갚을 금액{' '}
            <Won
              amount={wallet.chargeDebt}
              className="font-semibold text-ink group-data-stale/live:opacity-55"
            />
          </>
        ) : null}
      </PageHeader>
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <Card>
          {freeze ? (
            <FrozenNotice freeze={freeze} title="지금은 충전할 수 없어요" />
          ) : !on ? (
            <Notice tone="caution" title="충전을 잠시 멈췄어요">
              점검하고 있어요. 잔액은 그대로 있고, 다시 열리는 대로 충전할 수 있어요.
            </Notice>
          ) : limits.onlyRepays ? (
            <OnlyRepays limits={limits} />
          ) : (
            <AmountForm limits={limits} initial={typeof amount === 'string' ? parseDraft(amount) : null} />
          )}
        </Card>
        <ChargeTerms cap={limits.cap} />
      </div>
    </LiveRefresh>
  )
}
