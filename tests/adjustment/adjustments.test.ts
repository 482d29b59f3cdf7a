import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { approveAdjustment, rejectAdjustment } from '@/lib/adjustment/decide'
import type { Draft } from '@/lib/adjustment/draft'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { listAdjustments } from '@/lib/adjustment/read'
import { newId } from '@/lib/ids'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { openRoles, refusal } from '../support/roles'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene
const { app, owner: databaseOwner, superuser } = openRoles(scene.database)

let maker: string
let approver: string
let member: string

beforeAll(async () => {
  maker = await newOperator(scene, 'finance_maker')
  approver = await newOperator(scene, 'finance_approver')
  member = await newMember()
})

/** Somebody with 50,000 won, and a fee of ours somewhere, so that there is something to give back of. */
async function newMember(): Promise<string> {
  const { userId } = await newRenter(scene)
  await confirmCharge(ctx, await paidOrder(scene, 50_000n, userId))
  return userId
}

const toBank = (amount: number): Draft => ({
  id: newId(),
  type: 'bank_transfer',
  legs: [
    { account: 'safeguarded_bank', amount: String(-amount) },
    { account: 'operating_bank', amount: String(amount) },
  ],
})

/** The member's money becomes ours: what stays covered whatever else is there. */
const taken = (amount: number, user = member): Draft => ({
  id: newId(),
  type: 'adjustment',
  legs: [
    { account: 'balance', amount: String(-amount), user },
    { account: 'fee_revenue', amount: String(amount) },
  ],
})

const given = (amount: number, user = member): Draft => ({
  id: newId(),
  type: 'adjustment',
  legs: taken(amount, user).legs.map((leg) => ({ ...leg, amount: String(-Number(leg.amount)) })),
})

async function proposed(draft: Draft, operatorId = maker): Promise<{ adjustmentId: string; hash: string }> {
  const { hash } = await previewAdjustment(ctx.db, draft)
  await proposeAdjustment(ctx, { operatorId, draft, hash, reason: '중복 결제 보상' })
  return { adjustmentId: draft.id, hash }
}

async function posted(draft: Draft): Promise<string> {
  await approveAdjustment(ctx, { operatorId: approver, ...(await proposed(draft)) })
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from transactions where reference = ${draft.id}`,
  )
  return rows[0]!.id
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const balanceOf = async (user: string) => (await readWallet(ctx, user)).balance

test('what is posted is what was previewed: each entry, each balance after it, the hash that was signed', async () => {
  const draft = taken(1_500)
  const preview = await previewAdjustment(ctx.db, draft)
  const id = await posted(draft)
  const { rows } = await ctx.db.execute<{
    account: string
    amount: string
    after: string | null
    hash: string
  }>(sql`
    select e.account, e.amount::text, e.balance_after::text as after, encode(t.request_hash, 'hex') as hash
    from transactions t join entries e on e.transaction_id = t.id where t.id = ${id}::uuid order by e.line`)
  expect(rows.map(({ account, amount }) => [account, amount])).toEqual(
    preview.legs.map(({ account, amount }) => [account, String(amount)]),
  )
  expect(rows[0]!.after).toBe(String(preview.legs[0]!.after))
  expect(rows[0]!.hash).toBe(preview.hash)
  const { items } = await readHistory(ctx, { userId: member })
  expect(items[0]).toMatchObject({ title: '잔액 조정 · 중복 결제 보상', amount: -1_500n, type: 'adjustment' })
})

test('taking an adjustment back is another one, the other way round, linked, and only once', async () => {
  const before = await balanceOf(member)
  const reverses = await posted(taken(700))
  expect(await codeOf(proposed({ ...given(701), reverses }))).toBe('INVALID_REQUEST')
  const id = await posted({ ...given(700), reverses })
  expect(await balanceOf(member)).toBe(before)
  const { rows } = await ctx.db.execute(sql`select reverses from transactions where id = ${id}::uuid`)
  expect(rows).toEqual([{ reverses }])
  const listed = await listAdjustments(ctx)
  expect(listed.filter(({ takenBack }) => takenBack).map(({ transactionId }) => transactionId)).toEqual([
    reverses,
  ])
  const again = { ...given(700), reverses }
  expect(await codeOf(proposed(again))).toBe('STATE_CONFLICT')
  const { rowCount } = await ctx.db.execute(sql`select from adjustments where id = ${again.id}::uuid`)
  expect(rowCount).toBe(0)
  await expectSound(scene)
})

describe('two people', () => {
  test('nobody agrees to what they asked for, be they admin, nor refuses it', async () => {
    const admin = await newOperator(scene, 'admin')
    const asked = await proposed(taken(10), admin)
    expect(await codeOf(approveAdjustment(ctx, { operatorId: admin, ...asked }))).toBe('FORBIDDEN')
    expect(await codeOf(rejectAdjustment(ctx, { operatorId: admin, ...asked, reason: '아니요' }))).toBe(
      'FORBIDDEN',
    )
  })

  test('the database refuses it too, and whatever would hide it', async () => {
    const { adjustmentId } = await proposed(taken(10))
    const set = (columns: string) => `update adjustments set ${columns} where id = '${adjustmentId}'`
    const decided = (by: string) => set(`status = 'POSTED', decided_by = '${by}', decided_at = now()`)
    for (const role of [app, databaseOwner]) {
      expect(await refusal(role.query(decided(maker)))).toBe('adjustments_two_people')
      expect(await refusal(role.query(decided(member)))).toBe('adjustments_not_own')
    }
    for (const column of [
      'made_by = decided_by',
      "legs = '[]'",
      "hash = repeat('0', 64)",
      "reason = '다른 이유'",
    ]) {
      expect(await refusal(app.query(set(column)))).toBe('42501')
      expect(await refusal(databaseOwner.query(set(column)))).toBe('PP001')
    }
    expect(await refusal(app.query('delete from adjustments'))).toBe('42501')
    expect(await refusal(databaseOwner.query('delete from adjustments'))).toBe('PP001')
    const forged = `insert into adjustments select gen_random_uuid(), type, legs, repeat('1', 64), reverses, reason, 'POSTED',
      made_by, made_at, '${approver}', now(), null from adjustments where id = '${adjustmentId}'`
    expect(await refusal(app.query(forged))).toBe('PP001')
  })

  test('nobody has a hand in their own money', async () => {
    expect(await codeOf(proposed(given(10, maker)))).toBe('FORBIDDEN')
    const asked = await proposed(given(10, approver))
    expect(await codeOf(approveAdjustment(ctx, { operatorId: approver, ...asked }))).toBe('FORBIDDEN')
  })

  test('each only what they are there for', async () => {
    expect(await codeOf(proposed(taken(10), approver))).toBe('FORBIDDEN')
    const asked = await proposed(taken(10))
    const other = await newOperator(scene, 'finance_maker')
    expect(await codeOf(approveAdjustment(ctx, { operatorId: other, ...asked }))).toBe('FORBIDDEN')
    expect(await codeOf(approveAdjustment(ctx, { operatorId: member, ...asked }))).toBe('FORBIDDEN')
  })

  test('who signs another hash has seen something else', async () => {
    const asked = await proposed(taken(10))
    expect(
      await codeOf(approveAdjustment(ctx, { operatorId: approver, ...asked, hash: '0'.repeat(64) })),
    ).toBe('STATE_CONFLICT')
  })

  test('a refusal moves nothing, says why, and is the last word', async () => {
    const before = await balanceOf(member)
    const asked = await proposed(taken(10))
    await rejectAdjustment(ctx, { operatorId: approver, ...asked, reason: '금액이 달라요' })
    expect(await codeOf(approveAdjustment(ctx, { operatorId: approver, ...asked }))).toBe('STATE_CONFLICT')
    expect(await balanceOf(member)).toBe(before)
  })
})

describe('once', () => {
  test('however often it is asked for and agreed to, and by however many at once', async () => {
    const second = await newOperator(scene, 'admin')
    const before = await balanceOf(member)
    const draft = taken(1_000)
    const [asked] = await Promise.all([proposed(draft), proposed(draft), proposed(draft)])
    const answers = await Promise.all(
      [approver, second, approver, second].map((operatorId) =>
        codeOf(approveAdjustment(ctx, { operatorId, ...asked! })),
      ),
    )
    expect(answers.sort()).toEqual(['STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT', 'done'])
    expect(await balanceOf(member)).toBe(before - 1_000n)
    const { rows } = await ctx.db.execute(
      sql`select action from audit_log where target = ${draft.id} order by action`,
    )
    expect(rows).toEqual([{ action: 'adjustment.approved' }, { action: 'adjustment.proposed' }])
  })

  test('two that together are more than there is: one of them is refused and stays to be decided', async () => {
    const poor = await newMember()
    const both = [await proposed(taken(30_000, poor)), await proposed(taken(30_000, poor))]
    const answers = await Promise.all(
      both.map((asked) => codeOf(approveAdjustment(ctx, { operatorId: approver, ...asked }))),
    )
    expect(answers.sort()).toEqual(['INSUFFICIENT_BALANCE', 'done'])
    expect(await balanceOf(poor)).toBe(20_000n)
    await expectSound(scene)
  })
})

describe('what may not be moved', () => {
  const legs = (...sides: [Draft['legs'][number]['account'], number, string?][]): Draft['legs'] =>
    sides.map(([account, amount, user]) => ({ account, amount: String(amount), ...(user ? { user } : {}) }))

  test.each<[string, Draft['type'], () => Draft['legs']]>([
    [
      'prepaid money for a debt',
      'adjustment',
      () => legs(['balance', -10, member], ['earnings_debt', 10, member]),
    ],
    [
      'prepaid money for earnings',
      'adjustment',
      () => legs(['balance', -10, member], ['withdrawable', 10, member]),
    ],
    ['what is on its way', 'adjustment', () => legs(['withdrawals_in_transit', -10], ['fee_revenue', 10])],
    [
      'money between members under another name',
      'bank_transfer',
      () => legs(['balance', -10, member], ['operating_bank', 10]),
    ],
    ['a tax without a bank', 'bank_transfer', () => legs(['vat_payable', -10], ['input_vat', 10])],
    ['a gain called a loss', 'write_off', () => legs(['write_offs', 10], ['pg_receivable', -10])],
    ['two sums that differ', 'bank_transfer', () => legs(['safeguarded_bank', -10], ['operating_bank', 9])],
    ['one side', 'bank_transfer', () => legs(['safeguarded_bank', -10])],
    ['an account twice', 'bank_transfer', () => legs(['safeguarded_bank', -10], ['safeguarded_bank', 10])],
  ])('%s', async (_, type, make) => {
    const draft = { id: newId(), type, legs: make() }
    expect(await codeOf(previewAdjustment(ctx.db, draft))).toBe('INVALID_REQUEST')
  })

  test('more than there is, and nobody’s money', async () => {
    expect(await codeOf(previewAdjustment(ctx.db, taken(10_000_000)))).toBe('INSUFFICIENT_BALANCE')
    expect(await codeOf(previewAdjustment(ctx.db, taken(1, randomUUID())))).toBe('NOT_FOUND')
  })

  test('what would leave people without cover: it is refused when it is agreed to, and nothing is posted', async () => {
    const asked = await proposed({
      ...toBank(1),
      legs: legs(['safeguarded_bank', 10_000_000], ['operating_bank', -10_000_000]),
    })
    expect(await codeOf(approveAdjustment(ctx, { operatorId: approver, ...asked }))).toBe('STATE_CONFLICT')
    const { rowCount } = await ctx.db.execute(
      sql`select from transactions where reference = ${asked.adjustmentId}`,
    )
    expect(rowCount).toBe(0)
    await posted(toBank(5_000))
    await expectSound(scene)
  })

  test('two that are covered one by one and not together: one of them is posted', async () => {
    const { rows } = await ctx.db.execute<{ spare: string }>(sql`
      select (-sum(amount))::text as spare from entries
      where account in ('balance', 'charge_debt', 'pg_receivable', 'safeguarded_bank')`)
    const outOf = Math.floor(Number(rows[0]!.spare) / 2) + 1
    const members = [await newMember(), await newMember()]
    const asked = await Promise.all(members.map((one) => proposed(given(outOf, one))))
    // Neither ends before both have come as far as they come.
    const gate = await superuser.connect()
    await gate.query('begin; lock table audit_log in share mode')
    const answers = asked.map((one) => codeOf(approveAdjustment(ctx, { operatorId: approver, ...one })))
    const waiting = 'select count(*)::int as n from pg_locks where not granted and pid <> pg_backend_pid()'
    await vi.waitUntil(async () => (await superuser.query<{ n: number }>(waiting)).rows[0]!.n === 2)
    await gate.query('commit')
    gate.release()
    expect((await Promise.all(answers)).sort()).toEqual(['STATE_CONFLICT', 'done'])
    await expectSound(scene)
  })
})
