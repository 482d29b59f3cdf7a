import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { followHint } from '@/lib/charge/hint'
import { reconcile } from '@/lib/flows/reconcile'
import { sumEntries } from '@/lib/ledger/totals'
import { reconciliationBreaks } from '@/db/schema/reconciliation'
import { explainBreak } from '@/lib/reconcile/handle-break'
import { readOtherFees } from '@/lib/settlement/fees'
import { settlePayouts } from '@/lib/settlement/settle'
import { DAY_MS, MINUTE_MS } from '@/lib/time'
import { charged, refund, type Charged } from '../refund/support'
import { setSetting } from '../support/set-setting'
import { expectSound, newRenter, setScene, type Scene } from '../support/scene'
import { newOperator } from '../withdrawal/support'
import { openBreaks, reconcileLater } from './support'

/** Wednesday noon in Seoul: what is paid then is paid out on Friday. */
const START = Date.parse('2026-11-25T12:00:00+09:00')
const TO_FRIDAY_MS = 2 * DAY_MS

let scene: Scene

beforeEach(async () => {
  scene = (await setScene({ machineClock: () => START })) as Scene
})
afterEach(async () => {
  await expectSound(scene)
  await (scene as unknown as { close(): Promise<void> }).close()
})

const MOVED = ['pg_receivable', 'safeguarded_bank', 'pg_fees', 'input_vat']

/** What a settlement moves, as it stands. */
async function accounts(): Promise<Record<string, bigint>> {
  const totals = await sumEntries(scene.ctx.db)
  return Object.fromEntries(
    totals.filter(({ account }) => MOVED.includes(account)).map(({ account, balance }) => [account, balance]),
  )
}

/** A virtual account whose deposit the bank has undone, once. */
async function undoneDeposit(): Promise<void> {
  const { ctx, toss } = scene
  const { userId } = await newRenter(scene)
  const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
  const paymentKey = await toss.authenticate(orderId, 10_000n, 'VIRTUAL_ACCOUNT')
  await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })
  for (const undo of [false, true]) {
    await toss.deposit(paymentKey, { undo })
    await toss.advance(MINUTE_MS)
    await followHint(ctx, { orderId, secret: null })
  }
}

describe('what came and went before our book knew', () => {
  test.each([
    ['a deposit', 'VIRTUAL_ACCOUNT', 330n],
    ['a card payment', 'CARD', 0n],
  ])('%s is settled both ways: only the fee that Toss keeps is left of it', async (_, method, kept) => {
    const { ctx, toss } = scene
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    const paymentKey = await toss.authenticate(orderId, 10_000n, method)
    if (method === 'CARD') {
      await ctx.toss.confirm({ paymentKey, orderId, amount: 10_000n, idempotencyKey: 'behind-our-back' })
      await toss.takeBack(paymentKey, 'dashboard-cancel')
    } else {
      await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })
      await toss.deposit(paymentKey)
      await toss.deposit(paymentKey, { undo: true })
    }
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 2 })
    expect((await openBreaks(scene)).filter(({ class: what }) => what !== 'STUCK')).toEqual([])
    const { pg_receivable: owed, safeguarded_bank: bank } = await accounts()
    expect({ owed: owed ?? 0n, bank }).toEqual({ owed: 0n, bank: kept })
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 0 })
  })

  test('over midnight is a break until Toss has paid out both', async () => {
    const { ctx, toss } = scene
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    const paymentKey = await toss.authenticate(orderId, 10_000n, 'VIRTUAL_ACCOUNT')
    await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })
    await toss.deposit(paymentKey)
    await toss.advance(DAY_MS)
    await toss.deposit(paymentKey, { undo: true })
    // The first is paid out on Friday, the other after the weekend.
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 0, breaks: 1 })
    expect(await openBreaks(scene)).toMatchObject([{ class: 'SETTLEMENT_MISMATCH', theirs: 10_000n }])
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 0, breaks: 1 })
    expect(await reconcileLater(scene, 2 * DAY_MS)).toMatchObject({ settled: 2, breaks: 0 })
    expect((await accounts()).safeguarded_bank).toBe(330n)
  })

  test('and comes again is settled three times, the last of them for what is credited', async () => {
    const { ctx, toss } = scene
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    const paymentKey = await toss.authenticate(orderId, 10_000n, 'VIRTUAL_ACCOUNT')
    await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })
    for (const undo of [false, true, false]) await toss.deposit(paymentKey, { undo })
    await followHint(ctx, { orderId, secret: null })
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 3, breaks: 0 })
    expect(await accounts()).toMatchObject({ pg_receivable: 0n, safeguarded_bank: -9_340n })
  })

  test('and comes again days later is no break, whichever is paid out first', async () => {
    const { ctx, toss } = scene
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    const paymentKey = await toss.authenticate(orderId, 10_000n, 'VIRTUAL_ACCOUNT')
    await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })
    for (const undo of [false, true]) await toss.deposit(paymentKey, { undo })
    await toss.advance(DAY_MS)
    await toss.deposit(paymentKey)
    await followHint(ctx, { orderId, secret: null })
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 2, breaks: 0 })
    expect(await accounts()).toMatchObject({ pg_receivable: -10_000n })
    expect(await reconcileLater(scene, 3 * DAY_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect(await accounts()).toMatchObject({ pg_receivable: 0n })
  })
})

describe('what Toss pays out', () => {
  test('is posted on the day it is paid out, less the fee and its VAT; then Toss owes nothing', async () => {
    await charged(scene, 10_000n)
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 0 })
    expect(await accounts()).toMatchObject({ pg_receivable: -10_000n, safeguarded_bank: 0n })
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect(await accounts()).toEqual({
      pg_receivable: 0n,
      safeguarded_bank: -9_692n,
      pg_fees: -280n,
      input_vat: -28n,
    })
  })

  test('is posted once, however often it is asked for', async () => {
    await charged(scene, 10_000n)
    await reconcileLater(scene, TO_FRIDAY_MS)
    const once = await accounts()
    for (let n = 0; n < 3; n++) expect(await reconcile(scene.ctx)).toMatchObject({ settled: 0, breaks: 0 })
    expect(await accounts()).toEqual(once)
  })

  test('of cancels takes back what was paid for them', async () => {
    const charge = await charged(scene, 10_000n)
    await scene.toss.advance(MINUTE_MS)
    await refund(scene, charge, 4_000n)
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 2, breaks: 0 })
    expect(await accounts()).toEqual({
      pg_receivable: 0n,
      safeguarded_bank: -5_815n,
      pg_fees: -168n,
      input_vat: -17n,
    })
  })

  test('leaves as receivable exactly what is not settled yet', async () => {
    await charged(scene, 10_000n)
    await scene.toss.advance(DAY_MS)
    await charged(scene, 20_000n)
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect((await accounts()).pg_receivable).toBe(-20_000n)
  })

  test('of a deposit that was undone is both of them', async () => {
    await undoneDeposit()
    const run = await reconcileLater(scene, TO_FRIDAY_MS)
    expect(run).toMatchObject({ state: 'COMPLETE', settled: 2, repaired: 0 })
    expect(await accounts()).toMatchObject({ pg_receivable: 0n, pg_fees: -300n, input_vat: -30n })
  })
})

describe('RC-08: a settlement that is not right', () => {
  const WRONG: [string, Record<string, unknown>, string, bigint | null, bigint | null][] = [
    ['the fees are not the supply and its VAT', { fees: [{ type: 'BASE', fee: 309 }] }, 'fee', 308n, 309n],
    ['the VAT is not a tenth', { vat: 30, fees: [{ type: 'BASE', fee: 310 }] }, 'vat', 28n, 30n],
    ['the pay-out is a won short', { payOutAmount: 9_691 }, 'pay_out', 9_692n, 9_691n],
    ['the amount is not what was charged', { amount: 9_999, payOutAmount: 9_691 }, 'amount', 10_000n, 9_999n],
    ['it is of another order', { orderId: 'somebody-elses-order-1' }, 'unknown', null, 10_000n],
  ]

  test.each(WRONG)('is a break, and not posted, when %s', async (_what, members, field, expected, found) => {
    const { paymentKey, orderId } = await charged(scene, 10_000n)
    await charged(scene, 5_000n)
    await scene.toss.settle(paymentKey, members)
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 1, breaks: 1 })
    const at = { class: 'SETTLEMENT_MISMATCH', orderId: members.orderId ?? orderId }
    expect(await openBreaks(scene)).toEqual([{ ...at, ours: expected, theirs: found }])
    const { rows } = await scene.ctx.db.execute<{ field: string }>('select field from reconciliation_breaks')
    expect(rows).toEqual([{ field }])
    expect((await accounts()).pg_receivable).toBe(-10_000n)
  })

  test('is posted once Toss puts it right, and the break closes', async () => {
    const { paymentKey } = await charged(scene, 10_000n)
    await scene.toss.settle(paymentKey, { vat: 29 })
    await reconcileLater(scene, TO_FRIDAY_MS)
    await scene.toss.settle(paymentKey, {})
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect((await accounts()).pg_receivable).toBe(0n)
  })

  test('is a break when it was posted before, and Toss has changed it since', async () => {
    const { paymentKey } = await charged(scene, 10_000n)
    await reconcileLater(scene, TO_FRIDAY_MS)
    const posted = await accounts()
    const cheaper = { supplyAmount: 270, vat: 27, fees: [{ type: 'BASE', fee: 297 }], payOutAmount: 9_703 }
    await scene.toss.settle(paymentKey, cheaper)
    expect(await reconcileLater(scene)).toMatchObject({ settled: 0, breaks: 1 })
    expect(await openBreaks(scene)).toMatchObject([{ class: 'SETTLEMENT_MISMATCH', theirs: 9_703n }])
    expect(await accounts()).toEqual(posted)
  })
})

test('of a charge that this very run has credited is posted at once', async () => {
  const { userId } = await newRenter(scene)
  const { orderId } = await createOrder(scene.ctx, { userId, amount: 10_000n })
  await scene.toss.plant({ orderId, totalAmount: 10_000 })
  expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ repaired: 1, settled: 1, breaks: 0 })
  expect((await accounts()).pg_receivable).toBe(0n)
})

test('of a payment that only Toss knows there is one break, not another for its settlement', async () => {
  await scene.toss.plant({ orderId: 'somebody-elses-order-1', totalAmount: 7_000 })
  await reconcileLater(scene, TO_FRIDAY_MS)
  expect(await openBreaks(scene)).toMatchObject([{ class: 'MISSING_HERE', theirs: 7_000n }])
})

test('two settlements of one approval: the second is left and told', async () => {
  const { orderId, paymentKey }: Charged = await charged(scene, 10_000n)
  const row = (transactionKey: string) => ({
    ...{ transactionKey, orderId, paymentKey, amount: 10_000n, fees: [{ fee: 308n }] },
    ...{ supplyAmount: 280n, vat: 28n, payOutAmount: 9_692n, paidOutDate: '2026-11-27' },
  })
  const { posted, problems } = await settlePayouts(scene.ctx, [row('one'), row('two')])
  expect(posted).toBe(1)
  expect(problems).toMatchObject([{ row: { transactionKey: 'two' }, problem: { field: 'unknown' } }])
})

test('two that settle the same at once post it once', async () => {
  const { orderId, paymentKey } = await charged(scene, 10_000n)
  const row = {
    ...{ transactionKey: 'one', orderId, paymentKey, amount: 10_000n, fees: [{ fee: 308n }] },
    ...{ supplyAmount: 280n, vat: 28n, payOutAmount: 9_692n, paidOutDate: '2026-11-27' },
  }
  const both = await Promise.all(Array.from({ length: 8 }, () => settlePayouts(scene.ctx, [row])))
  expect(both.reduce((sum, { posted }) => sum + posted, 0)).toBe(1)
  expect(both.flatMap(({ problems }) => problems)).toEqual([])
})

describe('a fee that is not the contract’s', () => {
  const CONTRACT = { cardBp: 280, easyPayBp: 300, transferBp: 180, deposit: 300, otherBp: 300 }
  const taken = (supply: number, vat: number) => ({
    ...{ fees: [{ type: 'BASE', fee: supply + vat }], supplyAmount: supply, vat },
    payOutAmount: 10_000 - supply - vat,
  })
  const MORE = taken(300, 30)

  test('is posted as it was paid out, and is a break with both figures until it is explained', async () => {
    const { ctx } = scene
    await setSetting(ctx.db, 'pgFee', CONTRACT)
    const { paymentKey, orderId } = await charged(scene, 10_000n)
    await charged(scene, 5_000n)
    await scene.toss.settle(paymentKey, MORE)
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 2, breaks: 1 })
    expect(await openBreaks(scene)).toEqual([{ class: 'FEE_MISMATCH', orderId, ours: 308n, theirs: 330n }])
    expect(await accounts()).toMatchObject({ pg_receivable: 0n, pg_fees: -440n, input_vat: -44n })
    expect(await readOtherFees(ctx, 'fees 2026-11-27 CARD')).toMatchObject([
      { orderId, contract: 308n, fee: 330n },
    ])
    expect(await readOtherFees(ctx, 'fees 2026-11-27 TRANSFER')).toEqual([])

    const [found] = await ctx.db.select().from(reconciliationBreaks)
    const operatorId = await newOperator(scene, 'finance_maker')
    await explainBreak(ctx, {
      ...{ operatorId, breakId: found!.id, cause: 'toss_error', reason: '다음 정산에서 돌려받아요.' },
      adjustmentId: null,
    })
    expect(await reconcileLater(scene, DAY_MS)).toMatchObject({ breaks: 0 })
  })

  test('of many payments of a day is one break for each method', async () => {
    await setSetting(scene.ctx.db, 'pgFee', { ...CONTRACT, cardBp: 200, deposit: 200 })
    await charged(scene, 10_000n)
    await charged(scene, 20_000n)
    await undoneDeposit()
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 4, breaks: 2 })
    const breaks = (await openBreaks(scene)).sort((a, b) => (a.theirs! < b.theirs! ? -1 : 1))
    expect(breaks).toMatchObject([
      { class: 'FEE_MISMATCH', ours: 220n, theirs: 330n },
      { class: 'FEE_MISMATCH', orderId: null, ours: 660n, theirs: 924n },
    ])
  })

  test('is judged by the contract of when the payment was approved, also of what went back', async () => {
    const { ctx, toss } = scene
    await setSetting(ctx.db, 'pgFee', CONTRACT)
    const charge = await charged(scene, 10_000n)
    await setSetting(ctx.db, 'pgFee', { ...CONTRACT, cardBp: 900 }, new Date(ctx.now().getTime() + MINUTE_MS))
    await toss.advance(2 * MINUTE_MS)
    await refund(scene, charge, 4_000n)
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 2, breaks: 0 })
    await charged(scene, 10_000n)
    await reconcileLater(scene, 4 * DAY_MS)
    expect(await openBreaks(scene)).toMatchObject([{ class: 'FEE_MISMATCH', ours: 990n, theirs: 308n }])
  })

  test('is nothing to say before a contract was written down, and after it was taken back', async () => {
    const { ctx } = scene
    const { paymentKey } = await charged(scene, 10_000n)
    await scene.toss.settle(paymentKey, MORE)
    await setSetting(ctx.db, 'pgFee', CONTRACT, new Date(ctx.now().getTime() + MINUTE_MS))
    await setSetting(ctx.db, 'pgFee', {}, new Date(ctx.now().getTime() + 2 * MINUTE_MS))
    await scene.toss.advance(3 * MINUTE_MS)
    await scene.toss.settle((await charged(scene, 10_000n)).paymentKey, MORE)
    expect(await reconcileLater(scene, TO_FRIDAY_MS)).toMatchObject({ settled: 2, breaks: 0 })
  })
})
