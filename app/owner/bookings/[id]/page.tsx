import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { findBooking } from '@/app/bookings/[id]/find-booking'
import { BookingStatus } from '@/app/bookings/booking-status'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstRange } from '@/app/_components/kst'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import type { Booking } from '@/lib/booking/read'
import { AnswerForm } from '../answer-form'
import { CancelForm } from './cancel-form'

type Props = { params: Promise<{ id: string }> }

export const metadata: Metadata = { title: '받은 예약' }

export default async function OwnerBookingPage({ params }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const booking = await findBooking(ctx, user.id, (await params).id, 'owner')
  const now = ctx.now()
  const cancelable = booking.status === 'HELD' || (booking.status === 'CONFIRMED' && now < booking.endAt)
  return (
    <LiveRefresh probe={`/api/v1/bookings/${booking.bookingId}`}>
      <div className="mx-auto max-w-lg space-y-5">
        <PageHeader title={booking.spaceName} back={{ href: '/owner/bookings', label: '받은 예약' }}>
          <BookingStatus booking={booking} now={now} />
        </PageHeader>
        <Card as="section" labelledBy="visit">
          <h2 id="visit" className="text-title font-semibold">
            {booking.renterName}님의 예약
          </h2>
          <DetailList
            rows={[
              { label: '이용 시간', value: kstRange(booking.startAt, booking.endAt) },
              ...(booking.paidAt ? [{ label: '결제한 때', value: <When at={booking.paidAt} /> }] : []),
              ...(booking.canceledAt
                ? [{ label: '취소한 때', value: <When at={booking.canceledAt} /> }]
                : []),
            ]}
          />
        </Card>
        <Earnings booking={booking} />
        {booking.status === 'REQUESTED' ? <AnswerForm bookingId={booking.bookingId} /> : null}
        {cancelable ? <CancelForm booking={booking} /> : null}
      </div>
    </LiveRefresh>
  )
}

/** What the booking brings its owner, and when. */
function Earnings({ booking }: { booking: Booking }) {
  const { price, fee, net, refunded, earned } = booking
  const when = whenEarned(booking)
  return (
    <Card as="section" labelledBy="earnings">
      <h2 id="earnings" className="text-title font-semibold">
        정산
      </h2>
      <DetailList
        rows={[
          { label: '예약 금액', value: <Won amount={price} /> },
          { label: '수수료 (부가세 포함)', value: <Won amount={-fee} /> },
          { label: '정산 금액', value: <Won amount={net} className="font-bold" /> },
          ...(refunded > 0n
            ? [
                { label: '돌려준 금액', value: <Won amount={-refunded} /> },
                { label: '남은 정산 금액', value: <Won amount={earned} className="font-bold" /> },
              ]
            : []),
        ]}
      />
      {when ? (
        <Notice className="mt-2" tone={booking.paidAt ? 'good' : 'calm'}>
          {when}
        </Notice>
      ) : null}
    </Card>
  )
}

/** When the money may be withdrawn; nothing where none is left to come. */
function whenEarned({ status, paidAt, earned, releaseAt }: Booking): ReactNode {
  if (!paidAt) return status === 'REQUESTED' || status === 'HELD' ? '결제되면 정산돼요.' : null
  if (earned === 0n) return null
  if (!releaseAt) return '출금 가능 금액에 더했어요. 언제든 출금할 수 있어요.'
  return (
    <>
      이용이 끝난 뒤 <When at={releaseAt} />
      부터 출금할 수 있어요.
    </>
  )
}
