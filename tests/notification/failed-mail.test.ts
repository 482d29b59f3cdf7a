import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { JOB_NAMES } from '@/app/admin/jobs/job-names'
import { JOBS } from '@/lib/jobs/jobs'
import { newId } from '@/lib/ids'
import { readMailQueue, retryMail } from '@/lib/notification/failed-mail'
import { notify } from '@/lib/notification/notify'
import { readMailbox } from '@/lib/notification/read-mailbox'
import { MAX_MAIL_ATTEMPTS, sendMail } from '@/lib/notification/send-mail'
import { DAY_MS } from '@/lib/time'
import { newRenter, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx, toss } = scene
const operatorId = await newOperator(scene, 'support')

const refusing = { ...ctx, mailer: { send: () => Promise.reject(new Error('refused')) } }

/** A notice whose mail was refused until it was given up. */
async function givenUp(kind: 'case.opened' | 'password.reset'): Promise<{ id: string; email: string }> {
  const { userId, email } = await newRenter(scene)
  await notify(ctx.db, ctx, [{ userId, kind, subject: newId(), data: { dueOn: '2026-12-12', token: 'x' } }])
  const ofUser = eq(notifications.userId, userId)
  await ctx.db
    .update(notifications)
    .set({ mailAttempts: MAX_MAIL_ATTEMPTS - 1 })
    .where(ofUser)
  while ((await sendMail(refusing)) > 0);
  const [row] = await ctx.db.select({ id: notifications.id }).from(notifications).where(ofUser)
  return { id: row!.id, email }
}

test('a mail that was given up goes out once it is tried again, once', async () => {
  const { id, email } = await givenUp('case.opened')
  expect((await readMailQueue(ctx)).failed.map((mail) => mail.id)).toContain(id)
  await retryMail(ctx, { operatorId, id })
  await expect(retryMail(ctx, { operatorId, id })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  await sendMail(ctx)
  expect((await readMailbox(ctx, { to: email })).letters).toHaveLength(1)
  expect((await readMailQueue(ctx)).failed.map((mail) => mail.id)).not.toContain(id)
  const [written] = await ctx.db.select().from(auditLog).where(eq(auditLog.target, id))
  expect(written!.action).toBe('mail.retried')
})

test('one with a secret that is gone, or of old news, is not tried again', async () => {
  const { id: secret } = await givenUp('password.reset')
  const { id: old } = await givenUp('case.opened')
  await toss.advance(3 * DAY_MS)
  for (const id of [secret, old])
    await expect(retryMail(ctx, { operatorId, id })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  expect((await readMailQueue(ctx)).failed).toEqual([])
})

test('nobody without the duty has one tried again', async () => {
  const { id } = await givenUp('case.opened')
  const viewer = await newOperator(scene, 'viewer')
  await expect(retryMail(ctx, { operatorId: viewer, id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('every job has a name that operators understand', () => {
  expect(Object.keys(JOB_NAMES).sort()).toEqual(JOBS.map(({ name }) => name).sort())
})
