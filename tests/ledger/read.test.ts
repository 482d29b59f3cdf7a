import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEBT_KINDS, PLATFORM_ACCOUNTS, WALLET_KINDS } from '@/db/schema/ledger'
import { withTx } from '@/db/tx'
import { CHART } from '@/lib/ledger/chart'
import { lockBalance, readHistory, readMonthTotals, readWallet } from '@/lib/ledger/read'
import { readTotals } from '@/lib/ledger/totals'
import { deposit, ledgerPost, openRoles, request, reversal } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const { app } = openRoles(scene.database)

const newUser = async () => (await newRenter(scene)).userId

/** Five entries on one balance: 100, 200 and 300 won in, 50 out, 400 in, over two KST months. */
let userId: string
const TIMES = ['2026-10-30T00:00:00Z', '2026-10-31T14:59:59Z', '2026-10-31T15:00:00Z', '2026-11-02T00:00:00Z']

beforeAll(async () => {
  userId = await newUser()
  const posted = [deposit(userId, 100n), deposit(userId, 200n), deposit(userId, 300n), reversal(userId, 50n)]
  for (const [i, legs] of posted.entries()) {
    await ledgerPost(app, request(legs, { occurred_at: TIMES[i], reference: `read-${i}` }))
  }
  await ledgerPost(
    app,
    request(deposit(userId, 400n), { type: 'suspense_in', occurred_at: TIMES[3], reference: 'read-4' }),
  )
})

describe("a user's money", () => {
  test('is nothing in every wallet at first', async () => {
    expect(await readWallet(ctx, await newUser())).toEqual({
      balance: 0n,
      pending: 0n,
      withdrawable: 0n,
      debt: 0n,
      chargeDebt: 0n,
      version: 0n,
    })
  })

  test('is read wallet by wallet; both debts are one, as a positive amount', async () => {
    const user = await newUser()
    const receivable = (amount: bigint) => ({ account: 'pg_receivable', amount })
    for (const [account, amount] of [
      ['balance', 1n],
      ['pending', 20n],
      ['withdrawable', 300n],
      ['charge_debt', -4_000n],
      ['earnings_debt', -50_000n],
    ] as const) {
      await ledgerPost(app, request([receivable(-amount), { account, user, amount }]))
    }
    expect(await readWallet(ctx, user)).toEqual({
      balance: 1n,
      pending: 20n,
      withdrawable: 300n,
      debt: 54_000n,
      chargeDebt: 4_000n,
      version: 5n,
    })
  })

  test('is locked wallet by wallet, and nobody has one that was never opened', async () => {
    const locked = (user: string) => withTx(ctx.db, (tx) => lockBalance(tx, user, 'balance'))
    expect(await locked(userId)).toBe(950n)
    await expect(locked(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a history', () => {
  test('shows each entry, newest first, with what it is and what it left', async () => {
    const { items, nextCursor } = await readHistory(ctx, { userId })
    expect(items.map(({ amount, balanceAfter, title, type }) => [amount, balanceAfter, title, type])).toEqual(
      [
        [400n, 950n, '확인 중인 입금', 'suspense_in'],
        [-50n, 550n, '충전', 'charge'],
        [300n, 600n, '충전', 'charge'],
        [200n, 300n, '충전', 'charge'],
        [100n, 100n, '충전', 'charge'],
      ],
    )
    expect(items.map(({ reference }) => reference)).toEqual([
      'read-4',
      'read-3',
      'read-2',
      'read-1',
      'read-0',
    ])
    expect(items[1]).toMatchObject({ id: expect.any(String), occurredAt: new Date(TIMES[3]!) })
    expect(nextCursor).toBeNull()
  })

  test('is read page by page, each entry once, to the last', async () => {
    const pages: bigint[][] = []
    let cursor: string | null = null
    do {
      const page = await readHistory(ctx, { userId, cursor, limit: 2 })
      pages.push(page.items.map(({ amount }) => amount))
      cursor = page.nextCursor
    } while (cursor)
    expect(pages).toEqual([[400n, -50n], [300n, 200n], [100n]])
    const whole = await readHistory(ctx, { userId, limit: 5 })
    expect([whole.items.length, whole.nextCursor]).toEqual([5, null])
  })

  test('is of one wallet and, when asked, of one type', async () => {
    expect((await readHistory(ctx, { userId, wallet: 'pending' })).items).toEqual([])
    expect((await readHistory(ctx, { userId, type: 'suspense_in' })).items).toHaveLength(1)
    expect((await readHistory(ctx, { userId: await newUser() })).items).toEqual([])
  })

  test.each([
    { limit: 0 },
    { limit: 101 },
    { limit: NaN },
    { cursor: '-1' },
    { cursor: 'x1' },
    { cursor: '1x' },
    { cursor: '1'.repeat(19) },
    { type: 'gift' },
  ])('is refused for %o', async (query) => {
    await expect(readHistory(ctx, { userId, ...query })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test.each([{ limit: 1 }, { limit: 100 }, { cursor: '1' }, { cursor: '9'.repeat(18) }])(
    'is not refused for %o',
    async (query) => {
      await expect(readHistory(ctx, { userId, ...query })).resolves.toBeDefined()
    },
  )

  test('takes twenty for a page where nothing else is said', async () => {
    const user = await newUser()
    await ledgerPost(app, ...Array.from({ length: 21 }, () => request(deposit(user, 1n))))
    const { items, nextCursor } = await readHistory(ctx, { userId: user })
    expect([items.length, nextCursor]).toEqual([20, '2'])
  })
})

describe('what came in and went out', () => {
  test('is summed by the month in Korea', async () => {
    const totals = await readMonthTotals(ctx, { userId })
    expect(totals.sort((a, b) => a.month.localeCompare(b.month))).toEqual([
      { month: '2026-10', incoming: 300n, outgoing: 0n },
      { month: '2026-11', incoming: 700n, outgoing: -50n },
    ])
  })

  test('is of one wallet and, when asked, of one type', async () => {
    expect(await readMonthTotals(ctx, { userId, wallet: 'pending' })).toEqual([])
    expect(await readMonthTotals(ctx, { userId, type: 'suspense_in' })).toEqual([
      { month: '2026-11', incoming: 400n, outgoing: 0n },
    ])
    await expect(readMonthTotals(ctx, { userId, type: 'gift' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    })
  })
})

describe('the chart of accounts', () => {
  const described = (wanted: object) =>
    Object.entries(CHART)
      .filter(([, account]) =>
        Object.entries(wanted).every(([key, value]) => account[key as 'name'] === value),
      )
      .map(([code]) => code)

  test('says whose each account is', () => {
    expect(described({ owner: 'user' }).sort()).toEqual([...WALLET_KINDS].sort())
    expect(described({ owner: 'platform' }).sort()).toEqual([...PLATFORM_ACCOUNTS].sort())
  })

  test('says what each account is to us', () => {
    expect(described({ class: 'asset' })).toEqual([
      ...DEBT_KINDS,
      'pg_receivable',
      'pg_payout_balance',
      'safeguarded_bank',
      'operating_bank',
      'input_vat',
    ])
    expect(described({ class: 'revenue' })).toEqual(['fee_revenue'])
    expect(described({ class: 'expense' })).toEqual(['pg_fees', 'write_offs'])
    expect(described({ class: 'liability' })).toEqual([
      'balance',
      'pending',
      'withdrawable',
      'vat_payable',
      'withholding_payable',
      'withdrawals_in_transit',
      'charge_refunds_in_transit',
      'suspense',
    ])
  })

  test('has a name in Korean for each', () => {
    const names = Object.values(CHART).map(({ name }) => name)
    expect(names.filter((name) => !/[가-힣]/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  test('orders the totals, which sum to nothing', async () => {
    const totals = await readTotals(ctx.db)
    expect(totals.map(({ account }) => account)).toEqual(Object.keys(CHART))
    expect(totals.reduce((sum, { balance }) => sum + balance, 0n)).toBe(0n)
    expect(totals.find(({ account }) => account === 'pending')).toEqual({
      account: 'pending',
      name: '정산 예정금',
      balance: 20n,
    })
  })
})
