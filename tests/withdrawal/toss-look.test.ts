import { expect, test } from 'vitest'
import { kstDay, MINUTE_MS } from '@/lib/time'
import { sendDue } from '@/lib/withdrawal/send-due'
import { dueNow, request, rowOf, settled } from './support'
import { openTossDays, payable } from './toss-support'

const scene = await openTossDays()
const { ctx, toss } = scene
const PAY = 'POST /v2/payouts'

async function look(id: string) {
  await dueNow(scene, id)
  await sendDue(ctx)
  return rowOf(scene, id)
}

test('one whose answer is lost is found in the days since it was sent, without the rest of the list', async () => {
  const { userId } = await payable(scene, 90_000n)
  const { id } = await request(scene, userId, 50_000n)
  const before = (await toss.payoutLists()).length
  await toss.fault('drop-after', { match: PAY })
  await sendDue(ctx)
  expect((await settled(scene, id)).status).toBe('COMPLETED')
  expect((await toss.payoutLists()).slice(before)).toEqual([kstDay((await rowOf(scene, id)).sentAt!)])
})

test('one that waits for money is looked for in all of the list once, and in its days from then on', async () => {
  const { userId } = await payable(scene, 90_000n)
  const { id } = await request(scene, userId, 50_000n)
  await toss.fault('code:NOT_ENOUGH_AMOUNT', { match: PAY, times: 99 })
  await sendDue(ctx)
  const day = kstDay((await rowOf(scene, id)).sentAt!)
  await toss.advance(6 * MINUTE_MS)
  await toss.fund(-(await available()))
  const before = (await toss.payoutLists()).length
  for (let turn = 0; turn < 4; turn++) expect(await look(id)).toMatchObject({ reason: 'funds' })
  const read = (await toss.payoutLists()).slice(before)
  expect(read.filter((from) => from === null)).toHaveLength(1)
  expect(read.filter((from) => from === day)).toHaveLength(4)
})

async function available(): Promise<bigint> {
  const answer = await ctx.payouts!.findBalance()
  if (answer.kind !== 'balance') throw new Error('no balance')
  return answer.balance.available
}
