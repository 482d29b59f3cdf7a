import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { SECOND_MS } from '@/lib/time'
import { CONFIRM_CODES } from '../support/documented-codes'
import { expectSound, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

// What each code of Toss's list must come to here. Written out on purpose: nothing of it is taken from the code that it
// checks.
const DECLINED = `
  EXCEED_MAX_CARD_INSTALLMENT_PLAN NOT_ALLOWED_POINT_USE INVALID_REJECT_CARD BELOW_MINIMUM_AMOUNT
  INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD EXCEED_MAX_DAILY_PAYMENT_COUNT
  NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT INVALID_CARD_INSTALLMENT_PLAN
  NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN EXCEED_MAX_PAYMENT_AMOUNT NOT_FOUND_TERMINAL_ID INVALID_AUTHORIZE_AUTH
  INVALID_CARD_LOST_OR_STOLEN RESTRICTED_TRANSFER_ACCOUNT INVALID_CARD_NUMBER INVALID_UNREGISTERED_SUBMALL
  NOT_REGISTERED_BUSINESS EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT
  EXCEED_MAX_AMOUNT INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT
  REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY REJECT_TOSSPAY_INVALID_ACCOUNT
  EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT NOT_AVAILABLE_BANK INVALID_PASSWORD FDS_ERROR`

const REFUSED = 'INVALID_REQUEST FORBIDDEN_REQUEST'
const LAPSED = 'NOT_FOUND_PAYMENT_SESSION'

const UNKNOWN = `
  ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR CARD_PROCESSING_ERROR UNAPPROVED_ORDER_ID INVALID_PAYMENT_KEY
  DUPLICATED_ORDER_ID PAY_PROCESS_ABORTED NOT_FOUND_PAYMENT
  FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR`

const CONFIGURATION = 'UNAUTHORIZED_KEY INVALID_API_KEY INCORRECT_BASIC_AUTH_FORMAT'
/** Not of confirm's own list: any request may be answered so. */
const ANYWHERE = 'FORBIDDEN_CONSECUTIVE_REQUEST COMMON_ERROR FAILED_DB_PROCESSING TOO_MANY_REQUESTS'
const UNLISTED = 'SOMETHING_NEW ANOTHER_THING_ENTIRELY'

const listed = (codes: string) => codes.trim().split(/\s+/)
const alarms: unknown[] = []

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation((detail: unknown) => {
    if ((detail as { alarm?: string }).alarm) alarms.push(detail)
  })
})

afterEach(async () => {
  vi.restoreAllMocks()
  alarms.length = 0
  await toss.clearFaults()
  await expectSound(scene)
})

async function confirmAnswered(code: string, times = 1) {
  const order = await paidOrder(scene, 10_000n)
  await toss.fault(`code:${code}`, { times })
  return { order, answer: await confirmCharge(ctx, order) }
}

const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance

/** The job's next turn, and the ones after it. */
async function recoverAfter(ms: number): Promise<void> {
  await toss.advance(ms)
  await recoverCharges(ctx)
}

test('every documented code of confirm is in one of these tables, and no other', () => {
  const tables = [DECLINED, REFUSED, LAPSED, UNKNOWN, CONFIGURATION].flatMap(listed)
  expect(tables.sort()).toEqual([...CONFIRM_CODES].sort())
})

describe('a code that declines ends the order at once, without money', () => {
  test.each(listed(DECLINED))('%s', async (code) => {
    const { order, answer } = await confirmAnswered(code)
    expect(answer).toMatchObject({
      status: 'FAILED',
      failure: { code, message: expect.stringMatching(/[가-힣]/) },
    })
    expect(await balanceOf(order.userId)).toBe(0n)
    await recoverAfter(30 * SECOND_MS)
    expect(await toss.confirms(order.orderId)).toHaveLength(1)
    expect(alarms).toEqual([])
  })
})

describe('a code that refuses the request ends the order once a look shows no effect', () => {
  test.each(listed(REFUSED))('%s', async (code) => {
    const { order, answer } = await confirmAnswered(code)
    expect(answer).toMatchObject({ status: 'FAILED', failure: { code } })
    expect(await balanceOf(order.userId)).toBe(0n)
  })

  test.each(listed(REFUSED))('%s, while Toss cannot be asked, stays open', async (code) => {
    await toss.fault('drop-before', { match: 'GET /v1/payments/orders/*' })
    const { order, answer } = await confirmAnswered(code)
    expect(answer).toMatchObject({ status: 'CONFIRMING' })
    await recoverAfter(30 * SECOND_MS)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({
      status: 'FAILED',
      failure: { code },
    })
    expect(await toss.confirms(order.orderId)).toHaveLength(1)
  })

  test.each(listed(REFUSED))('%s for a payment that was taken after all credits it', async (code) => {
    const order = await paidOrder(scene, 10_000n)
    await ctx.toss.confirm({ ...order, idempotencyKey: 'taken-behind-our-back' + order.orderId })
    await toss.fault(`code:${code}`)
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE' })
    expect(await balanceOf(order.userId)).toBe(10_000n)
  })

  test(`${LAPSED} lapses the order`, async () => {
    const { order, answer } = await confirmAnswered(LAPSED)
    expect(answer).toMatchObject({ status: 'EXPIRED', failure: null })
    expect(await balanceOf(order.userId)).toBe(0n)
  })
})

describe('a code that says nothing leaves the order open, and a second try takes the money once', () => {
  test.each([UNKNOWN, ANYWHERE].flatMap(listed))('%s', async (code) => {
    const { order, answer } = await confirmAnswered(code)
    expect(answer).toMatchObject({ status: 'CONFIRMING', failure: null })
    expect(await balanceOf(order.userId)).toBe(0n)
    expect(alarms).toEqual([])
    await recoverAfter(30 * SECOND_MS)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE' })
    expect(await balanceOf(order.userId)).toBe(10_000n)
    const keys = (await toss.confirms(order.orderId)).map(({ idempotencyKey }) => idempotencyKey)
    expect(keys).toEqual([`confirm:${order.orderId}:1`, `confirm:${order.orderId}:2`])
  })

  test('that the first request still runs is no answer: the key stays', async () => {
    const { order, answer } = await confirmAnswered('IDEMPOTENT_REQUEST_PROCESSING')
    expect(answer).toMatchObject({ status: 'CONFIRMING' })
    await recoverAfter(30 * SECOND_MS)
    const keys = (await toss.confirms(order.orderId)).map(({ idempotencyKey }) => idempotencyKey)
    expect(new Set(keys)).toEqual(new Set([`confirm:${order.orderId}:1`]))
  })
})

describe('a code that blames our keys', () => {
  test.each(listed(CONFIGURATION))('%s leaves the order open and calls a person', async (code) => {
    const { order, answer } = await confirmAnswered(code)
    expect(answer).toMatchObject({ status: 'CONFIRMING' })
    expect(alarms).toEqual([{ alarm: 'toss.configuration', orderId: order.orderId, code }])
    expect(await balanceOf(order.userId)).toBe(0n)
  })
})

describe('a code that Toss never documented', () => {
  test.each(listed(UNLISTED))('%s leaves the order open and calls a person', async (code) => {
    const { order, answer } = await confirmAnswered(code)
    expect(answer).toMatchObject({ status: 'CONFIRMING' })
    expect(alarms).toEqual([{ alarm: 'toss.unlisted_code', orderId: order.orderId, code }])
    expect(await balanceOf(order.userId)).toBe(0n)
    await recoverAfter(30 * SECOND_MS)
    expect(await balanceOf(order.userId)).toBe(10_000n)
  })
})
