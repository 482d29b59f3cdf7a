import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { users } from '@/db/schema/identity'
import { mailbox, notifications } from '@/db/schema/notification'
import type { Ctx } from '@/lib/context'
import { runJob } from '@/lib/jobs/run-jobs'
import type { Mail, Mailer } from '@/lib/notification/mailer'
import { notify } from '@/lib/notification/notify'
import { MAX_MAIL_ATTEMPTS, sendMail } from '@/lib/notification/send-mail'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

const DATA = {
  spaceName: '성수 <b>스튜디오</b>',
  startAt: '2026-12-01T15:00:00+09:00',
  endAt: '2026-12-01T18:00:00+09:00',
  amount: '36000',
}

/** A mailer that keeps what it was given, and ends as it is told. */
function recorder(end: (mail: Mail) => Promise<void> = async () => undefined) {
  const sent: Mail[] = []
  const mailer: Mailer = {
    async send(mail) {
      sent.push(mail)
      await end(mail)
    },
  }
  return { sent, ctx: { ...ctx, mailer } satisfies Ctx }
}

const refuse = () => Promise.reject(Object.assign(new Error('550 no such user'), { code: 'EENVELOPE' }))

async function tell(data: Record<string, string> = DATA) {
  const renter = await newRenter(scene)
  const notice = { userId: renter.userId, kind: 'booking.confirmed' as const, subject: randomUUID(), data }
  await notify(ctx.db, ctx, [notice])
  return renter
}

const rowOf = async ({ userId }: { userId: string }) =>
  (await ctx.db.select().from(notifications).where(eq(notifications.userId, userId)))[0]!

// Nothing is due from the test before.
beforeEach(() => ctx.db.update(notifications).set({ mailDueAt: null }))

describe('a notice', () => {
  test('is mailed once, to its user, and then rests', async () => {
    const renter = await tell()
    const { sent, ctx: sending } = recorder()
    expect(await sendMail(sending)).toBe(1)
    expect(await sendMail(sending)).toBe(0)
    const row = await rowOf(renter)
    expect(sent).toMatchObject([
      { id: row.id, to: renter.email, subject: '[포스페이] 성수 <b>스튜디오</b>: 예약이 확정됐어요' },
    ])
    expect(sent[0]!.text).toContain('36,000원')
    expect(sent[0]!.html).not.toContain('<b>스튜디오</b>')
    expect(row).toMatchObject({ mailDueAt: null, mailAttempts: 1, mailedAt: expect.any(Date) })
  })

  test('goes to the mailbox where no mail server is set, once though it was handed over twice', async () => {
    const renter = await tell()
    await sendMail(ctx)
    const inbox = () => ctx.db.select().from(mailbox).where(eq(mailbox.recipient, renter.email))
    const [letter] = await inbox()
    expect(letter).toMatchObject({ subject: expect.stringContaining('예약이 확정됐어요') })
    await ctx.mailer!.send({ ...letter!, to: renter.email })
    expect(await inbox()).toHaveLength(1)
  })

  test('stays queued where mail is not to be had', async () => {
    const renter = await tell()
    expect(await sendMail({ ...ctx, mailer: null })).toBe(0)
    expect(await rowOf(renter)).toMatchObject({ mailAttempts: 0, mailDueAt: expect.any(Date) })
  })

  test('to somebody without an address, or who has left, is never mailed', async () => {
    const [social, closed] = [await tell(), await tell()]
    await ctx.db.update(users).set({ email: null }).where(eq(users.id, social.userId))
    await ctx.db.update(users).set({ status: 'closed' }).where(eq(users.id, closed.userId))
    const { sent, ctx: sending } = recorder()
    await sendMail(sending)
    expect(sent).toEqual([])
    for (const reader of [social, closed]) {
      expect(await rowOf(reader)).toMatchObject({ mailDueAt: null, mailedAt: null })
    }
  })
})

describe('workers at the same time', () => {
  test('share what is due, and none is mailed twice', async () => {
    const renters = []
    for (let i = 0; i < 25; i++) renters.push(await tell())
    const { sent, ctx: sending } = recorder()
    const workers = () => Promise.all(Array.from({ length: 5 }, () => sendMail(sending)))
    while ((await workers()).some((taken) => taken > 0));
    expect(sent.map(({ to }) => to).sort()).toEqual(renters.map(({ email }) => email).sort())
  })

  test('leave alone what one of them is sending', async () => {
    await tell()
    let finish = () => undefined as void
    const slow = recorder(() => new Promise((done) => (finish = done)))
    const other = recorder()
    const first = sendMail(slow.ctx)
    await expect.poll(() => slow.sent.length).toBe(1)
    expect(await sendMail(other.ctx)).toBe(0)
    finish()
    await first
    expect(other.sent).toEqual([])
  })

  test('take over from one that died after sending: the mail goes again, with the same id', async () => {
    const renter = await tell()
    const dead = recorder(() => new Promise(() => undefined))
    void sendMail(dead.ctx)
    await expect.poll(() => dead.sent.length).toBe(1)
    const other = recorder()
    await toss.advance(2 * MINUTE_MS - 5 * SECOND_MS)
    expect(await sendMail(other.ctx)).toBe(0)
    await toss.advance(10 * SECOND_MS)
    expect(await sendMail(other.ctx)).toBe(1)
    expect(other.sent[0]!.id).toBe(dead.sent[0]!.id)
    expect(await rowOf(renter)).toMatchObject({ mailAttempts: 2, mailedAt: expect.any(Date) })
  })

  test('do not undo each other: a late failure changes nothing about a mail that went out', async () => {
    const renter = await tell()
    let fail = (_: Error) => undefined as void
    const late = recorder(() => new Promise((_, reject) => (fail = reject)))
    const first = sendMail(late.ctx)
    await expect.poll(() => late.sent.length).toBe(1)
    await toss.advance(3 * MINUTE_MS)
    await sendMail(recorder().ctx)
    fail(new Error('timeout'))
    await first
    expect(await rowOf(renter)).toMatchObject({ mailDueAt: null, mailedAt: expect.any(Date) })
  })
})

describe('a mail that is refused', () => {
  test('is tried again after 1, 3, 9 … minutes, and goes out when it can', async () => {
    const renter = await tell()
    const failing = recorder(refuse)
    for (const [tries, minutes] of [1, 3, 9].entries()) {
      expect(await sendMail(failing.ctx)).toBe(1)
      const { mailDueAt } = await rowOf(renter)
      const pauseMs = mailDueAt!.getTime() - ctx.now().getTime()
      expect(Math.abs(pauseMs - minutes * MINUTE_MS), `try ${tries + 1}`).toBeLessThan(5 * SECOND_MS)
      expect(await sendMail(failing.ctx)).toBe(0)
      await toss.advance(minutes * MINUTE_MS)
    }
    const { sent, ctx: sending } = recorder()
    await sendMail(sending)
    expect(sent).toHaveLength(1)
  })

  test('is given up after eight tries', async () => {
    const renter = await tell()
    const failing = recorder(refuse)
    for (let attempt = 0; attempt < MAX_MAIL_ATTEMPTS + 2; attempt++) {
      await sendMail(failing.ctx)
      const { mailDueAt } = await rowOf(renter)
      if (mailDueAt) await toss.advance(mailDueAt.getTime() - ctx.now().getTime() + SECOND_MS)
    }
    expect(failing.sent).toHaveLength(8)
    expect(await rowOf(renter)).toMatchObject({ mailDueAt: null, mailedAt: null, mailAttempts: 8 })
  })

  test('is given up when it is two days old, whoever was away', async () => {
    const renter = await tell()
    await toss.advance(2 * DAY_MS + MINUTE_MS)
    const { sent, ctx: sending } = recorder()
    await sendMail(sending)
    expect(sent).toEqual([])
    expect(await rowOf(renter)).toMatchObject({ mailDueAt: null, mailedAt: null })
  })

  test('keeps nobody else waiting, and is no failure of the job', async () => {
    const [bad, good] = [await tell(), await tell()]
    const { sent, ctx: sending } = recorder(({ to }) => (to === bad.email ? refuse() : Promise.resolve()))
    await runJob(sending, { name: 'send-mail', everyMs: 1, run: sendMail })
    expect(sent).toHaveLength(2)
    expect(await rowOf(good)).toMatchObject({ mailedAt: expect.any(Date) })
    expect(await rowOf(bad)).toMatchObject({ mailedAt: null })
  })
})

describe('a secret', () => {
  test('is mailed in the clear, kept encrypted, and gone once it was mailed', async () => {
    const renter = await newRenter(scene)
    const data = { sealedToken: ctx.sealer.seal('the-token'), expiresAt: '2026-12-01T15:00:00+09:00' }
    await notify(ctx.db, ctx, [{ userId: renter.userId, kind: 'password.reset', subject: 'x', data }])
    expect(JSON.stringify(await rowOf(renter))).not.toContain('the-token')
    const { sent, ctx: sending } = recorder()
    await sendMail(sending)
    expect(sent[0]!.text).toContain('/login/reset?token=the-token')
    expect((await rowOf(renter)).data).toEqual({ expiresAt: data.expiresAt })
  })
})
