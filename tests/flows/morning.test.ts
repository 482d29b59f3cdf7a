import { describe, expect, test } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { readMorning } from '@/lib/flows/morning/read-morning'
import { keepBook } from '@/lib/jobs/keep-book'
import { verifyBook } from '@/lib/jobs/verify-book'
import { checkSafeguarding } from '@/lib/safeguard/check'
import { flip } from '@/lib/settings/flip'
import { DAY_MS, kstDay, MINUTE_MS } from '@/lib/time'
import { reconcileLater } from '../reconcile/support'
import { openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx, toss } = scene

describe('an operator’s morning', () => {
  test('is calm where nothing has happened', async () => {
    expect(await readMorning(ctx)).toMatchObject({
      today: kstDay(ctx.now()),
      position: { owed: 0n, safeguarded: 0n, atToss: 0n, payoutBalance: 0n, gap: 0n },
      lastCheck: null,
      bank: null,
      bankCheck: null,
      withdrawals: { count: 0, amount: 0n, oldest: null },
      unknown: [],
      breaks: { count: 0, oldest: null },
      verified: null,
      provedDay: null,
      switches: {},
    })
  })

  test('names what nobody knows the outcome of once it is five minutes old', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before')
    await confirmCharge(ctx, order)
    expect((await readMorning(ctx)).unknown).toEqual([])
    await toss.advance(6 * MINUTE_MS)
    expect((await readMorning(ctx)).unknown).toMatchObject([{ kind: 'charge', count: 1, amount: 10_000n }])
  })

  test('has what is owed, what differs, the last check of all rules, and what was stopped', async () => {
    await confirmCharge(ctx, await paidOrder(scene, 30_000n))
    await toss.plant({ orderId: 'somebody-elses-order-1' })
    await reconcileLater(scene)
    await flip(ctx, {
      ...{ operatorId: await newOperator(scene, 'risk'), which: 'pay', on: false },
      reason: '점검이 필요해요',
    })
    await verifyBook(ctx)
    const morning = await readMorning(ctx)
    expect(morning.position).toMatchObject({ owed: 30_000n, atToss: 30_000n, gap: 0n })
    expect(morning.breaks.count).toBeGreaterThan(0)
    // The order above was left alone for an hour: here no worker asks about it.
    expect(morning.verified!.broken).toEqual(['open_orders_are_not_forgotten'])
    expect(morning.switches).toMatchObject({ pay: { on: false, reason: '점검이 필요해요' } })
  })

  test('has the check of the day before', async () => {
    await toss.advance(DAY_MS)
    await keepBook(ctx)
    const day = await checkSafeguarding(ctx)
    expect(day).not.toBeNull()
    const { lastCheck, clocks } = await readMorning(ctx)
    expect(lastCheck).toMatchObject({ day, owed: 30_000n, issued: 30_000n, gap: 0n })
    expect(clocks.map(({ kind }) => kind).sort()).toEqual([
      'filing_broker',
      'filing_fees',
      'filing_vat',
      'filing_withholding',
    ])
  })
})
