import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { PLATFORM_ACCOUNTS, WALLET_KINDS } from '@/db/schema/ledger'
import { withTx } from '@/db/tx'
import { closeDays, markBook, rollUp } from '@/lib/ledger/days'
import { LEDGER_INVARIANTS } from '@/lib/ledger/invariants'
import { sumEntries, readTotals, toBalanceSheet } from '@/lib/ledger/totals'
import { verify } from '@/lib/verify'
import { deposit, ledgerPost, openRoles, refusal, request, reversal } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { db } = scene.ctx
const { app, owner } = openRoles(scene.database)

let user: string
beforeAll(async () => {
  user = (await newRenter(scene)).userId
})

/** Posts a deposit that was recorded then, and says which day it was posted to. */
async function postAt(recordedAt: string, amount = 1_000n): Promise<string> {
  const [posted] = await ledgerPost(app, request(deposit(user, amount), { recorded_at: recordedAt }))
  const { rows } = await app.query<{ day: string }>(
    'select business_date::text as day from transactions where id = $1',
    [posted!.transaction_id],
  )
  return rows[0]!.day
}

const expectSoundBook = async () => expect(await verify(db, LEDGER_INVARIANTS)).toEqual([])

const at = (time: string) => new Date(time)

describe('the day of a posting', () => {
  test.each([
    ['2026-11-01T00:00:00.000+09:00', '2026-11-01'],
    ['2026-11-01T23:59:59.999+09:00', '2026-11-01'],
    ['2026-11-02T00:00:00.000+09:00', '2026-11-02'],
    ['2026-11-30T15:00:00.000Z', '2026-12-01'],
  ])('at %s is %s, in Korea', async (time, day) => {
    expect(await postAt(time)).toBe(day)
  })

  test('is never one that is closed', async () => {
    await closeDays(db, at('2026-12-06T00:00:00+09:00'))
    expect(await postAt('2026-12-05T23:59:59+09:00')).toBe('2026-12-06')
    expect(await postAt('2026-12-01T12:00:00+09:00')).toBe('2026-12-06')
    expect(await postAt('2026-12-07T12:00:00+09:00')).toBe('2026-12-07')
  })

  test('is closed only when it is over', async () => {
    const early = "select ledger_close('2026-12-10', '2026-12-10T23:59:59.999+09:00')"
    expect(await refusal(app.query(early))).toBe('PP007')
    expect(await postAt('2026-12-10T23:59:59+09:00')).toBe('2026-12-10')
  })

  test('stays closed when the clock is moved back', async () => {
    await closeDays(db, at('2026-12-20T09:00:00+09:00'))
    await closeDays(db, at('2026-12-15T09:00:00+09:00'))
    expect(await postAt('2026-12-15T09:00:00+09:00')).toBe('2026-12-20')
    await expectSoundBook()
  })

  test('is closed only after the postings that run have ended', async () => {
    const posting = await app.connect()
    await posting.query('begin')
    await ledgerPost(posting, request(deposit(user, 1n), { recorded_at: '2026-12-25T12:00:00+09:00' }))
    let closed = false
    const close = closeDays(db, at('2026-12-26T00:00:00+09:00')).then(() => (closed = true))
    while ((await waitingForLock()) === 0) await sleep(5)
    expect(closed).toBe(false)
    await posting.query('commit')
    posting.release()
    await close
    expect(await postAt('2026-12-25T12:00:01+09:00')).toBe('2026-12-26')
    await expectSoundBook()
  })
})

async function waitingForLock(): Promise<number> {
  const { rowCount } = await owner.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rowCount ?? 0
}

describe('a mark', () => {
  test('is past every posting that has begun, whichever commits first', async () => {
    const slow = await app.connect()
    await slow.query('begin')
    const [posted] = await ledgerPost(slow, request(deposit(user, 1n)))
    const mark = markBook(db)
    while ((await waitingForLock()) === 0) await sleep(5)
    await slow.query('commit')
    slow.release()
    const { rows } = await app.query<{ seq: string }>('select seq from transactions where id = $1', [
      posted!.transaction_id,
    ])
    expect(await mark).toBeGreaterThanOrEqual(BigInt(rows[0]!.seq))
  })
})

describe('the daily totals', () => {
  test('and what came after them are the sum of every entry', async () => {
    await ledgerPost(app, request(reversal(user, 400n)))
    expect(await readTotals(db)).toEqual(await sumEntries(db))
    await rollUp(db)
    expect(await readTotals(db)).toEqual(await sumEntries(db))
    await postAt('2026-12-27T12:00:00+09:00', 77n)
    expect(await readTotals(db)).toEqual(await sumEntries(db))
    expect(await rollUp(db)).toBe(2n)
    expect(await rollUp(db)).toBe(0n)
    await expectSoundBook()
  })

  test('count a posting on a day behind the newest one, and every balance after it', async () => {
    await postAt('2027-01-05T12:00:00+09:00', 500n)
    await rollUp(db)
    await postAt('2027-01-03T12:00:00+09:00', 300n)
    await rollUp(db)
    const { rows } = await app.query<{ day: string; amount: string }>(
      `select business_date::text as day, amount from account_days
        where account = 'balance' and business_date >= '2027-01-01' order by 1`,
    )
    expect(rows).toEqual([
      { day: '2027-01-03', amount: '300' },
      { day: '2027-01-05', amount: '500' },
    ])
    await expectSoundBook()
  })

  test('are right while postings, closes and roll-ups go on at once', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => newRenter(scene)))
    let posting = true
    const posts = Promise.all(
      people.map(async ({ userId }, who) => {
        for (let day = 1; day <= 20; day++) {
          const recordedAt = `2027-02-${String(day).padStart(2, '0')}T12:00:00+09:00`
          await withTx(db, (tx) =>
            ledgerPost(tx.$client, request(deposit(userId, BigInt(who + day)), { recorded_at: recordedAt })),
          )
        }
      }),
    ).finally(() => (posting = false))
    for (let day = 2; posting; day = Math.min(day + 1, 20)) {
      await closeDays(db, at(`2027-02-${String(day).padStart(2, '0')}T00:00:01+09:00`))
      await Promise.all([rollUp(db), rollUp(db)])
      const [totals, sums] = await withTx(db, async (tx) => {
        await tx.execute('set transaction isolation level repeatable read')
        return [await readTotals(tx), await sumEntries(tx)]
      })
      expect(totals).toEqual(sums)
    }
    await posts
    await rollUp(db)
    await expectSoundBook()
  })
})

const ACCOUNTS = [...WALLET_KINDS, ...PLATFORM_ACCOUNTS]

test('a balance sheet has every account in one class and adds up to zero', async () => {
  const sheet = toBalanceSheet(await readTotals(db))
  const sums = Object.values(sheet).map(({ sum }) => sum)
  expect(sums.reduce((total, sum) => total + sum, 0n)).toBe(0n)
  expect(sheet.asset.sum).toBeLessThan(0n)
  expect(sheet.liability.sum).toBe(-sheet.asset.sum)
  expect(Object.values(sheet).flatMap(({ lines }) => lines)).toHaveLength(ACCOUNTS.length)
})
