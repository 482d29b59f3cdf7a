import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { notifications, type NoticeKind } from '@/db/schema/notification'
import { withTx } from '@/db/tx'
import { notify, type Notice } from '@/lib/notification/notify'
import { openRoles, refusal } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const { superuser } = openRoles(scene.database)

const tell = (...notices: Notice[]) => withTx(ctx.db, (tx) => notify(tx, ctx, notices))
const toldTo = (userId: string) =>
  ctx.db.select().from(notifications).where(eq(notifications.userId, userId)).orderBy(notifications.id)

async function booking(kind: NoticeKind = 'booking.confirmed'): Promise<Notice> {
  const { userId } = await newRenter(scene)
  return { userId, kind, subject: randomUUID(), data: { spaceName: '성수 스튜디오' } }
}

describe('telling users', () => {
  test('writes a notice that is unread and whose mail is due', async () => {
    const notice = await booking()
    const before = ctx.now()
    await tell(notice)
    const [told, ...more] = await toldTo(notice.userId)
    expect(more).toEqual([])
    expect(told).toMatchObject({ ...notice, readAt: null, mailedAt: null, mailAttempts: 0 })
    expect(told!.mailDueAt).toEqual(told!.createdAt)
    expect(told!.createdAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
  })

  test('tells the same thing once, whatever it says, one by one, in one call and five at once', async () => {
    const notice = await booking()
    const again = { ...notice, data: { spaceName: '다른 이름' } }
    await tell(notice, again)
    await tell(again)
    await Promise.all(Array.from({ length: 5 }, () => tell(again)))
    expect((await toldTo(notice.userId)).map(({ data }) => data)).toEqual([notice.data])
  })

  test('keeps apart users, kinds and subjects', async () => {
    const notice = await booking()
    const other = await booking()
    await tell(notice, { ...notice, kind: 'booking.canceled' }, { ...notice, subject: randomUUID() })
    await tell({ ...notice, userId: other.userId })
    expect(await toldTo(notice.userId)).toHaveLength(3)
    expect(await toldTo(other.userId)).toHaveLength(1)
  })

  test('stands or falls with the tx', async () => {
    const notice = await booking()
    const failing = withTx(ctx.db, async (tx) => {
      await notify(tx, ctx, [notice])
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
    expect(await toldTo(notice.userId)).toEqual([])
  })

  test('of nothing does nothing', async () => {
    await expect(tell()).resolves.toBeUndefined()
  })
})

describe('a notice that must not be is refused by its rule', () => {
  test.each([
    ['notifications_kind', `kind = 'gossip'`],
    ['notifications_subject_length', `subject = ''`],
    ['notifications_data_object', `data = '[]'`],
    ['notifications_mailed_is_not_due', `mailed_at = now()`],
    ['notifications_attempts', `mail_attempts = -1`],
    ['notifications_user_id_users_id_fk', `user_id = gen_random_uuid()`],
  ])('%s', async (rule, change) => {
    const notice = await booking()
    await tell(notice)
    const changed = superuser.query(`update notifications set ${change} where user_id = $1`, [notice.userId])
    expect(await refusal(changed)).toBe(rule)
  })
})
