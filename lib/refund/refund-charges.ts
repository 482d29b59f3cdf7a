import { requireHolder } from '@/lib/bank/require-holder'
import type { Ctx } from '@/lib/context'
import { bounded } from '@/lib/patience'
import { toRefund, type Refund, type RefundRow } from './refund'
import { requestRefunds, type RequestRefunds } from './request'
import { resolveRefund } from './resolve'

/**
 * Gives money of the wallet back to where it came from. Answers within 8 s, with REFUNDING where Toss has not said by
 * then what became of it. Safe to call again with the same key. Throws what `requestRefunds` throws, and INVALID_REQUEST
 * for an account that is another's or not there; then nothing moved.
 */
export async function refundCharges(ctx: Ctx, input: RequestRefunds): Promise<Refund[]> {
  // Where the bank does not tell, Toss does: it pays to no account whose holder has another name.
  if (input.account && ctx.verifier) requireHolder(await ctx.verifier.matchHolder(input.account))
  const refunds = await requestRefunds(ctx, input)
  return Promise.all(
    refunds.map(async (refund) => {
      const { id: refundId, orderId } = refund
      const resolved = isUnderWay(refund)
        ? await bounded(resolveRefund(ctx, refund), { refundId, orderId, requestId: ctx.requestId })
        : refund
      return toRefund(resolved ?? refund)
    }),
  )
}

function isUnderWay({ status }: RefundRow): boolean {
  return status === 'REFUNDING'
}
