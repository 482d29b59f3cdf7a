import type { Metadata } from 'next'
import { CalendarCheck } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { listBookings } from '@/lib/booking/read'
import { isId } from '@/lib/ids'
import { BookingCard } from './booking-card'

export const metadata: Metadata = { title: '예약' }

type Props = { searchParams: Promise<Record<'group' | 'cursor', string | string[] | undefined>> }

export default async function BookingsPage({ searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const asked = await searchParams
  const group = asked.group === 'ended' ? 'ended' : 'open'
  const cursor = typeof asked.cursor === 'string' && isId(asked.cursor) ? asked.cursor : null
  const { items, nextCursor } = await listBookings(ctx, { userId: user.id, as: 'renter', group, cursor })
  const now = ctx.now()
  return (
    <LiveRefresh probe="/api/v1/bookings">
      <div className="mx-auto max-w-2xl">
        <PageHeader title="예약" />
        <nav aria-label="예약 나눠 보기" className="mb-4 flex gap-2">
          <ChipLink href="/bookings" active={group === 'open'}>
            예정
          </ChipLink>
          <ChipLink href="/bookings?group=ended" active={group === 'ended'}>
            지난 예약
          </ChipLink>
        </nav>
        {items.length ? (
          <ul className="space-y-3">
            {items.map((booking) => (
              <li key={booking.bookingId}>
                <BookingCard booking={booking} now={now} />
              </li>
            ))}
          </ul>
        ) : (
          <Nothing group={group} />
        )}
        {nextCursor ? (
          <Link
            href={`/bookings?${new URLSearchParams({ group, cursor: nextCursor })}`}
            className={buttonClass('plain', 'large', 'mt-5 w-full')}
          >
            더 오래된 예약 보기
          </Link>
        ) : null}
        {cursor ? (
          <Link
            href={group === 'open' ? '/bookings' : '/bookings?group=ended'}
            className="mt-3 inline-flex min-h-11 w-full items-center justify-center rounded-control text-label text-ink-soft hover:text-ink"
          >
            처음으로
          </Link>
        ) : null}
      </div>
    </LiveRefresh>
  )
}

function Nothing({ group }: { group: 'open' | 'ended' }) {
  const spaces = (
    <Link href="/spaces" className={buttonClass('soft')}>
      공간 둘러보기
    </Link>
  )
  return group === 'open' ? (
    <EmptyState icon={CalendarCheck} title="예정된 예약이 없어요" action={spaces}>
      마음에 드는 공간에서 시간을 고르면 여기에 모여요.
    </EmptyState>
  ) : (
    <EmptyState icon={CalendarCheck} title="지난 예약이 없어요">
      이용을 마쳤거나 취소한 예약이 여기에 남아요.
    </EmptyState>
  )
}
