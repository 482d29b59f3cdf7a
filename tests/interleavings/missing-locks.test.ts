import { expect, test } from 'vitest'
import { confirm, type Command } from './commands'
import type { Tamper } from './gate'
import { openLane } from './lane'

const withoutWalletLock: Tamper = (statement) =>
  statement.replace(
    'from lock_wallets($1::uuid, array[$2])',
    'from wallets where user_id = $1::uuid and kind = $2',
  )

const withoutOrderLock: Tamper = (statement) => statement.replace(/(from "orders" .*) for update$/, '$1')

const ENOUGH = 200

/** The product's own code, with one lock taken out on the way to the database. */
test.each<[string, Tamper, Command[]]>([
  ["the wallet's lock, for two orders that fit one by one", withoutWalletLock, [confirm('X'), confirm('Y')]],
  ["the order's lock, for one order confirmed twice", withoutOrderLock, [confirm('X'), confirm('X')]],
])('without %s, the explorer finds an order that goes wrong', async (_, tamper, pair) => {
  const lane = await openLane({ tamper })
  try {
    const search = lane.explore(pair, { all: 0, some: ENOUGH, random: Math.random })
    await expect(search).rejects.toThrow(/^npm test -- --only interleavings --path/)
  } finally {
    await lane.abandon()
  }
})
