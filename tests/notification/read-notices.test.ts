import { describe, expect, test } from 'vitest'
import type { NoticeKind } from '@/db/schema/notification'
import { notify } from '@/lib/notification/notify'
import { countUnread, markRead, MOST_COUNTED, readNotices } from '@/lib/notification/read-notices'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene

async function told(count: number, kind: NoticeKind = 'login.new') {
  const { userId } = await newRenter(scene)
  const data = { at: '2026-11-22T15:00:00+09:00', address: '203.0.113.7' }
  const subjects = Array.from({ length: count }, (_, i) => `subject ${i}`)
  for (const subject of subjects) await notify(ctx.db, ctx, [{ userId, kind, subject, data }])
  return userId
}

describe('reading notices', () => {
  test('shows each once, the newest first, page by page', async () => {
    const userId = await told(45)
    const pages = []
    let before: string | null = null
    do {
      const page = await readNotices(ctx, { userId, before })
      pages.push(page.notices.map(({ id }) => id))
      before = page.next
    } while (before)
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5])
    const all = pages.flat()
    expect(all).toEqual([...new Set(all)].sort().reverse())
  })

  test('shows nobody what another was told, nor what is only mailed', async () => {
    const userId = await told(2)
    await told(3)
    await notify(ctx.db, ctx, [{ userId, kind: 'email.taken', subject: 'day', data: {} }])
    expect((await readNotices(ctx, { userId })).notices).toHaveLength(2)
    expect(await countUnread(ctx, userId)).toBe(2)
  })

  test('marks as read up to what was shown, and only one’s own', async () => {
    const [userId, other] = [await told(3), await told(1)]
    const [newest] = (await readNotices(ctx, { userId })).notices
    await notify(ctx.db, ctx, [{ userId, kind: 'charge.kept', subject: 'later', data: LATER }])
    await markRead(ctx, { userId, through: newest!.id })
    const { notices } = await readNotices(ctx, { userId })
    expect(notices.map(({ unread }) => unread)).toEqual([true, false, false, false])
    expect(await countUnread(ctx, userId)).toBe(1)
    expect(await countUnread(ctx, other)).toBe(1)
  })

  test('counts the unread up to where the bell stops', async () => {
    expect(await countUnread(ctx, await told(MOST_COUNTED + 5))).toBe(MOST_COUNTED)
  })
})

const LATER = {
  spaceName: '성수 스튜디오',
  startAt: '2026-11-22T15:00:00+09:00',
  endAt: '2026-11-22T18:00:00+09:00',
  charged: '10000',
}
