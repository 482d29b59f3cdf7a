import { expect, test } from 'vitest'
import { PLATFORM_ACCOUNTS, WALLET_KINDS, type Account } from '@/db/schema/ledger'
import { toPosition } from '@/lib/ledger/position'

/** Each account with a power of two, so that a sum says which ones are in it. Won, credit positive. */
const ALL: Account[] = [...WALLET_KINDS, ...PLATFORM_ACCOUNTS]
const held = (account: Account) => 1n << BigInt(ALL.indexOf(account))
const TOTALS = ALL.map((account) => ({ account, balance: held(account) }))
const sum = (...accounts: Account[]) => accounts.reduce((total, account) => total + held(account), 0n)

test('what is owed, unredeemed, safeguarded and at Toss are sums of the accounts that say so', () => {
  expect(toPosition(TOTALS)).toMatchObject({
    owed: sum(
      ...(['balance', 'pending', 'withdrawable'] as const),
      ...(['withdrawals_in_transit', 'charge_refunds_in_transit', 'suspense'] as const),
    ),
    unredeemed: sum('balance', 'charge_refunds_in_transit'),
    safeguarded: -sum('safeguarded_bank'),
    atToss: -sum('pg_receivable', 'pg_payout_balance'),
    payoutBalance: -sum('pg_payout_balance'),
  })
})

test.each([
  ['less than is owed leaves the rest as a gap', 400n, 350n, 250n],
  ['as much leaves none', 400n, 600n, 0n],
  ['more leaves none either', 700n, 600n, 0n],
])('what the bank and Toss have: %s', (_, atBank, atToss, gap) => {
  const position = toPosition([
    { account: 'balance', balance: 1_000n },
    { account: 'safeguarded_bank', balance: -atBank },
    { account: 'pg_receivable', balance: -atToss },
    // Nobody's money makes up for another's debt.
    { account: 'charge_debt', balance: -5_000n },
  ])
  expect(position.gap).toBe(gap)
})

test('nothing posted is nothing owed', () => {
  expect(toPosition([])).toEqual({
    ...{ owed: 0n, unredeemed: 0n, safeguarded: 0n, atToss: 0n, payoutBalance: 0n },
    gap: 0n,
  })
})
