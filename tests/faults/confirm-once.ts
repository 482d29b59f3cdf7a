import { confirmCharge } from '@/lib/charge/confirm'
import { createContext } from '@/lib/context'

/** One confirm in a process of its own, which may die on the way: user, order, payment key and amount as arguments. */
const [userId, orderId, paymentKey, amount] = process.argv.slice(2) as [string, string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
await confirmCharge(ctx, { userId, orderId, paymentKey, amount: BigInt(amount) })
await ctx.db.$client.end()
