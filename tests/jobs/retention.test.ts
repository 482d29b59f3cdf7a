import { and, eq, like } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { auditLog, sessions } from '@/db/schema/identity'
import { entries } from '@/db/schema/ledger'
import { leavers } from '@/db/schema/terms'
import { confirmCharge } from '@/lib/charge/confirm'
import { leave } from '@/lib/flows/leave'
import { startSession } from '@/lib/identity/session'
import { listExpired, removeExpired } from '@/lib/jobs/remove-expired'
import { DAY_MS } from '@/lib/time'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
afterAll(() => expectSound(scene))

const countOf = async (name: string) =>
  (await listExpired(ctx)).find((expired) => expired.name === name)!.count
const proofs = async () =>
  ctx.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, 'retention.destroyed'), like(auditLog.target, 'l%')))
    .orderBy(auditLog.id)

test('who left is known for five years and then to nobody, logins for three months, and the book for good', async () => {
  const { userId } = await newRenter(scene)
  await confirmCharge(ctx, await paidOrder(scene, 10_000n))
  const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
  await leave(ctx, { userId, sessionId })
  const booked = await ctx.db.$count(entries)

  await toss.advance(91 * DAY_MS)
  expect([await countOf('logins'), await countOf('leavers')]).toEqual([0, 0])
  await toss.advance(2 * DAY_MS)
  // Looking destroys nothing, however often.
  expect([await countOf('logins'), await countOf('logins')]).toEqual([1, 1])
  expect(await ctx.db.$count(sessions)).toBe(1)
  expect(await proofs()).toEqual([])

  await removeExpired(ctx)
  expect(await ctx.db.$count(sessions)).toBe(0)
  expect(await proofs()).toMatchObject([{ target: 'logins', detail: { count: 1 } }])

  await toss.advance((5 * 365 - 93) * DAY_MS)
  expect(await countOf('leavers')).toBe(0)
  await toss.advance(6 * DAY_MS)
  const removed = await removeExpired(ctx)
  expect(removed.find(({ name }) => name === 'leavers')).toMatchObject({ count: 1 })
  expect(await ctx.db.$count(leavers)).toBe(0)
  expect((await proofs()).map(({ target }) => target)).toEqual(['logins', 'leavers'])
  expect(await ctx.db.$count(entries)).toBe(booked)

  await removeExpired(ctx)
  expect(await proofs()).toHaveLength(2)
})
