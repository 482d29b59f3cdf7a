import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BrokerNotice } from '@/app/_components/broker-notice'
import { Brand } from '@/app/_components/brand'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstRange } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import { readMoneyTrail } from '@/lib/flows/money-trail'
import { readBusiness } from '@/lib/identity/business'
import { formatBusinessNumber } from '@/lib/identity/business-number'
import { findBooking } from '../find-booking'
import { PrintButton } from './print-button'

export const metadata: Metadata = { title: '영수증' }

type Props = { params: Promise<{ id: string }> }

/** What was paid, what came back, when and to whom; made for paper as well. */
export default async function ReceiptPage({ params }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const booking = await findBooking(ctx, user.id, (await params).id)
  const [{ steps }, business] = await Promise.all([
    readMoneyTrail(ctx, user.id, booking.bookingId),
    readBusiness(ctx, booking.ownerId),
  ])
  const payment = steps.find(({ type }) => type === 'payment')
  if (!payment) notFound()
  const refunds = steps.filter(({ type }) => type === 'refund')
  const number = (id: string) => <span className="text-caption break-all">{id}</span>
  return (
    <div className="mx-auto max-w-lg">
      <div className="print:hidden">
        <PageHeader title="영수증" back={{ href: `/bookings/${booking.bookingId}`, label: '예약' }} />
      </div>
      <Card>
        <div className="mb-2 flex items-center justify-between gap-4">
          <h2 className="text-title font-semibold">예약 결제 영수증</h2>
          <Brand />
        </div>
        <DetailList
          rows={[
            { label: '공간', value: booking.spaceName },
            { label: '주소', value: booking.spaceAddress },
            { label: '이용 시간', value: kstRange(booking.startAt, booking.endAt) },
            { label: '이용한 사람', value: `${booking.renterName}님` },
            { label: '판매자 (공간 등록자)', value: `${booking.ownerName}님` },
            ...(business?.number
              ? [{ label: '사업자등록번호', value: formatBusinessNumber(business.number) }]
              : []),
            { label: '결제 방법', value: '포스페이 잔액' },
            { label: '결제 시각', value: <When at={payment.at} /> },
            { label: '거래 번호', value: number(payment.transactionId) },
            { label: '결제한 금액', value: <Won amount={booking.price} className="text-title font-bold" /> },
          ]}
        />
        {refunds.map((refund) => (
          <div key={refund.transactionId} className="border-t border-line-strong">
            <DetailList
              rows={[
                { label: '환불 시각', value: <When at={refund.at} /> },
                { label: '환불 거래 번호', value: number(refund.transactionId) },
                { label: '환불한 금액', value: <Won amount={refund.renter} className="font-semibold" /> },
              ]}
            />
          </div>
        ))}
        {refunds.length ? (
          <div className="border-t border-line-strong">
            <DetailList
              rows={[
                {
                  label: '환불을 뺀 금액',
                  value: <Won amount={booking.price - booking.refunded} className="text-title font-bold" />,
                },
              ]}
            />
          </div>
        ) : null}
        <div className="mt-3 border-t border-line pt-3">
          <BrokerNotice />
          <p className="mt-2 text-caption text-ink-faint">
            거래를 확인하는 영수증이에요. 세금계산서나 현금영수증을 대신하지 않아요.
          </p>
        </div>
      </Card>
      <div className="mt-4">
        <PrintButton />
      </div>
    </div>
  )
}
