import { createContext } from '@/lib/context'
import { requestRefunds } from '@/lib/refund/request'
import { resolveRefund } from '@/lib/refund/resolve'

/**
 * One refund in a process of its own, which may die on the way: user, order, amount and key as arguments. Nobody waits
 * for an answer here, so the work is done to its end however long it takes.
 */
const [userId, orderId, amount, key] = process.argv.slice(2) as [string, string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
const [refund] = await requestRefunds(ctx, { userId, parts: [{ orderId, amount: BigInt(amount) }], key })
await resolveRefund(ctx, refund!)
await ctx.db.$client.end()
