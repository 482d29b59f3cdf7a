import { Plus, ReceiptText, Undo2 } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { kstClock } from '@/app/_components/kst'
import { PocketLines } from '@/app/_components/pocket-lines'
import { Won } from '@/app/_components/won'
import type { Wallet } from '@/lib/ledger/read'

/** The balance, large; what an owner is owed below it, when there is any. */
export function BalanceCard({ wallet, at }: { wallet: Wallet; at: Date }) {
  const earnings = [
    { label: '정산 예정', amount: wallet.pending },
    { label: '출금 가능', amount: wallet.withdrawable },
  ].filter(({ amount }) => amount > 0n)
  return (
    <section
      aria-labelledby="balance"
      className="relative overflow-hidden rounded-card bg-linear-to-br from-hero to-hero-deep p-6 text-hero-ink shadow-card tablet:p-8"
    >
      <PocketLines className="-top-20 -right-10 size-56 tablet:-top-14 tablet:size-64" />
      <h2 id="balance" className="relative text-label text-hero-faint">
        쓸 수 있는 잔액
      </h2>
      <div aria-live="polite" aria-atomic="true" className="relative mt-1 min-h-11">
        <p
          key={String(wallet.balance)}
          className="-ml-0.5 animate-settle text-figure font-bold group-data-stale/live:opacity-55 tablet:text-display"
        >
          <Won amount={wallet.balance} />
        </p>
      </div>
      <p className="relative mt-1 text-caption text-hero-faint">{kstClock(at)}에 확인한 금액이에요</p>
      {earnings.length ? (
        <dl className="relative mt-6 flex gap-8 border-t border-hero-line pt-4">
          {earnings.map(({ label, amount }) => (
            <div key={label}>
              <dt className="text-caption text-hero-faint">{label}</dt>
              <dd className="text-title font-semibold">
                <Won amount={amount} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <div className="relative mt-8 grid grid-cols-3 gap-2 tablet:gap-3 desktop:mt-14">
        <Link href="/wallet/charge" className={buttonClass('hero', 'large', 'px-2! whitespace-nowrap')}>
          <Plus className="size-5" strokeWidth={2.4} aria-hidden="true" />
          충전
        </Link>
        <Link href="/wallet/refund" className={buttonClass('hero-plain', 'large', 'px-2! whitespace-nowrap')}>
          <Undo2 className="size-5" aria-hidden="true" />
          환불
        </Link>
        <Link
          href="/wallet/history"
          className={buttonClass('hero-plain', 'large', 'px-2! whitespace-nowrap')}
        >
          <ReceiptText className="size-5" aria-hidden="true" />
          내역
        </Link>
      </div>
    </section>
  )
}
