import { followHint } from '@/lib/charge/hint'
import type { Ctx } from '@/lib/context'
import type { Finding } from '@/lib/reconcile/compare'

/** Has each order of which Toss knows more than we looked at as if Toss had sent a message. Answers which. */
export async function lookAgain(ctx: Ctx, findings: Finding[]): Promise<string[]> {
  const orders = new Set(findings.filter(({ ours }) => ours === null).map(({ orderId }) => orderId!))
  const looked: string[] = []
  for (const orderId of orders) {
    const { kind } = await followHint(ctx, { orderId, secret: null })
    if (kind === 'looked') looked.push(orderId)
  }
  return looked
}
