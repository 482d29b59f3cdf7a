import { createContext } from '@/lib/context'
import { actAtDesk, type DeskAct } from './desk-act'

/** Something done at a desk in a process of its own, which may die on the way: what, who and to what. */
const [act, who, what] = process.argv.slice(2) as [DeskAct, string, string]
const ctx = createContext({ actor: `user:${who}` })
await actAtDesk(ctx, act, who, what)
await ctx.db.$client.end()
