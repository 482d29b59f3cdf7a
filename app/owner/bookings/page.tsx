import type { Metadata } from 'next'
import { CalendarCheck } from 'lucide-react'
import Link from 'next/link'
import { BookingCard } from '@/app/bookings/booking-card'
import { buttonClass } from '@/app/_components/button'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { kstClock, kstDate } from '@/app/_components/kst'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { listBookings, type Booking } from '@/lib/booking/read'
import { isId } from '@/lib/ids'
import { AnswerForm } from './answer-form'

export const metadata: Metadata = { title: '받은 예약' }

type Props = { searchParams: Promise<Record<'group' | 'cursor', string | string[] | undefined>> }

export default async function OwnerBookingsPage({ searchParams }: Props) {
  const user = await requireUser()
  const asked = await searchParams
  const group = asked.group === 'ended' ? 'ended' : 'open'
  const cursor = typeof asked.cursor === 'string' && isId(asked.cursor) ? asked.cursor : null
  const ctx = await webContext()
  const now = ctx.now()
  const { items, nextCursor } = await listBookings(ctx, {
    userId: user.id,
    as: 'owner',
    group,
    cursor,
  })
  return (
    <LiveRefresh>
      <div className="mx-auto max-w-2xl">
        <PageHeader title="받은 예약">요청에 답하고, 누가 언제 오는지 확인해요.</PageHeader>
        <nav aria-label="예약 나누어 보기" className="mb-5 flex gap-2">
          <ChipLink href="/owner/bookings" active={group === 'open'}>
            예정
          </ChipLink>
          <ChipLink href="/owner/bookings?group=ended" active={group === 'ended'}>
            지난 예약
          </ChipLink>
        </nav>
        {items.length ? (
          <ul className="space-y-3">
            {items.map((booking) => (
              <li key={booking.bookingId}>
                <BookingCard booking={booking} now={now} />
                {booking.status === 'REQUESTED' ? <Request booking={booking} /> : null}
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState
            icon={CalendarCheck}
            title={group === 'open' ? '예정된 예약이 없어요' : '지난 예약이 없어요'}
            action={
              <Link href="/owner/spaces" className={buttonClass('soft')}>
                내 공간 보기
              </Link>
            }
          >
            예약이 들어오면 여기에서 바로 볼 수 있어요.
          </EmptyState>
        )}
        {nextCursor ? (
          <Link
            href={`/owner/bookings?group=${group}&cursor=${nextCursor}`}
            className={buttonClass('plain', 'regular', 'mt-4 w-full')}
          >
            이전 예약 더 보기
          </Link>
        ) : null}
      </div>
    </LiveRefresh>
  )
}

function Request({ booking }: { booking: Booking }) {
  return (
    <div className="mt-2 rounded-card bg-surface p-4 ring-1 ring-line/70">
      <p className="mb-3 text-label text-ink-soft">
        {kstDate(booking.expiresAt)} {kstClock(booking.expiresAt)}까지 답하지 않으면 요청이 사라져요.
      </p>
      <AnswerForm bookingId={booking.bookingId} />
    </div>
  )
}
