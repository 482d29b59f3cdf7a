import { expect, test } from 'vitest'
import { ACCOUNT_CLASSES, asRead, isAccount, isDebit } from '@/lib/ledger/chart'

test('what we have and what we spend grows by debit, what we owe and earn by credit', () => {
  expect(ACCOUNT_CLASSES.filter(isDebit)).toEqual(['asset', 'expense'])
})

test.each([
  ['pg_receivable', -1_000n],
  ['pg_fees', -1_000n],
  ['balance', 1_000n],
  ['fee_revenue', 1_000n],
] as const)('1,000 won of credit on %s read as %s', (account, read) => {
  expect(asRead(account, 1_000n)).toBe(read)
})

test('only what the chart describes is an account', () => {
  expect(['balance', 'suspense', 'toString', 'constructor', ''].filter(isAccount)).toEqual([
    'balance',
    'suspense',
  ])
})
