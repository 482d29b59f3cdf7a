import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { CANCEL_CODES } from '../support/documented-codes'
import { expectSound, openScene } from '../support/scene'
import { CANCEL, charged, recoverFor, refund, refundRow } from './support'

const scene = await openScene({ processingMs: 0 })
const { ctx, toss } = scene

// What each code of Toss's list must come to here. Written out on purpose: nothing of it is taken from the code that it
// checks.
const REFUSED = `
  ALREADY_CANCELED_PAYMENT INVALID_REFUND_ACCOUNT_INFO EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT INVALID_REQUEST
  INVALID_REFUND_ACCOUNT_NUMBER INVALID_BANK REFUND_REJECTED ALREADY_REFUND_PAYMENT FORBIDDEN_BANK_REFUND_REQUEST
  NOT_CANCELABLE_AMOUNT FORBIDDEN_REQUEST NOT_CANCELABLE_PAYMENT EXCEED_MAX_REFUND_DUE
  NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND NOT_AVAILABLE_BANK
  NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_CANCEL_LIMIT`
const UNKNOWN = `
  NOT_MATCHES_REFUNDABLE_AMOUNT PROVIDER_ERROR FORBIDDEN_CONSECUTIVE_REQUEST NOT_FOUND_PAYMENT
  FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL FAILED_PARTIAL_REFUND
  COMMON_ERROR FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING`
const CONFIGURATION = 'UNAUTHORIZED_KEY INCORRECT_BASIC_AUTH_FORMAT'
const UNLISTED = 'SOMETHING_NEW ANOTHER_THING_ENTIRELY'

const listed = (codes: string) => codes.trim().split(/\s+/)
const alarms: { alarm?: string }[] = []

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation((detail: unknown) => {
    if ((detail as { alarm?: string }).alarm) alarms.push(detail as { alarm: string })
  })
})

afterEach(async () => {
  vi.restoreAllMocks()
  alarms.length = 0
  await toss.clearFaults()
  await expectSound(scene)
})

async function refundAnswered(code: string) {
  const charge = await charged(scene, 10_000n)
  await toss.fault(`code:${code}`, { match: CANCEL })
  return { charge, made: await refund(scene, charge, 4_000n) }
}

const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance

test('every documented code of cancel is in one of these tables, and no other', () => {
  const tables = [REFUSED, UNKNOWN, CONFIGURATION].flatMap(listed)
  expect(tables.sort()).toEqual([...CANCEL_CODES].sort())
})

describe('a code that refuses ends the refund once a look shows no effect, and the money is back', () => {
  test.each(listed(REFUSED))('%s', async (code) => {
    const { charge, made } = await refundAnswered(code)
    expect(made).toMatchObject({
      status: 'FAILED',
      failure: { code, message: expect.stringMatching(/[가-힣]/) },
    })
    expect(await balanceOf(charge.userId)).toBe(10_000n)
    expect(await toss.cancels(charge.paymentKey)).toHaveLength(1)
    expect(alarms).toEqual([])
  })
})

describe('a code that says nothing leaves it open, and it goes through with a new key', () => {
  test.each([
    ...listed(UNKNOWN).map((code) => [code, []] as const),
    ...listed(CONFIGURATION).map((code) => [code, ['toss.configuration']] as const),
    ...listed(UNLISTED).map((code) => [code, ['toss.unlisted_code']] as const),
  ])('%s', async (code, rings) => {
    const { charge, made } = await refundAnswered(code)
    expect(made.status).toBe('REFUNDING')
    expect(await balanceOf(charge.userId)).toBe(6_000n)
    expect(alarms.map(({ alarm }) => alarm)).toEqual(rings)
    await recoverFor(scene, 20)
    expect(await refundRow(ctx, made.refundId)).toMatchObject({ status: 'DONE', attempt: 2 })
    expect(await toss.taken(charge.orderId)).toBe(6_000n)
  })
})

test('that the first request still runs is no answer: the same key is asked again', async () => {
  const { charge, made } = await refundAnswered('IDEMPOTENT_REQUEST_PROCESSING')
  expect(made.status).toBe('REFUNDING')
  await recoverFor(scene, 20)
  expect(await refundRow(ctx, made.refundId)).toMatchObject({ status: 'DONE', attempt: 1 })
  expect(await toss.cancels(charge.paymentKey)).toHaveLength(2)
})
