import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { createRun } from '@/lib/charge/auto-topup/run'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { claimRun } from '@/lib/charge/claim'
import { resolveByConfirm } from '@/lib/charge/resolve'
import { createContext } from '@/lib/context'
import { topUpAndPay } from '@/lib/flows/top-up-and-pay'

/**
 * One act of an automatic top-up in a process of its own, which may die on the way: what, user, and for the card
 * customerKey and authKey, for a run the consent's id and the amount, for a booking its id and the amount.
 */
const [act, userId, first, second] = process.argv.slice(2) as [string, string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
if (act === 'register') await registerCard(ctx, { userId, customerKey: first, authKey: second })
else if (act === 'pay a booking')
  await topUpAndPay(ctx, { userId, bookingId: first, amount: BigInt(second), requestKey: first })
else if (act === 'turn off') await turnOffAutoTopUp(ctx, userId)
else {
  const run = { userId, autoTopUpId: first, amount: BigInt(second), trigger: 'threshold' as const }
  // Nobody waits for an answer here, so the work is done to its end however long it takes.
  const { order } = await claimRun(ctx, await createRun(ctx, run))
  await resolveByConfirm(ctx, order)
}
await ctx.db.$client.end()
