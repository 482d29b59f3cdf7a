import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstDate } from '@/app/_components/kst'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { Notice } from '@/app/_components/notice'
import { StatusHero } from '@/app/_components/status-hero'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { readWallet } from '@/lib/ledger/read'
import { getRefundBatch, type PlacedRefund } from '@/lib/refund/read'
import { methodName } from '../../method-name'
import { STATE_NAMES, stateOf } from '../refund-state'
import { OUTCOMES } from './outcomes'

export const metadata: Metadata = { title: '충전 환불' }

type Props = { params: Promise<{ batchId: string }> }

/** What became of money that was asked back: the money first, then where it went, then what to do. */
export default async function RefundBatchPage({ params }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const { batchId } = await params
  const [refunds, { balance }] = await Promise.all([
    findBatch(ctx, user.id, batchId),
    readWallet(ctx, user.id),
  ])
  if (!refunds) notFound()
  const state = stateOf(refunds)
  const outcome = OUTCOMES[state](refunds, ctx.now())
  return (
    <LiveRefresh probe={`/api/v1/orders/${refunds[0]!.orderId}`}>
      <div className="mx-auto w-full max-w-lg pt-4 desktop:pt-6">
        <StatusHero tone={outcome.tone} title={outcome.title}>
          <p>{outcome.text}</p>
        </StatusHero>
        <Card className="mt-7 py-2 tablet:py-3">
          <ul className="divide-y divide-line">
            {refunds.map((refund) => (
              <RefundLine key={refund.refundId} refund={refund} />
            ))}
          </ul>
          <div className="border-t border-line">
            <DetailList
              rows={[
                { label: '요청한 시각', value: <When at={refunds[0]!.requestedAt} /> },
                {
                  label: '지금 잔액',
                  value: <Won amount={balance} className="group-data-stale/live:opacity-55" />,
                },
              ]}
            />
          </div>
        </Card>
        <div className="mt-4 grid gap-3 tablet:grid-cols-2">
          <Link href="/wallet/refund" className={buttonClass('plain', 'large')}>
            환불로 돌아가기
          </Link>
          <Link href="/wallet" className={buttonClass('primary', 'large')}>
            지갑으로 가기
          </Link>
        </div>
      </div>
    </LiveRefresh>
  )
}

function RefundLine({ refund }: { refund: PlacedRefund }) {
  const { orderId, method, approvedAt, charged, amount, status, failure } = refund
  return (
    <li className="py-3.5">
      <div className="flex items-baseline justify-between gap-4">
        <div className="min-w-0">
          <p className="text-label font-medium">
            {method ? methodName(method) : '결제한 수단'} · {STATE_NAMES[status]}
          </p>
          <p className="text-caption text-ink-soft">
            <Link href={`/wallet/charge/${orderId}`} className="underline underline-offset-4 hover:text-ink">
              {kstDate(approvedAt)} 충전 <Won amount={charged} />
            </Link>
          </p>
        </div>
        <Won amount={amount} className="text-title font-bold" />
      </div>
      {failure ? (
        <Notice tone="danger" className="mt-3">
          {failure.message}
        </Notice>
      ) : null}
    </li>
  )
}

/** The user's refunds that an address names, or null: an address can name anything. */
async function findBatch(ctx: Ctx, userId: string, batchId: string): Promise<PlacedRefund[] | null> {
  try {
    return await getRefundBatch(ctx, userId, batchId)
  } catch (error) {
    if (error instanceof PosPayError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
