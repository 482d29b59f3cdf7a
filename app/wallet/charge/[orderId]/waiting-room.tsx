import { Landmark } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { CopyButton } from '@/app/_components/copy-button'
import { Countdown } from '@/app/_components/countdown'
import { kstClock, kstDate } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { Order, VirtualAccount } from '@/lib/charge/order'
import { bankName } from '@/lib/bank/banks'
import { DepositHelp } from './deposit-help'

type Props = {
  order: Order
  account: VirtualAccount
  /** The booking that the money is meant for. */
  bookingId: string | null
  now: Date
}

/** Where somebody finds what to pay to which account, until the money is there: the page then changes by itself. */
export function WaitingRoom({ order, account, bookingId, now }: Props) {
  return (
    <div className="mx-auto w-full max-w-lg pt-2 desktop:pt-6">
      <div className="flex flex-col items-center text-center" role="status" aria-live="polite">
        <span
          aria-hidden="true"
          className="grid size-14 animate-breathe place-items-center rounded-full bg-brand-soft text-brand-ink"
        >
          <Landmark className="size-7" />
        </span>
        <h1 className="mt-4 text-heading font-bold">입금을 기다리고 있어요</h1>
        <p className="prose-lines mt-2 max-w-sm text-label text-ink-soft">
          아직 잔액에 더하지 않았어요. 입금하면 저절로 더해지니 이 창은 닫아도 돼요.
        </p>
      </div>
      {order.depositsUndone > 0 ? (
        <Notice tone="caution" title="지난 입금이 취소됐어요" className="mt-5">
          은행에서 입금을 되돌려 잔액에서 뺐어요. 아래 계좌로 다시 입금해 주세요.
        </Notice>
      ) : null}
      {bookingId ? (
        <Notice tone="calm" className="mt-5">
          예약 시간이 아직 남아 있을 때 입금이 확인되면 바로 결제해요. 자리가 없어졌다면 돈은 지갑에 그대로
          남아요.
        </Notice>
      ) : null}
      <Card className="mt-6">
        <p className="text-label text-ink-soft">보낼 금액</p>
        <div className="mt-0.5 flex items-center justify-between gap-3">
          <p className="text-figure font-bold">
            <Won amount={order.amount} />
          </p>
          <CopyButton text={String(order.amount)} what="금액" />
        </div>
        <p className="mt-1 text-caption text-ink-soft">1원이라도 다르면 은행에서 입금을 받지 않아요.</p>
        <dl className="mt-5 border-t border-line pt-5">
          <dt className="text-label text-ink-soft">{bankName(account.bankCode)}</dt>
          <dd className="mt-0.5 flex items-center justify-between gap-3">
            <span className="min-w-0 text-title font-semibold break-all tabular-nums">
              {account.accountNumber}
            </span>
            <CopyButton text={account.accountNumber} what="계좌번호" />
          </dd>
          {account.holder ? <Fact term="예금주">{account.holder}</Fact> : null}
          <Fact term="입금 기한">
            {kstDate(account.dueDate)} {kstClock(account.dueDate)}
          </Fact>
          <Fact term="남은 시간">
            {account.dueDate > now ? (
              <Countdown until={account.dueDate} now={now} />
            ) : (
              '마감됐는지 확인 중이에요'
            )}
          </Fact>
        </dl>
      </Card>
      <DepositHelp orderId={order.orderId} />
      <Link
        href={bookingId ? `/bookings/${bookingId}` : '/wallet'}
        className={buttonClass('primary', 'large', 'mt-4 w-full')}
      >
        {bookingId ? '예약으로 가기' : '지갑으로 가기'}
      </Link>
    </div>
  )
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="mt-4 flex items-baseline justify-between gap-6 text-label">
      <dt className="shrink-0 text-ink-soft">{term}</dt>
      <dd className="min-w-0 text-right font-medium">{children}</dd>
    </div>
  )
}
