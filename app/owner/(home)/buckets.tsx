import { Landmark } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/app/_components/button'
import { dayName, kstClock, kstDate } from '@/app/_components/kst'
import { PocketLines } from '@/app/_components/pocket-lines'
import { Won } from '@/app/_components/won'
import type { Upcoming } from '@/lib/booking/upcoming'
import type { Wallet } from '@/lib/ledger/read'
import { formatWon } from '@/lib/money'
import type { SentWithdrawal } from '@/lib/withdrawal/read'
import type { Schedule } from '@/lib/withdrawal/schedule'
import { toSend } from '@/lib/withdrawal/withdrawal'

type Props = {
  wallet: Wallet
  open: SentWithdrawal[]
  next: Upcoming | null
  schedule: Schedule | null
  at: Date
}

/** Every won that is owed to the owner, in four places: together with the tax of what is on its way they are all of it. */
export function Buckets({ wallet, open, next, schedule, at }: Props) {
  const held = open.filter(({ status }) => status === 'REQUESTED')
  const sent = open.filter(({ status }) => status !== 'REQUESTED')
  const inReview = held.reduce((sum, { amount }) => sum + amount, 0n)
  const arriving = sent.reduce((sum, withdrawal) => sum + toSend(withdrawal), 0n)
  const tax = sent.reduce((sum, { withheld }) => sum + withheld, 0n)
  return (
    <section
      aria-labelledby="withdrawable"
      className="relative overflow-hidden rounded-card bg-linear-to-br from-hero to-hero-deep p-6 text-hero-ink shadow-card tablet:p-8"
    >
      <PocketLines className="-top-20 -right-10 size-56 tablet:-top-14 tablet:size-64" />
      <h2 id="withdrawable" className="relative text-label text-hero-faint">
        출금 가능
      </h2>
      <div aria-live="polite" aria-atomic="true" className="relative mt-1 min-h-11">
        <p
          key={String(wallet.withdrawable)}
          className="-ml-0.5 animate-settle text-figure font-bold group-data-stale/live:opacity-55 tablet:text-display"
        >
          <Won amount={wallet.withdrawable} />
        </p>
      </div>
      <p className="relative mt-1 text-caption text-hero-faint">
        {schedule ? `다음 자동 출금 ${dayName(schedule.runsOn)}` : `${kstClock(at)}에 확인한 금액이에요`}
      </p>
      <dl className="relative mt-6 grid grid-cols-3 gap-x-4 gap-y-4 border-t border-hero-line pt-4">
        <Bucket label="정산 예정" amount={wallet.pending}>
          {next ? `${kstDate(next.releaseAt)} ${formatWon(next.amount)}` : null}
        </Bucket>
        <Bucket label="확인 중" amount={inReview}>
          {inReview > 0n ? '담당자가 확인해요' : null}
        </Bucket>
        <Bucket label="이체 중" amount={arriving}>
          {tax > 0n ? `세금 ${formatWon(tax)}을 뺐어요` : arriving > 0n ? '은행으로 가는 중' : null}
        </Bucket>
      </dl>
      <Link
        href="/owner/withdrawals"
        className={buttonClass('hero', 'large', 'relative mt-7 w-full desktop:mt-10')}
      >
        <Landmark className="size-5" aria-hidden="true" />
        출금하기
      </Link>
    </section>
  )
}

function Bucket({ label, amount, children }: { label: string; amount: bigint; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-caption text-hero-faint">{label}</dt>
      <dd>
        <Won amount={amount} className="block text-label font-semibold tablet:text-title" />
        {children ? <span className="block text-caption text-hero-faint">{children}</span> : null}
      </dd>
    </div>
  )
}
