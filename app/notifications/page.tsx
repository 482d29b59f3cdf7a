import type { Metadata } from 'next'
import clsx from 'clsx'
import { Bell } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { EmptyState } from '@/app/_components/empty-state'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireUser, webContext } from '@/lib/auth'
import { isId } from '@/lib/ids'
import { readNotices, type ReadableNotice } from '@/lib/notification/read-notices'
import { MarkRead } from './mark-read'

export const metadata: Metadata = { title: '알림' }

type Props = { searchParams: Promise<{ before?: string | string[] }> }

export default async function NotificationsPage({ searchParams }: Props) {
  const user = await requireUser()
  const { before: asked } = await searchParams
  const before = typeof asked === 'string' && isId(asked) ? asked : null
  const ctx = await webContext()
  const { notices, next } = await readNotices(ctx, { userId: user.id, before })
  const [newest] = notices
  const unread = notices.some((notice) => notice.unread)
  const back = before ? { href: '/notifications', label: '최신 알림' } : undefined
  return (
    <div className="mx-auto max-w-2xl">
      <div className="flex items-start justify-between gap-4">
        <PageHeader title={before ? '지난 알림' : '알림'} back={back} />
        {newest && unread ? <MarkRead through={newest.id} /> : null}
      </div>
      {notices.length ? (
        <ul className="divide-y divide-line overflow-hidden rounded-card bg-surface shadow-card ring-1 ring-line/70">
          {notices.map((notice) => (
            <li key={notice.id}>
              <NoticeRow notice={notice} now={ctx.now()} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={Bell} title={before ? '더 지난 알림이 없어요' : '아직 알림이 없어요'}>
          예약이 확정되거나 돈이 오가면 여기에서 알려 드려요.
        </EmptyState>
      )}
      {next ? (
        <Link
          href={`/notifications?before=${next}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          지난 알림 더 보기
        </Link>
      ) : null}
    </div>
  )
}

function NoticeRow({ notice, now }: { notice: ReadableNotice; now: Date }) {
  return (
    <Link href={notice.href} className="flex gap-3 px-5 py-4 hover:bg-sunken focus-visible:-outline-offset-2">
      <span
        aria-hidden="true"
        className={clsx('mt-2 size-2 shrink-0 rounded-full', notice.unread ? 'bg-brand' : 'bg-transparent')}
      />
      <span className="min-w-0 flex-1">
        <span className={clsx('block text-label', notice.unread ? 'font-semibold' : 'font-medium')}>
          {notice.unread ? <span className="sr-only">읽지 않음: </span> : null}
          {notice.title}
        </span>
        <span className="mt-0.5 block text-label wrap-break-word text-ink-soft">{notice.body}</span>
        <span className="mt-1 block text-caption text-ink-faint">
          <When at={notice.createdAt} now={now} />
        </span>
      </span>
    </Link>
  )
}
