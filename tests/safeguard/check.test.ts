import { drizzle } from 'drizzle-orm/node-postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import { closeDays, rollUp } from '@/lib/ledger/days'
import { checkAtBank, readBankCheck } from '@/lib/safeguard/check-at-bank'
import { checkSafeguarding, readChecks } from '@/lib/safeguard/check'
import { SAFEGUARD_INVARIANTS } from '@/lib/safeguard/invariants'
import { HOUR_MS, addMs } from '@/lib/time'
import { verify } from '@/lib/verify'
import { deposit, ledgerPost, openRoles, refusal, request, type Leg } from '../support/roles'
import { newRenter, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { db } = scene.ctx
const { app, superuser } = openRoles(scene.database)

const at = (time: string) => new Date(time)
let now = at('2026-09-30T12:00:00+09:00')
const ctx = { ...scene.ctx, now: () => now }

let user: string
beforeAll(async () => {
  user = (await newRenter(scene)).userId
})

const post = (day: string, legs: Leg[], type = 'charge') =>
  ledgerPost(app, request(legs, { type, recorded_at: `${day}T12:00:00+09:00` }))

/** The company's own money into the safeguarded account, or out of it. */
const put = (day: string, amount: bigint) =>
  post(
    day,
    [
      { account: 'safeguarded_bank', amount: -amount },
      { account: 'operating_bank', amount },
    ],
    'bank_transfer',
  )

/** What Toss keeps of what it settles. */
const settle = (day: string, amount: bigint, fee: bigint) =>
  post(
    day,
    [
      { account: 'pg_receivable', amount },
      { account: 'safeguarded_bank', amount: fee - amount },
      { account: 'pg_fees', amount: -fee },
    ],
    'settlement',
  )

async function morningOf(day: string): Promise<string | null> {
  now = at(`${day}T00:01:00+09:00`)
  await closeDays(db, now)
  await rollUp(db)
  return checkSafeguarding(ctx)
}

const newest = async () => (await readChecks(ctx)).at(-1)!

describe('a closed day', () => {
  test('is not checked before there is one, nor before anything was posted', async () => {
    expect(await checkSafeguarding(ctx)).toBeNull()
    expect(await morningOf('2026-09-29')).toBeNull()
  })

  test('is checked once, with what was charged on it and where the money is', async () => {
    await post('2026-09-30', deposit(user, 10_000n))
    expect(await morningOf('2026-10-01')).toBe('2026-09-30')
    expect(await checkSafeguarding(ctx)).toBeNull()
    expect(await newest()).toMatchObject({
      ...{ day: '2026-09-30', owed: 10_000n, unredeemed: 10_000n, issued: 10_000n },
      ...{ safeguarded: 0n, atToss: 10_000n, gap: 0n, dueOn: null },
    })
  })

  test('is due to be filled by the next business day, and stays due by it while the gap lasts', async () => {
    await settle('2026-10-02', 10_000n, 300n)
    await morningOf('2026-10-03')
    // From Friday: the holiday of Saturday is made up for on Monday.
    expect(await newest()).toMatchObject({ day: '2026-10-02', gap: 300n, dueOn: '2026-10-06' })
    await settle('2026-10-04', 300n, 1n)
    await morningOf('2026-10-05')
    expect(await newest()).toMatchObject({ day: '2026-10-04', gap: 301n, dueOn: '2026-10-06' })
  })

  test('without a gap covers those before it, and a new one has a new deadline', async () => {
    await put('2026-10-06', 301n)
    await morningOf('2026-10-07')
    expect(await newest()).toMatchObject({ day: '2026-10-06', gap: 0n, dueOn: null, issued: 0n })
    await put('2026-10-07', -1n)
    await morningOf('2026-10-08')
    expect(await newest()).toMatchObject({ gap: 1n, dueOn: '2026-10-08' })
    await put('2026-10-08', 1n)
  })

  test('is made up for when the worker was away, by whoever comes first', async () => {
    await post('2026-10-12', deposit(user, 5_000n))
    now = at('2026-10-16T09:00:00+09:00')
    await closeDays(db, now)
    await rollUp(db)
    const made = await Promise.all([1, 2, 3].map(() => checkSafeguarding(ctx)))
    expect(made.filter(Boolean)).toEqual(['2026-10-15'])
    const days = (await readChecks(ctx)).map(({ day, issued }) => [day, issued])
    expect(days.slice(-5)).toEqual([
      ['2026-10-11', 0n],
      ['2026-10-12', 5_000n],
      ['2026-10-13', 0n],
      ['2026-10-14', 0n],
      ['2026-10-15', 0n],
    ])
  })

  test('owes what it owes, whatever others owe us', async () => {
    const { userId: debtor } = await newRenter(scene)
    await post('2026-10-16', [
      { account: 'charge_debt', user: debtor, amount: -700n },
      { account: 'withdrawable', user, amount: 700n },
    ])
    await morningOf('2026-10-17')
    expect(await newest()).toMatchObject({ owed: 15_700n, unredeemed: 15_000n, gap: 700n })
  })

  test('cannot be changed once it is written down', async () => {
    for (const change of ['update safeguard_checks set issued = 0', 'delete from safeguard_checks'])
      expect([await refusal(app.query(change)), await refusal(superuser.query(change))]).toEqual([
        '42501',
        'PP001',
      ])
    expect(await refusal(superuser.query('truncate safeguard_checks cascade'))).toBe('PP001')
  })

  test.each([
    ['safeguard_checks_gap', { day: '2030-01-01', gap: 1, due_on: '2030-01-02' }],
    ['safeguard_checks_due', { day: '2030-01-01', due_on: '2030-01-02' }],
    ['safeguard_checks_pkey', {}],
  ])('is refused by %s where it contradicts itself', async (rule, changed) => {
    const copy = `insert into safeguard_checks select (jsonb_populate_record(c, $1)).* from safeguard_checks c where gap = 0 limit 1`
    expect(await refusal(superuser.query(copy, [changed]))).toBe(rule)
  })
})

describe('the same day by the bank', () => {
  /** What the account held at the end of a day, by a statement that has all up to another. */
  async function bankSays(number: number, day: string, amount: bigint, balance: bigint, through: string) {
    const operator = await newOperator(scene, 'finance_maker')
    await superuser.query(
      `with file as (insert into bank_statements (id, digest, lines, added, first_day, last_day, through, imported_by, imported_at)
          values (gen_random_uuid(), repeat('0', 64), 1, 1, $2, $2, $5, $6, now()) returning id)
        insert into bank_lines (number, statement_id, day, amount, balance, description, counterparty)
          select $1, id, $2, $3, $4, '', '' from file`,
      [number, day, amount, balance, through, operator],
    )
  }
  const byBank = async () => (await readBankCheck(ctx))!

  test('is not checked before its statement is there, and what is late has had its day', async () => {
    expect(await checkAtBank(ctx)).toBeNull()
    await bankSays(1, '2026-10-14', 100n, 100n, '2026-10-15')
    now = at('2026-10-16T09:00:00+09:00')
    expect(await checkAtBank(ctx)).toBe('2026-10-14')
  })

  test('has the gap that the bank’s own balance leaves, which keeps its day until it is filled', async () => {
    const { owed, atToss } = (await readChecks(ctx)).find(({ day }) => day === '2026-10-14')!
    const gap = owed - atToss - 100n
    expect(await byBank()).toMatchObject({ balance: 100n, timing: 0n, gap, dueOn: '2026-10-15' })
    now = at('2026-10-20T09:00:00+09:00')
    expect(await Promise.all([1, 2, 3].map(() => checkAtBank(ctx)))).toContain('2026-10-15')
    expect(await byBank()).toMatchObject({ day: '2026-10-15', gap, dueOn: '2026-10-15' })
    await bankSays(2, '2026-10-16', 900_000n, 900_100n, '2026-10-18')
    expect(await checkAtBank(ctx)).toBe('2026-10-16')
    expect(await byBank()).toMatchObject({ balance: 900_100n, gap: 0n, dueOn: null })
  })

  test('cannot be changed once it is written down', async () => {
    expect(await refusal(app.query('update safeguard_bank_checks set gap = 0'))).toBe('42501')
    expect(await refusal(superuser.query('delete from safeguard_bank_checks'))).toBe('PP001')
  })
})

describe('the invariants', () => {
  const PLANTS: [string, string][] = [
    ['safeguard_checks_say_what_the_book_says', 'update safeguard_checks set issued = issued + 1'],
    ['safeguard_checks_say_what_the_book_says', 'update safeguard_checks set unredeemed = unredeemed + 1'],
    [
      'safeguard_checks_say_what_the_book_says',
      `update account_days set balance = balance + 1 where account = 'pending' or account = 'balance'`,
    ],
    ['safeguard_checks_have_no_hole', `delete from safeguard_checks where day = '2026-10-05'`],
    [
      'safeguard_checks_have_no_hole',
      `update safeguard_checks set due_on = '2026-10-07' where day = '2026-10-04'`,
    ],
    ['safeguard_checks_have_no_hole', `update safeguard_checks set due_on = day where day = '2026-10-02'`],
    ['bank_checks_say_what_the_bank_says', 'update safeguard_bank_checks set balance = balance + 1'],
    ['bank_checks_say_what_the_bank_says', 'update safeguard_bank_checks set timing = timing + 1'],
    ['closed_days_are_checked', `delete from safeguard_checks where day = '2026-10-16'`],
  ]

  async function brokenBy(statement: string): Promise<string[]> {
    const client = await superuser.connect()
    try {
      await client.query(
        'begin; alter table safeguard_checks disable trigger all; alter table safeguard_bank_checks disable trigger all',
      )
      await client.query(statement)
      const later = { now: addMs(now, 2 * HOUR_MS) }
      return (await verify(drizzle(client), SAFEGUARD_INVARIANTS, later)).map(({ name }) => name)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  test('hold', async () => {
    expect(await brokenBy('select 1')).toEqual([])
  })

  test.each(PLANTS)('%s finds: %s', async (name, statement) => {
    expect(await brokenBy(statement)).toContain(name)
  })

  test('each have a planted violation', () => {
    const planted = new Set(PLANTS.map(([name]) => name))
    expect([...planted].sort()).toEqual(SAFEGUARD_INVARIANTS.map(({ name }) => name).sort())
  })
})
