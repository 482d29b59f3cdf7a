import { Card } from '@/app/_components/card'
import { RefundLines } from '@/app/_components/refund-lines'
import { Won } from '@/app/_components/won'
import type { Booking } from '@/lib/booking/read'

/** What cancelling gives back, now and later. */
export function RefundCard({ booking, now }: { booking: Booking; now: Date }) {
  return (
    <Card as="section" labelledBy="refund">
      <h2 id="refund" className="text-title font-semibold">
        취소하면 얼마를 돌려받나요?
      </h2>
      <p className="mt-1 mb-3 text-label text-ink-soft">
        지금 취소하면 <Won amount={booking.refundNow} className="font-semibold text-ink" />을 지갑 잔액으로
        돌려받아요.
      </p>
      <RefundLines price={booking.price} schedule={booking.refundPolicy} now={now} />
    </Card>
  )
}
