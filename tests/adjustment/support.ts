import type { PlatformAccount } from '@/db/schema/ledger'
import { approveAdjustment } from '@/lib/adjustment/decide'
import { draftSchema } from '@/lib/adjustment/draft'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { newId } from '@/lib/ids'
import type { Scene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

type Transfer = { from: PlatformAccount; to: PlatformAccount; amount: bigint }

/** What two operators write down of money that was moved between where we have it. */
export async function postTransfer(scene: Scene, { from, to, amount }: Transfer): Promise<void> {
  const { ctx } = scene
  const legs = [
    { account: to, amount: String(-amount) },
    { account: from, amount: String(amount) },
  ]
  const draft = draftSchema.parse({ id: newId(), type: 'bank_transfer', legs })
  const { hash } = await previewAdjustment(ctx.db, draft)
  const maker = await newOperator(scene, 'finance_maker')
  await proposeAdjustment(ctx, { draft, hash, reason: '잔액 이동', operatorId: maker })
  const approver = await newOperator(scene, 'finance_approver')
  await approveAdjustment(ctx, { adjustmentId: draft.id, hash, operatorId: approver })
}
