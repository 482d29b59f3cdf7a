import { setTimeout as sleep } from 'node:timers/promises'
import { createContext } from '@/lib/context'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { resolveWithdrawal } from '@/lib/withdrawal/resolve'

const AGAIN_AFTER_MS = 500
const UNDER_WAY = ['APPROVED', 'SENDING']

/**
 * One withdrawal in a process of its own, which may die on the way: user, amount and key as arguments. Does what the
 * worker's job does, for this one alone and to its end.
 */
const [userId, amount, key] = process.argv.slice(2) as [string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
let { withdrawal } = await requestWithdrawal(ctx, { userId, amount: BigInt(amount), key })
while (UNDER_WAY.includes(withdrawal.status)) {
  withdrawal = await resolveWithdrawal(ctx, withdrawal)
  if (UNDER_WAY.includes(withdrawal.status)) await sleep(AGAIN_AFTER_MS)
}
await ctx.db.$client.end()
