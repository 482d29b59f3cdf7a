import { drizzle } from 'drizzle-orm/node-postgres'
import { afterEach, describe, expect, test } from 'vitest'
import { auditLog } from '@/db/schema/identity'
import { filings } from '@/db/schema/tax'
import { confirmCharge } from '@/lib/charge/confirm'
import { readMorning } from '@/lib/flows/morning/read-morning'
import { keepBook } from '@/lib/jobs/keep-book'
import { sayFiled } from '@/lib/tax/file'
import { filedBy } from '@/lib/tax/filing-days'
import { TAX_INVARIANTS } from '@/lib/tax/invariants'
import { readFilingClocks, readFilings } from '@/lib/tax/read-filings'
import { DAY_MS, kstDay } from '@/lib/time'
import { verify } from '@/lib/verify'
import { openRoles, refusal } from '../support/roles'
import { expectSound, openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx, toss } = scene
const { app, superuser } = openRoles(scene.database)
const operatorId = await newOperator(scene, 'finance_maker')

/** The book begins on its first closed day, in November 2026. */
await toss.advance(Date.parse('2026-11-28T12:00:00+09:00') - ctx.now().getTime())
await confirmCharge(ctx, await paidOrder(scene, 10_000n))
await toss.advance(DAY_MS)
await keepBook(ctx)

afterEach(() => expectSound(scene))

const until = (day: string) => toss.advance(Date.parse(`${day}T12:00:00+09:00`) - ctx.now().getTime())
const clocks = async () =>
  Object.fromEntries(
    (await readFilingClocks({ db: ctx.db, today: kstDay(ctx.now()) })).map(({ kind, ...clock }) => [
      kind,
      clock,
    ]),
  )
const said = (filed: boolean, period = '2026-11', kind: 'fees' | 'vat' = 'fees') =>
  sayFiled(ctx, { operatorId, kind, period, filed, note: filed ? '2026-1234' : '잘못 적었어요' })

describe('the day by which a period is filed', () => {
  test.each([
    ['vat', '2026-Q4', '2027-01-25'],
    ['withholding', '2026-11', '2026-12-10'],
    ['broker', '2026-Q4', '2027-01-15'],
    // 2026-10-10 is a Saturday, the 11th a Sunday.
    ['fees', '2026-09', '2026-10-12'],
    ['vat', '2026-Q3', '2026-10-26'],
  ] as const)('of %s for %s is %s', (kind, period, day) => {
    expect(filedBy(kind, period)).toBe(day)
  })
})

describe('a clock', () => {
  test('shows the period that runs while none is over', async () => {
    expect(await clocks()).toEqual({
      filing_vat: { period: '2026-Q4', dueOn: '2027-01-25', count: null },
      filing_fees: { period: '2026-11', dueOn: '2026-12-10', count: null },
      filing_broker: { period: '2026-Q4', dueOn: '2027-01-15', count: null },
      filing_withholding: { period: '2026-11', dueOn: '2026-12-10', count: null },
    })
    await expect(said(true)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('does not stop by time: what is not filed stays, and more comes', async () => {
    await until('2027-01-28')
    expect(await clocks()).toMatchObject({
      filing_vat: { period: '2026-Q4', dueOn: '2027-01-25', count: 1 },
      filing_fees: { period: '2026-11', dueOn: '2026-12-10', count: 2 },
    })
    const { clocks: shown } = await readMorning(ctx)
    expect(
      shown
        .map(({ kind }) => kind)
        .slice(0, 2)
        .sort(),
    ).toEqual(['filing_fees', 'filing_withholding'])
  })

  test('stops when an operator says so, and starts again when they take it back', async () => {
    await said(true)
    expect((await clocks()).filing_fees).toEqual({ period: '2026-12', dueOn: '2027-01-11', count: 1 })
    await said(true, '2026-12')
    expect((await clocks()).filing_fees).toEqual({ period: '2027-01', dueOn: '2027-02-10', count: null })
    await said(false)
    expect((await clocks()).filing_fees).toEqual({ period: '2026-11', dueOn: '2026-12-10', count: 1 })
    await said(true, '2026-Q4', 'vat')
    expect((await clocks()).filing_vat).toEqual({ period: '2027-Q1', dueOn: '2027-04-26', count: null })
  })
})

describe('what was filed', () => {
  test('is shown with who, when and under which number', async () => {
    const asked = { today: kstDay(ctx.now()) }
    const [november] = await readFilings(ctx, { ...asked, kind: 'fees', within: '2026-11' })
    expect(november).toEqual({ period: '2026-11', dueOn: '2026-12-10', over: true, filed: null })
    const year = await readFilings(ctx, { ...asked, kind: 'vat', within: '2026' })
    expect(year.map(({ period, filed }) => [period, filed?.note])).toEqual([
      ['2026-Q1', undefined],
      ['2026-Q2', undefined],
      ['2026-Q3', undefined],
      ['2026-Q4', '2026-1234'],
    ])
    expect(year[3]!.filed).toMatchObject({ by: expect.any(String), at: expect.any(Date) })
  })

  test('is said once by ten at once, by those with the duty alone, and of a period that is one', async () => {
    const before = await ctx.db.$count(filings)
    const ended = await Promise.allSettled(Array.from({ length: 10 }, () => said(true)))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(ended.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'STATE_CONFLICT' },
    })
    expect(await ctx.db.$count(filings)).toBe(before + 1)
    for (const role of ['auditor', 'support', 'viewer'] as const) {
      const other = await newOperator(scene, role)
      const attempt = { kind: 'fees', period: '2026-10', filed: true, note: 'x' } as const
      await expect(sayFiled(ctx, { ...attempt, operatorId: other })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
    }
    await expect(said(true, '2026-Q4')).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    const actions = await ctx.db.select({ action: auditLog.action }).from(auditLog)
    expect(actions.filter(({ action }) => action === 'filing.taken_back')).toHaveLength(1)
  })

  test('cannot be changed or removed, and the database knows what a period is', async () => {
    expect(await refusal(app.query(`update filings set note = 'x'`))).toBe('42501')
    for (const change of [`update filings set note = 'x'`, 'delete from filings', 'truncate filings'])
      expect(await refusal(superuser.query(change)), change).toBe('PP001')
    const planted = (set: string) =>
      superuser.query(`insert into filings select (jsonb_populate_record(f, $1)).* from filings f limit 1`, [
        set,
      ])
    const id = '00000000-0000-7000-8000-000000000001'
    for (const [row, constraint] of [
      [{ id, kind: 'vat', period: '2026-11' }, 'filings_period_of_kind'],
      [{ id, kind: 'fees', period: '2026-13' }, 'filings_period_of_kind'],
      [{ id, note: '' }, 'filings_note'],
    ] as const)
      expect(
        await planted(JSON.stringify(row)).then(
          () => null,
          (error) => error.constraint,
        ),
      ).toBe(constraint)
  })

  test.each([
    [
      'filings_follow_each_other',
      `update filings set filed = not filed where id = (select max(id::text)::uuid from filings)`,
    ],
    [
      'filings_are_audited',
      `insert into filings select '00000000-0000-7000-8000-000000000001', 'broker', '2026-Q4', true, 'x', by, at from filings limit 1`,
    ],
  ])('breaks %s when it is changed all the same', async (name, change) => {
    const client = await superuser.connect()
    try {
      await client.query('begin; alter table filings disable trigger all')
      expect(await verify(drizzle(client), TAX_INVARIANTS)).toEqual([])
      await client.query(change)
      const broken = await verify(drizzle(client), TAX_INVARIANTS)
      expect(broken.map(({ name: each }) => each)).toContain(name)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
