import { approveAdjustment } from '@/lib/adjustment/decide'
import { createContext } from '@/lib/context'

/** The second person's yes in a process of its own, which may die on the way: operator, adjustment and hash. */
const [operatorId, adjustmentId, hash] = process.argv.slice(2) as [string, string, string]
const ctx = createContext({ actor: `operator:${operatorId}` })
await approveAdjustment(ctx, { operatorId, adjustmentId, hash })
await ctx.db.$client.end()
