import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { addBlackout } from '@/lib/space/add-blackout'
import { changeStatus } from '@/lib/space/change-status'
import { readNight, readSlots, type Slot } from '@/lib/space/slots'
import { toKstIso } from '@/lib/time'
import { openScene } from '../support/scene'
import { newOwner } from './support'

const scene = await openScene()
// A Monday at noon, in Korea.
const ctx = { ...scene.ctx, now: () => new Date('2026-11-30T12:00:00+09:00') }

const clock = ({ startAt }: Slot) => toKstIso(startAt).slice(8, 13)
const free = (slots: Slot[]) => slots.filter(({ available }) => available).map(clock)
const at = (time: string) => new Date(`${time}:00+09:00`)

describe('the slots of a day', () => {
  test('are its opening hours; those that have begun are gone', async () => {
    const { spaceId } = await newOwner(scene, { opens1: '10', closes1: '14' })
    const slots = await readSlots(ctx, spaceId, '2026-11-30')
    expect(slots.map(clock)).toEqual(['30T10', '30T11', '30T12', '30T13'])
    expect(free(slots)).toEqual(['30T12', '30T13'])
    const aMomentLater = { ...ctx, now: () => new Date('2026-11-30T12:00:00.001+09:00') }
    expect(free(await readSlots(aMomentLater, spaceId, '2026-11-30'))).toEqual(['30T13'])
    expect(free(await readSlots(ctx, spaceId, '2026-11-23'))).toEqual([])
  })

  test('of a closed weekday are none', async () => {
    const { spaceId } = await newOwner(scene, { opens2: '' })
    expect(await readSlots(ctx, spaceId, '2026-12-01')).toEqual([])
  })

  test('lose what a blackout covers, to the hour at both ends, over midnight and the end of a month', async () => {
    const { ownerId, spaceId } = await newOwner(scene, {
      opens1: '20',
      closes1: '28',
      opens2: '9',
      closes2: '12',
    })
    const blackout = { startsAt: at('2026-11-30T22:00'), endsAt: at('2026-12-01T02:00') }
    await addBlackout(ctx, { ownerId, spaceId, ...blackout })
    expect(free(await readSlots(ctx, spaceId, '2026-11-30'))).toEqual(['30T20', '30T21'])
    const tuesday = await readSlots(ctx, spaceId, '2026-12-01')
    expect(tuesday.map(clock)).toEqual(['01T00', '01T01', '01T02', '01T03', '01T09', '01T10', '01T11'])
    expect(free(tuesday)).toEqual(['01T02', '01T03', '01T09', '01T10', '01T11'])
  })

  test('lose nothing to the blackout of another space', async () => {
    const { spaceId } = await newOwner(scene, { opens2: '9', closes2: '11' })
    const other = await newOwner(scene)
    const day = { startsAt: at('2026-12-01T00:00'), endsAt: at('2026-12-02T00:00') }
    await addBlackout(ctx, { ...other, ...day })
    expect(free(await readSlots(ctx, spaceId, '2026-12-01'))).toEqual(['01T09', '01T10'])
    expect(free(await readSlots(ctx, other.spaceId, '2026-12-01'))).toEqual([])
  })

  test('of a space that takes no bookings are refused', async () => {
    const { ownerId, spaceId } = await newOwner(scene)
    await changeStatus(ctx, { ownerId, spaceId, status: 'closed' })
    await expect(readSlots(ctx, spaceId, '2026-12-01')).rejects.toMatchObject({ code: 'SPACE_UNAVAILABLE' })
  })

  test.each([randomUUID(), 'x', '', "' or 1=1 --", '\u0000'])('of %j are not found', async (id) => {
    await expect(readSlots(ctx, id, '2026-12-01')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a night', () => {
  test('is the day and the hours after midnight that follow without a gap', async () => {
    const { spaceId } = await newOwner(scene, { opens1: '22', closes1: '26', opens2: '5', closes2: '9' })
    expect((await readNight(ctx, spaceId, '2026-11-30')).map(clock)).toEqual([
      '30T22',
      '30T23',
      '01T00',
      '01T01',
    ])
  })

  test('of a day that ends in the evening has nothing of the next morning', async () => {
    const { spaceId } = await newOwner(scene, { opens1: '20', closes1: '22', opens2: '0', closes2: '9' })
    expect((await readNight(ctx, spaceId, '2026-11-30')).map(clock)).toEqual(['30T20', '30T21'])
  })
})
