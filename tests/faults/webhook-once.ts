import { createContext } from '@/lib/context'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { receiveWebhook } from '@/lib/webhook/receive'

/** One step of a webhook in a process of its own, which may die on the way: which, the transmission's id and its body. */
const [step, id, body] = process.argv.slice(2) as [string, string, string]
const ctx = createContext({ actor: 'job:apply-webhooks' })
const headers = new Headers({ 'tosspayments-webhook-transmission-id': id })
if (step === 'receive') await receiveWebhook(ctx, { headers, raw: Buffer.from(body) })
else await applyWebhooks(ctx)
await ctx.db.$client.end()
