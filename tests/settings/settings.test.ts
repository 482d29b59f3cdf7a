import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { settings } from '@/db/schema/platform'
import { newId } from '@/lib/ids'
import { approveSetting, rejectSetting } from '@/lib/settings/decide'
import { proposeSetting } from '@/lib/settings/propose'
import { readSetting } from '@/lib/settings/read-setting'
import { addMs, DAY_MS, SECOND_MS } from '@/lib/time'
import { openRoles, refusal } from '../support/roles'
import { newRenter, openScene } from '../support/scene'
import { setSetting } from '../support/set-setting'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx, toss } = scene
const { app, superuser } = openRoles(scene.database)
const maker = await newOperator(scene, 'finance_maker')
const approver = await newOperator(scene, 'finance_approver')
const reason = '운영 회의에서 정했어요'

const propose = (value: unknown, given: { startsAt?: Date; operatorId?: string } = {}) =>
  proposeSetting(ctx, { operatorId: maker, key: 'fee', startsAt: null, reason, value, ...given })

const rate = async () => (await readSetting(ctx, 'fee')).rateBp
const rowOf = async (id: string) => (await ctx.db.select().from(settings).where(eq(settings.id, id)))[0]!

describe('a setting', () => {
  test('holds as soon as another operator has agreed, and not before', async () => {
    const before = await rate()
    const id = await propose({ rateBp: 700 })
    expect(await rate()).toBe(before)
    await approveSetting(ctx, { operatorId: approver, id })
    expect(await rate()).toBe(700)
    const [written] = await ctx.db.select().from(auditLog).where(eq(auditLog.action, 'setting.approved'))
    expect(written).toMatchObject({
      target: 'fee',
      before: { value: {} },
      after: { value: { rateBp: 700 } },
      reason,
      detail: { id },
    })
  })

  test('holds from its start when it has one', async () => {
    const startsAt = addMs(ctx.now(), DAY_MS)
    const id = await propose({ rateBp: 800 }, { startsAt })
    await approveSetting(ctx, { operatorId: approver, id })
    expect(await rate()).toBe(700)
    await toss.advance(DAY_MS + SECOND_MS)
    expect(await rate()).toBe(800)
  })

  test('stays as it is when it is refused, or taken back by whoever proposed it', async () => {
    for (const operatorId of [approver, maker]) {
      const id = await propose({ rateBp: 100 })
      await rejectSetting(ctx, { operatorId, id })
      await expect(approveSetting(ctx, { operatorId: approver, id })).rejects.toMatchObject({
        code: 'STATE_CONFLICT',
      })
      expect([await rate(), (await rowOf(id)).state]).toEqual([800, 'REJECTED'])
    }
  })

  test('is not agreed to by whoever proposed it, whatever else they are', async () => {
    const admin = await newOperator(scene, 'admin')
    const id = await propose({ rateBp: 200 }, { operatorId: admin })
    await expect(approveSetting(ctx, { operatorId: admin, id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await rejectSetting(ctx, { operatorId: admin, id })
  })

  test('is agreed to once by two at the same time', async () => {
    const id = await propose({ rateBp: 900 })
    const both = [approver, await newOperator(scene, 'admin')]
    const ended = await Promise.allSettled(both.map((operatorId) => approveSetting(ctx, { operatorId, id })))
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await rate()).toBe(900)
  })

  test('whose start has passed before anybody agreed is proposed anew', async () => {
    const id = await propose({ rateBp: 300 }, { startsAt: addMs(ctx.now(), SECOND_MS) })
    await toss.advance(2 * SECOND_MS)
    await expect(approveSetting(ctx, { operatorId: approver, id })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    await rejectSetting(ctx, { operatorId: approver, id })
  })

  test.each([
    ['no rate at all', { rateBp: -1 }, {}],
    ['a start that has come', { rateBp: 1 }, { startsAt: new Date(0) }],
  ])('with %s is refused', async (_, value, given) => {
    await expect(propose(value, given)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('with the value that holds already is refused', async () => {
    await expect(propose({ rateBp: 900 })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('with a proposal that waits takes no second one', async () => {
    const id = await propose({ rateBp: 400 })
    await expect(propose({ rateBp: 500 })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await rejectSetting(ctx, { operatorId: maker, id })
  })

  test('is nothing for those without the duty', async () => {
    const { userId } = await newRenter(scene)
    const viewer = await newOperator(scene, 'viewer')
    for (const operatorId of [userId, viewer]) {
      await expect(propose({ rateBp: 1 }, { operatorId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    const id = await propose({ rateBp: 600 })
    for (const operatorId of [userId, viewer, maker]) {
      await expect(approveSetting(ctx, { operatorId, id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    await rejectSetting(ctx, { operatorId: maker, id })
  })
})

describe('the database refuses', () => {
  const now = () => ctx.now().toISOString()
  const insert = (state: string, { by = maker, decided = null as string | null, startsAt = '' } = {}) => {
    const at = now()
    return app.query(
      `insert into settings (id, key, value, starts_at, reason, state, proposed_by, proposed_at, decided_by, decided_at)
        values ($1, 'booking', '{}', $2, 'x', $3, $4, $5, $6, $7)`,
      [newId(), startsAt || at, state, by, at, decided, decided && at],
    )
  }

  test('a maker who is the checker', async () => {
    expect(await refusal(insert('APPROVED', { decided: maker }))).toBe('settings_two_people')
  })
  test('an approval by nobody', async () => {
    expect(await refusal(insert('APPROVED'))).toBe('settings_decided')
  })
  test('a start before the approval', async () => {
    const startsAt = addMs(ctx.now(), -DAY_MS).toISOString()
    expect(await refusal(insert('APPROVED', { decided: approver, startsAt }))).toBe('settings_not_backdated')
  })
  test('any change of what was decided, even by its owner', async () => {
    await setSetting(ctx.db, 'booking', { openHolds: 2 })
    const change = `update settings set state = 'REJECTED' where key = 'booking' and state = 'APPROVED'`
    expect([await refusal(app.query(change)), await refusal(superuser.query(change))]).toEqual([
      'PP001',
      'PP001',
    ])
    expect(await refusal(superuser.query('delete from settings'))).toBe('PP001')
    expect(await refusal(superuser.query('truncate settings'))).toBe('PP001')
  })
  test('the application changing what was proposed', async () => {
    expect(await refusal(app.query(`update settings set value = '{}'`))).toBe('42501')
    expect(await refusal(ctx.db.execute(sql`delete from settings`))).toBe('42501')
  })
})
