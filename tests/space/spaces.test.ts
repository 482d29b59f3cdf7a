import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { spaceBlackouts, spaceHours } from '@/db/schema/space'
import { addBlackout, MOST_BLACKOUTS } from '@/lib/space/add-blackout'
import { addPhoto } from '@/lib/space/add-photo'
import { changeStatus } from '@/lib/space/change-status'
import { chooseCover } from '@/lib/space/choose-cover'
import { editSpace } from '@/lib/space/edit-space'
import { listOwnSpaces, readOwnSpace, readSpace } from '@/lib/space/read-space'
import { registerSpace } from '@/lib/space/register-space'
import { removeBlackout } from '@/lib/space/remove-blackout'
import { removePhoto } from '@/lib/space/remove-photo'
import { addMs, DAY_MS, HOUR_MS, startOfKstDay } from '@/lib/time'
import { jpeg } from '../support/pictures'
import { newRenter, openScene } from '../support/scene'
import { fieldsOf, newOwner } from './support'
import { plantFreeze } from '../support/freeze'

const scene = await openScene()
const { ctx } = scene

async function auditOf(spaceId: string) {
  const rows = await ctx.db
    .select({ action: auditLog.action, detail: auditLog.detail })
    .from(auditLog)
    .where(eq(auditLog.target, spaceId))
    .orderBy(asc(auditLog.id))
  return rows
}

/** A day and a night from now, at a whole hour. */
const tomorrow = addMs(startOfKstDay(ctx.now()), DAY_MS)
const night = { startsAt: tomorrow, endsAt: addMs(tomorrow, DAY_MS) }

describe('registering', () => {
  test('makes a space that shows what the owner said, and leaves a trace', async () => {
    const { ownerId, spaceId } = await newOwner(scene, { opens0: '', closes5: '26' })
    const space = await readSpace(ctx, spaceId)
    expect(space).toMatchObject({
      ownerId,
      ownerName: '김하늘',
      name: '모퉁이 회의실',
      capacity: 8,
      hourlyPrice: 20_000n,
      refundPreset: 'flexible',
      instant: true,
      status: 'open',
      photos: [],
    })
    expect(space.hours).toHaveLength(6)
    expect(space.hours).toContainEqual({ weekday: 5, opensAt: 9, closesAt: 26 })
    expect((await auditOf(spaceId)).map(({ action }) => action)).toEqual(['space.registered'])
  })

  test('is not for a frozen account', async () => {
    const { userId } = await newRenter(scene)
    await plantFreeze(ctx, userId)
    await expect(registerSpace(ctx, userId, fieldsOf())).rejects.toMatchObject({ code: 'ACCOUNT_FROZEN' })
    expect(await listOwnSpaces(ctx, userId)).toEqual([])
  })
})

describe('editing', () => {
  test('rewrites fields and hours, and writes down what was before', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    const fields = fieldsOf({ name: '새 회의실', hourlyPrice: '25000', opens1: '' })
    await editSpace(ctx, { ownerId, spaceId, fields })
    const space = await readSpace(ctx, spaceId)
    expect(space).toMatchObject({ name: '새 회의실', hourlyPrice: 25_000n })
    expect(space.hours.map(({ weekday }) => weekday)).not.toContain(1)
    expect((await auditOf(spaceId)).at(-1)).toEqual({
      action: 'space.edited',
      detail: {
        name: { from: '모퉁이 회의실', to: '새 회의실' },
        hourlyPrice: { from: '20000', to: '25000' },
        hours: expect.any(Array),
      },
    })
  })

  test('to own refund steps and back is kept and written down', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    const own = {
      refundPreset: 'custom',
      stepDays0: '3',
      stepPercent0: '80',
      stepDays1: '0',
      stepPercent1: '10',
    }
    const refundSteps = [
      { daysBefore: 3, percent: 80 },
      { daysBefore: 0, percent: 10 },
    ]
    await editSpace(ctx, { ownerId, spaceId, fields: fieldsOf(own) })
    expect(await readSpace(ctx, spaceId)).toMatchObject({ refundPreset: 'custom', refundSteps })
    await editSpace(ctx, { ownerId, spaceId, fields: fieldsOf(own) })
    await editSpace(ctx, { ownerId, spaceId, fields: fieldsOf() })
    expect(await readSpace(ctx, spaceId)).toMatchObject({ refundPreset: 'flexible', refundSteps: null })
    const [, there, again, back] = (await auditOf(spaceId)).map(
      ({ detail }) => detail as Record<string, unknown>,
    )
    expect(there).toMatchObject({ refundSteps: { from: 'null', to: JSON.stringify(refundSteps) } })
    expect(Object.keys(again!)).toEqual(['hours'])
    expect(back).toMatchObject({
      refundPreset: { from: 'custom', to: 'flexible' },
      refundSteps: { to: 'null' },
    })
  })

  test('by two at once leaves the hours of one of them, whole', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    const edits = ['10', '11', '12', '13'].map((opens) =>
      fieldsOf(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((weekday) => [`opens${weekday}`, opens]))),
    )
    await Promise.all(edits.map((fields) => editSpace(ctx, { ownerId, spaceId, fields })))
    const { hours } = await readSpace(ctx, spaceId)
    expect(hours).toHaveLength(7)
    expect(new Set(hours.map(({ opensAt }) => opensAt)).size).toBe(1)
  })
})

describe('closing', () => {
  test('and opening again is written down, once each', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    for (const status of ['closed', 'closed', 'open', 'open'] as const)
      await changeStatus(ctx, { ownerId, spaceId, status })
    expect((await auditOf(spaceId)).map(({ action }) => action)).toEqual([
      'space.registered',
      'space.closed',
      'space.opened',
    ])
  })

  test('is open to a frozen owner, opening is not', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    await plantFreeze(ctx, ownerId)
    await changeStatus(ctx, { ownerId, spaceId, status: 'closed' })
    await expect(changeStatus(ctx, { ownerId, spaceId, status: 'open' })).rejects.toMatchObject({
      code: 'ACCOUNT_FROZEN',
    })
    expect((await readSpace(ctx, spaceId)).status).toBe('closed')
  })
})

describe('a blackout', () => {
  test('is shown to its owner until it is over, and can be taken back', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    await addBlackout(ctx, { ownerId, spaceId, ...night })
    const later = { ...ctx, now: () => addMs(night.endsAt, HOUR_MS) }
    expect((await readOwnSpace(later, ownerId, spaceId)).blackouts).toEqual([])
    const [blackout] = (await readOwnSpace(ctx, ownerId, spaceId)).blackouts
    expect(blackout).toMatchObject(night)
    await removeBlackout(ctx, { ownerId, spaceId, blackoutId: blackout!.id })
    expect((await readOwnSpace(ctx, ownerId, spaceId)).blackouts).toEqual([])
    expect((await auditOf(spaceId)).map(({ action }) => action)).toEqual([
      'space.registered',
      'space.blackout_added',
      'space.blackout_removed',
    ])
  })

  test('that is over already is refused', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    const past = { startsAt: addMs(tomorrow, -3 * DAY_MS), endsAt: addMs(tomorrow, -2 * DAY_MS) }
    await expect(addBlackout(ctx, { ownerId, spaceId, ...past })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    })
  })

  test('can be planned a hundred times and not once more', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    const rows = Array.from({ length: MOST_BLACKOUTS - 1 }, () => ({
      id: randomUUID(),
      spaceId,
      ...night,
      createdAt: ctx.now(),
    }))
    await ctx.db.insert(spaceBlackouts).values(rows)
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => addBlackout(ctx, { ownerId, spaceId, ...night })),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })
})

describe("another's space", () => {
  test('is not found by anything that would change it or look behind it', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    const { photoId } = await addPhoto(ctx, { ownerId, spaceId, file: await jpeg() })
    await addBlackout(ctx, { ownerId, spaceId, ...night })
    const { blackouts } = await readOwnSpace(ctx, ownerId, spaceId)
    const blackoutId = blackouts[0]!.id
    const before = await snapshot(ownerId, spaceId)
    const stranger = await newOwner(scene)
    const file = await jpeg()
    for (const id of [spaceId, randomUUID(), 'x', "' or 1=1 --", '']) {
      const theirs = { ownerId: stranger.ownerId, spaceId: id }
      const tries = [
        () => readOwnSpace(ctx, stranger.ownerId, id),
        () => editSpace(ctx, { ...theirs, fields: fieldsOf({ name: '빼앗은 공간' }) }),
        () => changeStatus(ctx, { ...theirs, status: 'closed' }),
        () => addBlackout(ctx, { ...theirs, ...night }),
        () => removeBlackout(ctx, { ...theirs, blackoutId }),
        () => addPhoto(ctx, { ...theirs, file }),
        () => removePhoto(ctx, { ...theirs, photoId }),
        () => chooseCover(ctx, { ...theirs, photoId }),
      ]
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    // Nor through a space of one's own.
    const own = { ownerId: stranger.ownerId, spaceId: stranger.spaceId }
    for (const attempt of [
      () => removeBlackout(ctx, { ...own, blackoutId }),
      () => removePhoto(ctx, { ...own, photoId }),
      () => chooseCover(ctx, { ...own, photoId }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await snapshot(ownerId, spaceId)).toEqual(before)
  })

  const snapshot = async (ownerId: string, spaceId: string) => [
    await readOwnSpace(ctx, ownerId, spaceId),
    await ctx.db.select().from(spaceHours).where(eq(spaceHours.spaceId, spaceId)),
    await auditOf(spaceId),
  ]
})
