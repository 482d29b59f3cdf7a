import { PosPayError } from '@/lib/errors'
import { refundCharges } from '@/lib/refund/refund-charges'
import * as wire from '@/lib/refund/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.refundOrder, async ({ ctx, user, body, params, idempotencyKey: key }) => {
  const { amount, refundAccount: account } = body
  const parts = [{ orderId: params.orderId, amount }]
  const [refund] = await refundCharges(ctx, { userId: user.id, parts, account, key })
  const { refundId, status, failure } = refund!
  if (status === 'FAILED') {
    const message = `돈은 지갑 잔액에 그대로 있어요. ${failure!.message}`
    throw new PosPayError('PAYMENT_DECLINED', { message })
  }
  return { status: status === 'DONE' ? 200 : 202, body: { refundId, amount, status } }
})
