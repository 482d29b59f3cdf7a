import { createContext } from '@/lib/context'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'

/** Takes one withdrawal back in a process of its own, which may die on the way: user and withdrawal as arguments. */
const [userId, withdrawalId] = process.argv.slice(2) as [string, string]
const ctx = createContext({ actor: `user:${userId}` })
await cancelWithdrawal(ctx, { userId, withdrawalId })
await ctx.db.$client.end()
