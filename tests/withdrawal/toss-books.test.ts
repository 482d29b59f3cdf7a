import { expect, test } from 'vitest'
import { reconcile } from '@/lib/flows/reconcile'
import { readReport } from '@/lib/reconcile/report'
import { DAY_MS } from '@/lib/time'
import { sendDue } from '@/lib/withdrawal/send-due'
import { expectSound } from '../support/scene'
import { dueNow, request, settled } from './support'
import { openTossScene, payable } from './toss-support'

const scene = await openTossScene()
const { ctx, toss } = scene

test('payouts are no break, neither before nor after what was charged is settled, nor when one comes back', async () => {
  const { userId } = await payable(scene, 90_000n)
  const { unsettled: charged } = await readReport(ctx)
  expect(charged).toBe(100_000n)
  const [kept, returned] = [await request(scene, userId, 50_000n), await request(scene, userId, 10_000n)]
  for (const { id } of [kept, returned]) await settled(scene, id)
  expect((await readReport(ctx)).unsettled).toBe(charged)

  const payout = (await toss.payouts()).find(({ refPayoutId }) => refPayoutId === returned.id)!
  await toss.playPayout(payout.id, 'return')
  await dueNow(scene, returned.id)
  await sendDue(ctx)
  expect((await readReport(ctx)).unsettled).toBe(charged)

  await toss.advance(7 * DAY_MS)
  expect(await reconcile(ctx)).toMatchObject({ state: 'COMPLETE' })
  expect(await readReport(ctx)).toMatchObject({ open: [], unsettled: 0n })
  await expectSound(scene)
})
