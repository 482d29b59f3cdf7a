import { expect, test } from 'vitest'
import { confirm, payOut, type Command } from './commands'
import type { Tamper } from './gate'
import { openLane } from './lane'

const withoutWalletLock: Tamper = (statement) =>
  statement.replace(
    'from lock_wallets($1::uuid, array[$2])',
    'from wallets where user_id = $1::uuid and kind = $2',
  )

const without =
  (table: string): Tamper =>
  (statement) =>
    statement.replace(new RegExp(`(from "${table}" .*) for update$`), '$1')

const ENOUGH = 200

/** The product's own code, with one lock taken out on the way to the database. */
test.each<[string, Tamper, Command[]]>([
  ["the wallet's lock, for two orders that fit one by one", withoutWalletLock, [confirm('X'), confirm('Y')]],
  ["the order's lock, for one order confirmed twice", without('orders'), [confirm('X'), confirm('X')]],
  [
    "the seller's lock, for two that go to different accounts",
    without('sellers'),
    [payOut('K'), payOut('M')],
  ],
])('without %s, the explorer finds an order that goes wrong', async (_, tamper, pair) => {
  const lane = await openLane({ tamper })
  try {
    const search = lane.explore(pair, { all: 0, some: ENOUGH, random: Math.random })
    await expect(search).rejects.toThrow(/^npm test -- --only interleavings --path/)
  } finally {
    await lane.abandon()
  }
})
