import type { Metadata } from 'next'
import { ChevronRight, ReceiptText } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { TransactionRow } from '@/app/_components/transaction-row'
import { requireUser, webContext } from '@/lib/auth'
import { readAutoTopUp } from '@/lib/charge/auto-topup/read'
import { waitingOrders } from '@/lib/charge/read'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { AutoTopUpLink } from './auto-topup-link'
import { BalanceCard } from './balance-card'
import { QuickCharge } from './quick-charge'
import { WaitingDeposits } from './waiting-deposits'
import { WalletNotices } from './wallet-notices'

export const metadata: Metadata = { title: '지갑' }

const RECENT = 5

export default async function WalletPage() {
  const user = await requireUser()
  const ctx = await webContext()
  const [wallet, waiting, history, topUp, freeze] = await Promise.all([
    readWallet(ctx, user.id),
    waitingOrders(ctx, user.id),
    readHistory(ctx, { userId: user.id, limit: RECENT }),
    readAutoTopUp(ctx, user.id),
    readOpenFreeze(ctx, user),
  ])
  const now = ctx.now()
  return (
    <LiveRefresh>
      <h1 className="sr-only">{user.name}님의 지갑</h1>
      <WalletNotices wallet={wallet} freeze={freeze} />
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <div className="space-y-5 desktop:space-y-7">
          <BalanceCard wallet={wallet} at={now} />
          <WaitingDeposits orders={waiting} />
          {freeze ? null : <QuickCharge />}
          <AutoTopUpLink topUp={topUp} />
        </div>
        <Card as="section" labelledBy="recent" className="pb-3 tablet:pb-4">
          <div className="flex items-center justify-between">
            <h2 id="recent" className="text-title font-semibold">
              최근 내역
            </h2>
            {history.items.length ? (
              <Link
                href="/wallet/history"
                className="-mr-2 inline-flex min-h-11 items-center rounded-control pr-1 pl-2 text-label text-ink-soft hover:text-ink"
              >
                전체 보기
                <ChevronRight className="size-4" aria-hidden="true" />
              </Link>
            ) : null}
          </div>
          {history.items.length ? (
            <ul className="mt-1 divide-y divide-line">
              {history.items.map((item) => (
                <TransactionRow key={item.id} item={item} now={now} />
              ))}
            </ul>
          ) : (
            <EmptyState
              icon={ReceiptText}
              title="아직 내역이 없어요"
              action={
                <Link href="/wallet/charge" className={buttonClass('soft')}>
                  첫 충전 하기
                </Link>
              }
            >
              충전하면 언제 얼마가 들어왔는지 여기에 남아요.
            </EmptyState>
          )}
        </Card>
      </div>
    </LiveRefresh>
  )
}
