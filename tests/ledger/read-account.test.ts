import { beforeAll, describe, expect, test } from 'vitest'
import { readAccountDays, readAccountEntries } from '@/lib/ledger/read-account'
import { addDays } from '@/lib/time'
import { deposit, ledgerPost, openRoles, request } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const { app } = openRoles(scene.database)

/** Two more than a page of days has, each with one deposit of a won; on the last one there are as many as follow. */
const DAYS = Array.from({ length: 33 }, (_, nth) => addDays('2026-09-01', nth))
const [FULL_DAY, FULLER_DAY] = [DAYS[31]!, DAYS[32]!]
const PAGE = 50

beforeAll(async () => {
  const { userId } = await newRenter(scene)
  const postOn = (day: string, times: number) => {
    const at = `${day}T12:00:00+09:00`
    const one = () => request(deposit(userId, 1n), { recorded_at: at, occurred_at: at })
    return ledgerPost(app, ...Array.from({ length: times }, one))
  }
  for (const day of DAYS.slice(0, 31)) await postOn(day, 1)
  await postOn(FULL_DAY, PAGE)
  await postOn(FULLER_DAY, PAGE + 1)
})

describe('the days of an account', () => {
  test('come newest first, 31 at a time, each with what it moved and left', async () => {
    const { days, more } = await readAccountDays(ctx, 'balance')
    expect(days.map(({ day }) => day)).toEqual([...DAYS].reverse().slice(0, 31))
    expect(more).toBe(true)
    expect(days[0]).toEqual({ day: FULLER_DAY, amount: 51n, entries: 51n, balance: 132n })
    expect(days[1]).toEqual({ day: FULL_DAY, amount: 50n, entries: 50n, balance: 81n })
  })

  test('end where there is exactly a page of them', async () => {
    const { days, more } = await readAccountDays(ctx, 'balance', FULL_DAY)
    expect(days).toHaveLength(31)
    expect(more).toBe(false)
  })
})

describe("a day's entries", () => {
  test('come newest first, 50 at a time, none twice and none left out', async () => {
    const first = await readAccountEntries(ctx, 'balance', FULLER_DAY)
    expect(first.items).toHaveLength(PAGE)
    const second = await readAccountEntries(ctx, 'balance', FULLER_DAY, first.nextCursor!)
    expect(second).toMatchObject({ items: [{ amount: 1n }], nextCursor: null })
    const ids = [...first.items, ...second.items].map(({ transactionId }) => transactionId)
    expect(new Set(ids).size).toBe(PAGE + 1)
  })

  test('end where there is exactly a page of them', async () => {
    const { items, nextCursor } = await readAccountEntries(ctx, 'balance', FULL_DAY)
    expect(items).toHaveLength(PAGE)
    expect(nextCursor).toBeNull()
  })

  test.each(['1-1', `${'9'.repeat(18)}-9999`])('may be asked for after %s', async (cursor) => {
    await expect(readAccountEntries(ctx, 'balance', FULL_DAY, cursor)).resolves.toBeDefined()
  })

  test.each([
    ...['x', '1', '1-', '-1', 'a1-2', '1-2a', '1-b', 'a-1', `1${'0'.repeat(18)}-1`, '1-12345'],
    '1-1; select 1',
  ])('%s is no cursor', async (cursor) => {
    await expect(readAccountEntries(ctx, 'balance', FULL_DAY, cursor)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    })
  })
})
