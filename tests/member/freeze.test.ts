import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { createOrder } from '@/lib/charge/create-order'
import { readOpenFreeze, requireActive } from '@/lib/identity/require-active'
import { deviceOf, readMember } from '@/lib/member/read-member'
import { freezeMember } from '@/lib/member/freeze'
import { MEMBER_INVARIANTS } from '@/lib/member/invariants'
import { readTimeline } from '@/lib/member/read-timeline'
import { agreeToUnfreeze, refuseUnfreeze, unfreezeMember } from '@/lib/member/unfreeze'
import { unmask } from '@/lib/member/unmask'
import { readNotices } from '@/lib/notification/read-notices'
import { kstDay, MINUTE_MS } from '@/lib/time'
import { verify } from '@/lib/verify'
import { richRenter } from '../booking/support'
import { openRoles, refusal } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene
const { app, superuser } = openRoles(scene.database)

const REASON = '다른 사람이 쓴 것 같다는 신고를 확인하고 있어요.'
let support: string
let risk: string

beforeAll(async () => {
  support = await newOperator(scene, 'support')
  risk = await newOperator(scene, 'risk')
})

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const freeze = (userId: string, operatorId = support, reason = REASON) =>
  freezeMember(ctx, { operatorId, userId, reason })
const unfreeze = (userId: string, operatorId = support) =>
  unfreezeMember(ctx, { operatorId, userId, reason: '본인 확인을 마쳤어요.' })
const statusOf = async (userId: string) => (await readMember(ctx, { operatorId: support, userId })).status

async function frozen(amount = 0n): Promise<string> {
  const userId = await richRenter(scene, amount)
  await freeze(userId)
  return userId
}

async function auditOf(userId: string) {
  const { rows } = await ctx.db.execute(
    sql`select action, reason, before, after from audit_log where target = ${userId} and action like 'member.%' order by id`,
  )
  return rows
}

describe('a freeze', () => {
  test('stops the person, tells them why and says so in the audit log', async () => {
    const userId = await frozen()
    await expect(createOrder(ctx, { userId, amount: 10_000n })).rejects.toMatchObject({
      code: 'ACCOUNT_FROZEN',
      message: expect.stringContaining(`${kstDay(ctx.now()).replaceAll('-', '. ')}.부터`),
    })
    await expect(requireActive(ctx.db, userId)).rejects.toThrow(`이유: ${REASON}`)
    expect(await readOpenFreeze(ctx, { id: userId, status: 'frozen' })).toMatchObject({ reason: REASON })
    const { notices } = await readNotices(ctx, { userId })
    expect(notices[0]).toMatchObject({ title: '이용을 잠시 멈췄어요', unread: true })
    expect(notices[0]!.body).toContain(REASON)
    expect(await auditOf(userId)).toEqual([
      {
        action: 'member.frozen',
        reason: REASON,
        before: { status: 'active' },
        after: { status: 'frozen' },
      },
    ])
    expect(await codeOf(freeze(userId))).toBe('STATE_CONFLICT')
    await expectSound(scene)
  })

  test('is put on nobody by themselves, by those without the duty, or without a reason', async () => {
    const { userId } = await newRenter(scene)
    expect(await codeOf(freeze(support))).toBe('FORBIDDEN')
    expect(await codeOf(freeze(userId, await newOperator(scene, 'finance_approver')))).toBe('FORBIDDEN')
    expect(await codeOf(freeze('nobody'))).toBe('NOT_FOUND')
    await expect(freeze(userId, support, '')).rejects.toThrow()
    expect(await statusOf(userId)).toBe('active')
  })

  test('asked for by two at once happens once', async () => {
    const { userId } = await newRenter(scene)
    const codes = await Promise.all([codeOf(freeze(userId)), codeOf(freeze(userId, risk))])
    expect(codes.sort()).toEqual(['STATE_CONFLICT', 'done'])
    await expectSound(scene)
  })
})

describe('lifting a freeze', () => {
  test('takes one person up to the limit, and says so', async () => {
    const userId = await frozen(1_000_000n)
    expect(await unfreeze(userId)).toBe('unfrozen')
    expect(await statusOf(userId)).toBe('active')
    expect(await readOpenFreeze(ctx, { id: userId, status: 'frozen' })).toBeNull()
    await requireActive(ctx.db, userId)
    expect((await readNotices(ctx, { userId })).notices[0]!.title).toBe('다시 이용할 수 있어요')
    expect((await auditOf(userId)).at(-1)).toMatchObject({
      action: 'member.unfrozen',
      before: { status: 'frozen' },
      after: { status: 'active' },
    })
    expect(await codeOf(unfreeze(userId))).toBe('STATE_CONFLICT')
    await expectSound(scene)
  })

  test('above the limit takes a second person, who is not the first', async () => {
    const userId = await frozen(1_000_001n)
    expect(await unfreeze(userId)).toBe('asked')
    expect(await statusOf(userId)).toBe('frozen')
    expect(await codeOf(unfreeze(userId, risk))).toBe('STATE_CONFLICT')
    expect(await codeOf(agreeToUnfreeze(ctx, { operatorId: support, userId }))).toBe('FORBIDDEN')
    await agreeToUnfreeze(ctx, { operatorId: risk, userId })
    expect(await statusOf(userId)).toBe('active')
    expect((await auditOf(userId)).map(({ action }) => action)).toEqual([
      'member.frozen',
      'member.unfreeze_asked',
      'member.unfrozen',
    ])
    await expectSound(scene)
  })

  test('is refused or taken back with a reason, and may be asked for anew', async () => {
    const userId = await frozen(1_500_000n)
    expect(await codeOf(refuseUnfreeze(ctx, { operatorId: risk, userId, reason: '아직이에요.' }))).toBe(
      'STATE_CONFLICT',
    )
    await unfreeze(userId)
    await refuseUnfreeze(ctx, { operatorId: risk, userId, reason: '신분증을 아직 못 받았어요.' })
    expect(await statusOf(userId)).toBe('frozen')
    expect(await codeOf(agreeToUnfreeze(ctx, { operatorId: risk, userId }))).toBe('STATE_CONFLICT')
    expect(await unfreeze(userId, risk)).toBe('asked')
    await agreeToUnfreeze(ctx, { operatorId: support, userId })
    await expectSound(scene)
  })
})

describe('the database refuses', () => {
  const OPEN = `select id from freezes where user_id = $1 and lifted_at is null`
  const lift = (userId: string, by: string, held: number) =>
    refusal(
      app.query(
        `update freezes set lift_reason = 'x', lift_asked_by = $2, lift_asked_at = frozen_at, lifted_by = $2, lifted_at = frozen_at,
          held = ${held}, second_above = 1000 where id = (${OPEN})`,
        [userId, by],
      ),
    )

  test('one person who lifts what needs two, and anybody who lifts their own', async () => {
    const userId = await frozen()
    expect(await lift(userId, support, 1_001)).toBe('freezes_two_people')
    expect(await lift(userId, userId, 1_000)).toBe('freezes_not_own')
  })

  test('a freeze without a reason, a second one, and one of oneself', async () => {
    const userId = await frozen()
    const { userId: other } = await newRenter(scene)
    const insert = (of: string, by: string, reason: string) =>
      refusal(
        app.query(
          `insert into freezes (id, user_id, reason, frozen_by, frozen_at) values (gen_random_uuid(), $1, $3, $2, now())`,
          [of, by, reason],
        ),
      )
    expect(await insert(other, support, '')).toBe('freezes_reason')
    expect(await insert(userId, support, 'x')).toBe('freezes_one_open')
    expect(await insert(other, other, 'x')).toBe('freezes_not_own')
  })

  test('another reason, a change of what was lifted, and forgetting it', async () => {
    const userId = await frozen()
    await expect(app.query(`update freezes set reason = 'y' where user_id = $1`, [userId])).rejects.toThrow(
      'permission denied',
    )
    await unfreeze(userId)
    const change = `update freezes set lift_reason = 'y' where user_id = $1`
    await expect(app.query(change, [userId])).rejects.toThrow('append-only')
    await expect(superuser.query(`delete from freezes where user_id = $1`, [userId])).rejects.toThrow(
      'append-only',
    )
  })
})

test('frozen_members_have_a_reason names whoever is frozen without one, and whose freeze is not theirs', async () => {
  const broken = async () => (await verify(ctx.db, MEMBER_INVARIANTS)).flatMap(({ details }) => details)
  const { userId } = await newRenter(scene)
  const held = await frozen()
  expect(await broken()).toEqual([])
  await superuser.query(`update users set status = 'frozen' where id = $1`, [userId])
  await superuser.query(`update users set status = 'active' where id = $1`, [held])
  expect((await broken()).sort()).toEqual([userId, held].sort())
  await superuser.query(`update users set status = 'active' where id = $1`, [userId])
  await superuser.query(`update users set status = 'frozen' where id = $1`, [held])
})

describe('a person', () => {
  const read = (userId: string, operatorId = support) => readMember(ctx, { operatorId, userId })

  test('is masked until a reason is written down, for who gave it alone, and for five minutes', async () => {
    const { userId, email } = await newRenter(scene)
    expect(await read(userId)).toMatchObject({ name: '김*늘', unmaskedUntil: null })
    await unmask(ctx, { operatorId: support, userId, reason: '본인 확인 전화' })
    expect(await read(userId)).toMatchObject({ name: '김하늘', email })
    expect(await read(userId, risk)).toMatchObject({ name: '김*늘' })
    expect(await auditOf(userId)).toMatchObject([{ action: 'member.unmasked', reason: '본인 확인 전화' }])
    await scene.toss.advance(5 * MINUTE_MS)
    expect(await read(userId)).toMatchObject({ name: '김*늘' })
  })

  test('is unmasked by those with the duty alone, and never without a person', async () => {
    const { userId } = await newRenter(scene)
    const auditor = await newOperator(scene, 'auditor')
    expect(await codeOf(unmask(ctx, { operatorId: auditor, userId, reason: 'x' }))).toBe('FORBIDDEN')
    expect(
      await codeOf(unmask(ctx, { operatorId: support, userId: support.replace(/^./, 'f'), reason: 'x' })),
    ).toBe('NOT_FOUND')
    expect(await codeOf(read(userId, userId))).toBe('FORBIDDEN')
  })

  test('has everything in one history, newest first, page by page without a gap', async () => {
    const userId = await frozen(20_000n)
    for (let order = 0; order < 35; order++) await createOrderOf(userId)
    const all: string[] = []
    let cursor: string | null = null
    do {
      const page = await readTimeline(ctx, { operatorId: support, userId, cursor })
      all.push(...page.items.map(({ kind, id }) => `${kind} ${id}`))
      expect(page.items.map(({ at }) => at.getTime())).toEqual(
        page.items.map(({ at }) => at.getTime()).sort((a, b) => b - a),
      )
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter((one) => one.startsWith('charge'))).toHaveLength(36)
    expect(all.some((one) => one.startsWith('audit'))).toBe(true)
    const only = await readTimeline(ctx, { operatorId: support, userId, kind: 'audit' })
    expect(only.items[0]).toMatchObject({ status: 'member.frozen', detail: REASON })
    expect(await codeOf(readTimeline(ctx, { operatorId: support, userId, cursor: "x' or true" }))).toBe(
      'INVALID_REQUEST',
    )
  })
})

/** An order that its owner never paid, from before they were frozen. */
async function createOrderOf(userId: string): Promise<void> {
  await superuser.query(
    `insert into orders (id, user_id, amount, status, created_at, expires_at, updated_at)
      select 'ord_' || substr(md5(random()::text), 1, 22), $1, 1000, 'EXPIRED', now(), now(), now()`,
    [userId],
  )
}

test('a device is told by what it says of itself', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36'
  expect(deviceOf(chrome)).toBe('Chrome · Windows')
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1'
  expect(deviceOf(safari)).toBe('Safari · iOS')
  expect(deviceOf(null)).toBe('알 수 없는 기기')
})
