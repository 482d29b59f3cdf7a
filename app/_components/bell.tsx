import { Bell as BellIcon } from 'lucide-react'
import Link from 'next/link'
import { cache } from 'react'
import { currentUser, webContext } from '@/lib/auth'
import { countUnread, MOST_COUNTED } from '@/lib/notification/read-notices'

/** The shell shows a bell for each width; both ask once. */
const readUnread = cache(async () => {
  const user = await currentUser()
  return user ? countUnread(await webContext(), user.id) : null
})

/** Leads to the notices and says how many are unread. Nothing for a stranger. */
export async function Bell() {
  const unread = await readUnread()
  if (unread === null) return null
  const count = unread < MOST_COUNTED ? String(unread) : `${MOST_COUNTED - 1}+`
  return (
    <Link
      href="/notifications"
      aria-label={unread ? `알림, 읽지 않은 알림 ${unread < MOST_COUNTED ? `${unread}개` : '많음'}` : '알림'}
      className="relative grid size-11 shrink-0 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink"
    >
      <BellIcon className="size-5.5" aria-hidden="true" />
      {unread ? (
        <span
          aria-hidden="true"
          className="absolute top-0.5 left-6 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-danger px-1 text-[0.6875rem]/none font-bold text-canvas tabular-nums"
        >
          {count}
        </span>
      ) : null}
    </Link>
  )
}
