import { setTimeout as sleep } from 'node:timers/promises'
import { createContext } from '@/lib/context'
import { requestRefunds } from '@/lib/refund/request'
import { resolveRefund } from '@/lib/refund/resolve'

const AGAIN_AFTER_MS = 500

/**
 * One refund in a process of its own, which may die on the way: user, order, amount and key as arguments. Nobody waits
 * for an answer here, so the work is done to its end however long it takes.
 */
const [userId, orderId, amount, key] = process.argv.slice(2) as [string, string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
let [refund] = await requestRefunds(ctx, { userId, parts: [{ orderId, amount: BigInt(amount) }], key })
while (refund!.status === 'REFUNDING') {
  refund = await resolveRefund(ctx, refund!)
  if (refund.status === 'REFUNDING') await sleep(AGAIN_AFTER_MS)
}
await ctx.db.$client.end()
