import { createContext } from '@/lib/context'
import { reconcile } from '@/lib/flows/reconcile'

/** One run of the reconciliation in a process of its own, which may die on the way. */
const ctx = createContext({ actor: 'job:reconcile' })
await reconcile(ctx)
await ctx.db.$client.end()
