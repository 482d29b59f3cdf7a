import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { dayName, kstClock, kstHour } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import { byDay, type Upcoming } from '@/lib/booking/upcoming'

/** Which earnings become withdrawable on which day. */
export function UpcomingCard({ upcoming }: { upcoming: Upcoming[] }) {
  return (
    <Card as="section" labelledBy="upcoming">
      <h2 id="upcoming" className="text-title font-semibold">
        정산 예정
      </h2>
      {upcoming.length ? (
        <ol className="mt-3 space-y-4">
          {byDay(upcoming).map(({ day, amount, items }) => (
            <li key={day}>
              <p className="flex items-baseline justify-between gap-4 border-b border-line pb-1.5 text-label font-semibold">
                {dayName(day)}
                <Won amount={amount} />
              </p>
              <ul>
                {items.map((item) => (
                  <li key={item.bookingId}>
                    <Link
                      href={`/owner/bookings/${item.bookingId}`}
                      className="-mx-2 flex items-center justify-between gap-4 rounded-control px-2 py-2.5 hover:bg-sunken"
                    >
                      <span className="min-w-0">
                        <span className="block truncate text-label">{item.spaceName}</span>
                        <span className="block text-caption text-ink-faint">
                          {kstHour(item.startAt)} 이용 · {kstClock(item.releaseAt)} 정산
                        </span>
                      </span>
                      <Won amount={item.amount} className="text-label" />
                    </Link>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      ) : (
        <p className="mt-2 text-label text-ink-soft">
          기다리는 정산이 없어요. 예약이 결제되면 수수료를 뺀 금액을 바로 출금할 수 있어요.
        </p>
      )}
    </Card>
  )
}
