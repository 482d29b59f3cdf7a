import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { reconciliationRuns } from '@/db/schema/reconciliation'
import { reconcile } from '@/lib/flows/reconcile'
import { reconcileNightly } from '@/lib/jobs/reconcile-nightly'
import { verifyBook } from '@/lib/jobs/verify-book'
import { log } from '@/lib/log'
import { beginRun } from '@/lib/reconcile/runs'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, startOfKstDay } from '@/lib/time'
import { charged } from '../refund/support'
import { openFixedToss } from '../support/fixed-toss'
import { expectSound, setScene, type Scene } from '../support/scene'
import { allBreaks, reconcileLater } from './support'

const TRANSACTIONS = 'GET /v1/transactions'
const SETTLEMENTS = 'GET /v1/settlements'

let scene: Scene & { close(): Promise<void> }

beforeEach(async () => {
  scene = await setScene()
  vi.spyOn(log, 'warn').mockImplementation(() => undefined)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await expectSound(scene)
  await scene.close()
})

const runs = () => scene.ctx.db.select().from(reconciliationRuns).orderBy(reconciliationRuns.startedAt)

describe('RC-14: a list that does not come whole', () => {
  test.each([
    ['transactions: a 5xx', 'http5xx-before', TRANSACTIONS, 'FAILED_INTERNAL_SYSTEM_PROCESSING'],
    ['transactions: too many requests', 'code:TOO_MANY_REQUESTS', TRANSACTIONS, 'TOO_MANY_REQUESTS'],
    ['transactions: a page that breaks off', 'truncate', TRANSACTIONS, ''],
    ['transactions: no JSON', 'garbage', TRANSACTIONS, 'not JSON'],
    ['settlements: a 5xx', 'http5xx-before', SETTLEMENTS, 'FAILED_INTERNAL_SYSTEM_PROCESSING'],
    ['settlements: a cut', 'drop-after', SETTLEMENTS, ''],
  ])('%s is an incomplete run, without a word about breaks', async (_what, fault, match, reason) => {
    await scene.toss.plant({ orderId: 'somebody-elses-order-1' })
    await scene.toss.fault(fault, { match })
    const run = await reconcileLater(scene)
    expect(run).toMatchObject({ state: 'INCOMPLETE', breaks: null, theirs: null })
    expect(run.reason).toContain(reason)
    expect(await allBreaks(scene)).toEqual([])
    expect(await reconcile(scene.ctx)).toMatchObject({ state: 'COMPLETE', breaks: 1 })
  })

  const PAGE = 1_000
  const row = (n: number) => ({
    transactionKey: `key_${n}`,
    paymentKey: `payment_${n}`,
    orderId: `somebody-elses-order-${n}`,
    status: 'DONE',
    transactionAt: '2026-11-25T12:00:00+09:00',
    currency: 'KRW',
    amount: 1_000,
  })
  const ROWS = Array.from({ length: 2 * PAGE + 500 }, (_, n) => row(n))

  /** A Toss with these rows, as they are at the nth asking. */
  const withList = async (listAt: (asked: number) => ReturnType<typeof row>[] | null) => {
    let asked = 0
    const toss = await openFixedToss(({ url }) => {
      if (!url!.startsWith('/v1/transactions')) return { body: [] }
      const list = listAt(asked++)
      if (!list) return { status: 500, body: { code: 'COMMON_ERROR', message: '오류' } }
      const after = new URL(url!, 'http://toss').searchParams.get('startingAfter')
      const from = after ? list.findIndex(({ transactionKey }) => transactionKey === after) + 1 : 0
      return { body: list.slice(from, from + PAGE) }
    })
    return { ...scene.ctx, toss }
  }

  test('three pages are read to their end', async () => {
    const ctx = await withList(() => ROWS)
    expect(await reconcile(ctx)).toMatchObject({ state: 'COMPLETE' })
  })

  test('a 5xx on page 3', async () => {
    const ctx = await withList((asked) => (asked === 2 ? null : ROWS))
    expect(await reconcile(ctx)).toMatchObject({ state: 'INCOMPLETE', reason: 'page 3: COMMON_ERROR' })
  })

  test('a row that comes on two pages', async () => {
    const ctx = await withList((asked) => (asked === 1 ? [row(5), ...ROWS.slice(PAGE)] : ROWS))
    expect(await reconcile(ctx)).toMatchObject({ state: 'INCOMPLETE', reason: 'page 2: a row came twice' })
  })

  test.each([
    ['goes', ROWS.slice(1)],
    ['comes', [...ROWS, row(9_999)]],
    ['changes', [{ ...row(0), amount: 999 }, ...ROWS.slice(1)]],
  ])('a row that %s while the pages are read', async (_what, changed) => {
    const ctx = await withList((asked) => (asked > 2 ? changed : ROWS))
    expect(await reconcile(ctx)).toMatchObject({
      state: 'INCOMPLETE',
      reason: 'the list changed while it was read',
    })
  })
})

describe('one run at a time', () => {
  test('of two at once one runs', async () => {
    await scene.toss.fault('delay', { match: TRANSACTIONS, param: 500 })
    const both = await Promise.all([reconcile(scene.ctx), reconcile(scene.ctx)])
    expect(both.filter((run) => run === null)).toHaveLength(1)
    expect(await runs()).toMatchObject([{ state: 'COMPLETE' }])
  })

  test('one that died is incomplete after an hour, and another takes its place', async () => {
    const dead = await beginRun(scene.ctx)
    expect(await reconcileLater(scene, HOUR_MS + MINUTE_MS)).toMatchObject({ state: 'COMPLETE' })
    const [row] = await scene.ctx.db
      .select()
      .from(reconciliationRuns)
      .where(eq(reconciliationRuns.id, dead!.id))
    expect(row).toMatchObject({ state: 'INCOMPLETE', reason: 'the process died' })
  })
})

describe('each night', () => {
  const to = async (hour: number) => {
    const at = addMs(startOfKstDay(addMs(scene.ctx.now(), DAY_MS)), hour * HOUR_MS)
    await scene.toss.advance(at.getTime() - scene.ctx.now().getTime())
  }

  test('runs once, at three', async () => {
    await to(4)
    expect(await reconcileNightly(scene.ctx)).toMatchObject({ state: 'COMPLETE' })
    expect(await reconcileNightly(scene.ctx)).toBeNull()
    await to(2)
    expect(await reconcileNightly(scene.ctx)).toBeNull()
    await scene.toss.advance(HOUR_MS)
    expect(await reconcileNightly(scene.ctx)).toMatchObject({ state: 'COMPLETE' })
  })

  test('runs again ten minutes after one that was incomplete', async () => {
    await to(4)
    await scene.toss.fault('http5xx-before', { match: TRANSACTIONS })
    expect(await reconcileNightly(scene.ctx)).toMatchObject({ state: 'INCOMPLETE' })
    expect(await reconcileNightly(scene.ctx)).toBeNull()
    await scene.toss.advance(10 * MINUTE_MS)
    expect(await reconcileNightly(scene.ctx)).toMatchObject({ state: 'COMPLETE' })
  })

  test('RC-18: without a complete run for 26 hours the alarm rings, until there is one', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const forgotten = async () =>
      (await verifyBook(scene.ctx))!.filter(({ name }) => name === 'reconciled_within_26_hours')
    await charged(scene, 10_000n)
    await reconcile(scene.ctx)
    await scene.toss.advance(25 * HOUR_MS)
    expect(await forgotten()).toEqual([])
    await scene.toss.advance(HOUR_MS + MINUTE_MS)
    expect(await forgotten()).toHaveLength(1)
    await reconcile(scene.ctx)
    await scene.toss.advance(5 * MINUTE_MS)
    expect(await forgotten()).toEqual([])
  })
})
