import { Card } from '@/app/_components/card'
import type { Booking } from '@/lib/booking/read'
import { RefundSlider } from './refund-slider'

/** What cancelling gives back, now and later. */
export function RefundCard({ booking, now }: { booking: Booking; now: Date }) {
  return (
    <Card as="section" labelledBy="refund">
      <h2 id="refund" className="mb-2 text-title font-semibold">
        취소하면 얼마를 돌려받나요?
      </h2>
      <RefundSlider
        price={booking.price}
        schedule={booking.refundPolicy}
        now={now}
        startAt={booking.startAt}
      />
    </Card>
  )
}
