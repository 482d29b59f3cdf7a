import type { Metadata } from 'next'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { readEarnings } from '@/lib/booking/earnings'
import { readUpcoming } from '@/lib/booking/upcoming'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { isId } from '@/lib/ids'
import { readWallet } from '@/lib/ledger/read'
import { listOwnSpaces } from '@/lib/space/read-space'
import { readOpen } from '@/lib/withdrawal/read'
import { readSchedule } from '@/lib/withdrawal/schedule'
import { readTerms } from '@/lib/withdrawal/terms'
import { Buckets } from './buckets'
import { EarningsCard } from './earnings-card'
import { rangeOf } from './range'
import { ScheduleCard } from './schedule-card'
import { UpcomingCard } from './upcoming-card'
import { findWaits } from './waits'
import { WhyCard } from './why-card'

export const metadata: Metadata = { title: '정산' }

type Props = { searchParams: Promise<Record<'by' | 'space', string | string[] | undefined>> }

export default async function OwnerPage({ searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const now = ctx.now()
  const asked = await searchParams
  const by = asked.by === 'month' ? 'month' : 'day'
  const spaceId = typeof asked.space === 'string' && isId(asked.space) ? asked.space : undefined
  const [wallet, upcoming, open, terms, schedule, spaces, earnings, freeze] = await Promise.all([
    readWallet(ctx, user.id),
    readUpcoming(ctx, user.id),
    readOpen(ctx, user.id),
    readTerms(ctx, user.id),
    readSchedule(ctx, user.id),
    listOwnSpaces(ctx, user.id),
    readEarnings(ctx, { ownerId: user.id, spaceId, ...rangeOf(by, now) }),
    readOpenFreeze(ctx, user),
  ])
  const waits = findWaits({ terms, open, upcoming, freeze })
  return (
    <LiveRefresh>
      <PageHeader title="정산">번 돈이 지금 어디에 있고, 언제 받는지 보여드려요.</PageHeader>
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <div className="min-w-0 space-y-5 desktop:space-y-7">
          <Buckets wallet={wallet} open={open} next={upcoming[0] ?? null} schedule={schedule} at={now} />
          <EarningsCard earnings={earnings} by={by} spaceId={spaceId} spaces={spaces} />
        </div>
        <div className="min-w-0 space-y-5 desktop:space-y-7">
          <WhyCard waits={waits} now={now} />
          <UpcomingCard upcoming={upcoming} />
          <ScheduleCard schedule={schedule} />
        </div>
      </div>
    </LiveRefresh>
  )
}
