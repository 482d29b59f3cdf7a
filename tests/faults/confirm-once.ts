import { claimOrder } from '@/lib/charge/claim'
import { resolveByConfirm } from '@/lib/charge/resolve'
import { createContext } from '@/lib/context'

/**
 * One confirm in a process of its own, which may die on the way: user, order, payment key and amount as arguments.
 * Nobody waits for an answer here, so the work is done to its end however long it takes.
 */
const [userId, orderId, paymentKey, amount] = process.argv.slice(2) as [string, string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
const { order } = await claimOrder(ctx, { userId, orderId, paymentKey, amount: BigInt(amount) })
await resolveByConfirm(ctx, order)
await ctx.db.$client.end()
