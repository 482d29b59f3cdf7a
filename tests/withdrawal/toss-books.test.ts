import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { safeguardBankChecks } from '@/db/schema/safeguard'
import { readStanding } from '@/lib/bank-statement/read-standing'
import { importBankStatement } from '@/lib/flows/import-bank-statement'
import { reconcile } from '@/lib/flows/reconcile'
import { keepBook } from '@/lib/jobs/keep-book'
import { readPosition } from '@/lib/ledger/position'
import { explainBreak } from '@/lib/reconcile/handle-break'
import { readReport } from '@/lib/reconcile/report'
import { checkAtBank } from '@/lib/safeguard/check-at-bank'
import { checkSafeguarding, readChecks } from '@/lib/safeguard/check'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { sendDue } from '@/lib/withdrawal/send-due'
import { postTransfer } from '../adjustment/support'
import { charged } from '../refund/support'
import { openBreaks, reconcileLater } from '../reconcile/support'
import { expectSound, setScene, type Scene } from '../support/scene'
import { dueNow, newOperator, request, rowOf, settled } from './support'
import { payable } from './toss-support'

/** Wednesday noon in Seoul: what is paid then is settled on Friday. */
const START = Date.parse('2026-11-25T12:00:00+09:00')
/** Of 10,000 won by card, once Toss has kept its fee. */
const SETTLED = 9_692n
/** Of the 100,000 won that somebody paid for an owner's 90,000. */
const EARNED = 96_920n
const BROUGHT = 1_000_000n

let scene: Scene
beforeEach(async () => {
  scene = (await setScene({ machineClock: () => START, withdrawBy: 'toss' })) as Scene
  await scene.toss.fund(BROUGHT)
  await postTransfer(scene, { from: 'operating_bank', to: 'pg_payout_balance', amount: BROUGHT })
})
afterEach(async () => {
  await expectSound(scene)
  await (scene as unknown as { close(): Promise<void> }).close()
})

/** From now on operators, or the bank, carry withdrawals again, and Toss settles into the bank. */
async function switchTo(withdrawBy: 'toss' | 'simulated_bank'): Promise<void> {
  scene.ctx.withdrawBy = withdrawBy
  await scene.toss.contract(withdrawBy === 'toss')
}

const position = () => readPosition(scene.ctx.db)

async function payoutOf(withdrawalId: string) {
  return (await scene.toss.payouts()).find(({ refPayoutId }) => refPayoutId === withdrawalId)!
}

async function giveBack(withdrawalId: string): Promise<void> {
  await scene.toss.playPayout((await payoutOf(withdrawalId)).id, 'return')
  await dueNow(scene, withdrawalId)
  await sendDue(scene.ctx)
}

async function importStatement(): Promise<void> {
  const operatorId = await newOperator(scene, 'finance_maker')
  const bytes = await scene.toss.bankStatement()
  await importBankStatement(scene.ctx, { operatorId, bytes })
}

describe('money that Toss settles and pays out itself', () => {
  test('never reaches the bank: it is the balance that payouts are made from, which gets back what comes back', async () => {
    const { userId } = await payable(scene, 90_000n)
    expect(await position()).toMatchObject({ payoutBalance: BROUGHT, atToss: BROUGHT + 100_000n })
    const [kept, returned] = [await request(scene, userId, 50_000n), await request(scene, userId, 10_000n)]
    for (const { id } of [kept, returned]) await settled(scene, id)
    expect(await readReport(scene.ctx)).toMatchObject({
      ...{ unsettled: 100_000n, payoutBalance: BROUGHT - 60_000n },
    })
    await giveBack(returned.id)
    expect(await position()).toMatchObject({ payoutBalance: BROUGHT - 50_000n })

    expect(await reconcileLater(scene, 7 * DAY_MS)).toMatchObject({
      state: 'COMPLETE',
      settled: 1,
      breaks: 0,
    })
    expect(await readReport(scene.ctx)).toMatchObject({ open: [], unsettled: 0n })
    const payoutBalance = BROUGHT - 50_000n + EARNED
    expect(await position()).toMatchObject({ safeguarded: 0n, payoutBalance, atToss: payoutBalance })
    const answer = await scene.ctx.payouts!.findBalance()
    expect(answer).toMatchObject({ balance: { available: payoutBalance } })
    expect((await scene.toss.bankStatement()).toString()).not.toContain('토스페이먼츠')
  })

  test('is at Toss in each day’s check, and covers what is owed as what it has not settled does', async () => {
    await charged(scene, 10_000n)
    await reconcileLater(scene, 2 * DAY_MS)
    await scene.toss.advance(DAY_MS)
    await keepBook(scene.ctx)
    await checkSafeguarding(scene.ctx)
    const days = (await readChecks(scene.ctx)).map(({ atToss, safeguarded, gap }) => ({
      atToss,
      safeguarded,
      gap,
    }))
    expect(days.at(-1)).toEqual({ atToss: BROUGHT + SETTLED, safeguarded: 0n, gap: 0n })
  })
})

describe('when who carries withdrawals changes', () => {
  test('what was settled stays where it was booked, what is settled from then on goes where it goes now', async () => {
    await charged(scene, 10_000n)
    await reconcileLater(scene, 3 * DAY_MS)
    await switchTo('simulated_bank')
    await charged(scene, 10_000n)
    expect(await reconcileLater(scene, 4 * DAY_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect(await position()).toMatchObject({ safeguarded: SETTLED, payoutBalance: BROUGHT + SETTLED })
    await switchTo('toss')
    await charged(scene, 10_000n)
    expect(await reconcileLater(scene, 4 * DAY_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect(await position()).toMatchObject({ safeguarded: SETTLED, payoutBalance: BROUGHT + 2n * SETTLED })
    // All of them are on the lists still, and read again.
    for (const carrier of ['simulated_bank', 'toss'] as const) {
      scene.ctx.withdrawBy = carrier
      expect(await reconcile(scene.ctx)).toMatchObject({ settled: 0, breaks: 0 })
    }
  })

  test('a payout that comes back after it comes back to Toss, and what is left there is moved by two people', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    await reconcileLater(scene, 3 * DAY_MS)
    await switchTo('simulated_bank')
    await giveBack(id)
    expect((await rowOf(scene, id)).status).toBe('RETURNED')
    const left = BROUGHT + EARNED
    expect(await position()).toMatchObject({ payoutBalance: left, safeguarded: 0n })

    await scene.toss.fund(-left)
    await scene.toss.bankLine(left, { counterparty: '포켓스페이스' })
    await postTransfer(scene, { from: 'pg_payout_balance', to: 'safeguarded_bank', amount: left })
    await importStatement()
    expect(await readStanding(scene.ctx)).toMatchObject({ bank: left, book: left, differences: [] })
    await reconcileLater(scene)
    expect(await openBreaks(scene)).toEqual([])
    expect(await position()).toMatchObject({ payoutBalance: 0n, atToss: 0n, safeguarded: left })
  })

  test('what is moved to the bank on one day and written down on another is counted once in the days’ checks', async () => {
    await charged(scene, 10_000n)
    await reconcileLater(scene, 2 * DAY_MS + HOUR_MS)
    await scene.toss.fund(-5_000n)
    await scene.toss.bankLine(5_000n, { counterparty: '포켓스페이스' })
    await scene.toss.advance(3 * DAY_MS)
    await postTransfer(scene, { from: 'pg_payout_balance', to: 'safeguarded_bank', amount: 5_000n })
    await scene.toss.advance(3 * DAY_MS)
    await importStatement()
    await keepBook(scene.ctx)
    await checkSafeguarding(scene.ctx)
    expect(await checkAtBank(scene.ctx)).toBe('2026-12-01')
    const rows = await scene.ctx.db.select().from(safeguardBankChecks).orderBy(safeguardBankChecks.day)
    expect(rows.map(({ day, balance, timing }) => [day, balance, timing])).toEqual([
      ...['2026-11-27', '2026-11-28', '2026-11-29'].map((day) => [day, 5_000n, 5_000n]),
      ...['2026-11-30', '2026-12-01'].map((day) => [day, 5_000n, 0n]),
    ])
  })
})

describe('Toss’s own word of the balance', () => {
  const MISMATCH = 'PAYOUT_BALANCE_MISMATCH'

  test('is the book’s while payouts are on their way, and on the day of a settlement', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(scene.ctx)
    expect((await rowOf(scene, id)).status).toBe('SENDING')
    expect(await reconcile(scene.ctx)).toMatchObject({ breaks: 0 })
    await scene.toss.playPayout((await payoutOf(id)).id, 'complete')
    expect(await reconcile(scene.ctx)).toMatchObject({ breaks: 0 })
    expect(await reconcileLater(scene, 2 * DAY_MS - 11 * HOUR_MS)).toMatchObject({ settled: 1, breaks: 0 })
    expect(await reconcileLater(scene, 11 * HOUR_MS)).toMatchObject({ breaks: 0 })
    expect((await settled(scene, id)).status).toBe('COMPLETED')
  })

  test.each([
    ['more', 7_000n],
    ['less', -7_000n],
  ])('is a break where Toss has %s, until it is written down', async (_, amount) => {
    await scene.toss.fund(amount)
    await reconcileLater(scene)
    const found = { class: MISMATCH, orderId: null, ours: BROUGHT, theirs: BROUGHT + amount }
    expect(await openBreaks(scene)).toEqual([found])
    const [from, to] = ['operating_bank', 'pg_payout_balance'] as const
    if (amount > 0n) await postTransfer(scene, { from, to, amount })
    else await postTransfer(scene, { from: to, to: from, amount: -amount })
    expect(await reconcileLater(scene)).toMatchObject({ breaks: 0 })
    expect(await openBreaks(scene)).toEqual([])
  })

  test('can be explained, and is a break anew once it is another', async () => {
    await scene.toss.fund(7_000n)
    await reconcileLater(scene)
    const [{ id: breakId } = { id: '' }] = (await readReport(scene.ctx)).open
    const operatorId = await newOperator(scene, 'finance_maker')
    const why = { cause: 'toss_error', reason: '토스가 확인 중', adjustmentId: null } as const
    await explainBreak(scene.ctx, { operatorId, breakId, ...why })
    expect(await reconcileLater(scene)).toMatchObject({ breaks: 0 })
    await scene.toss.fund(1n)
    expect(await reconcileLater(scene)).toMatchObject({ breaks: 1 })
  })

  test('counts what Toss has settled wrongly and the book has not', async () => {
    const { paymentKey } = await charged(scene, 10_000n)
    await scene.toss.settle(paymentKey, { payOutAmount: 9_691 })
    await reconcileLater(scene, 3 * DAY_MS)
    expect(await openBreaks(scene)).toMatchObject([{ class: 'SETTLEMENT_MISMATCH' }])
  })

  test('is waited for: a run to which Toss does not say it concludes nothing', async () => {
    await scene.toss.fund(7_000n)
    await reconcileLater(scene)
    await scene.toss.fault('http5xx-before', { match: 'GET /v2/balances', times: 1 })
    expect(await reconcileLater(scene)).toMatchObject({ state: 'INCOMPLETE' })
    expect(await openBreaks(scene)).toMatchObject([{ class: MISMATCH }])
    expect(await reconcileLater(scene)).toMatchObject({ state: 'COMPLETE', breaks: 1 })
  })

  test('is not asked for where Toss has paid nothing out and keeps nothing', async () => {
    await postTransfer(scene, { from: 'pg_payout_balance', to: 'operating_bank', amount: BROUGHT })
    await switchTo('simulated_bank')
    await scene.toss.fault('http5xx-before', { match: 'GET /v2/balances', times: 1 })
    expect(await reconcileLater(scene, MINUTE_MS)).toMatchObject({ state: 'COMPLETE', breaks: 0 })
  })
})
