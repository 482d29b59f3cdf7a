import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  advance,
  API_SECRET_KEY,
  DAY_MS,
  openScene,
  type CallOptions,
  type Reply,
  type Scene,
} from './support/scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const REASON = '단순 변심'
const AMOUNT = 33_000
const ACCOUNT = { bank: '20', accountNumber: '1002123456789', holderName: '김모의' }

async function paid(of: Scene = scene, wish: Record<string, unknown> = {}): Promise<string> {
  const ticket = await of.authenticate(wish)
  expect((await of.confirm(ticket)).status).toBe(200)
  return ticket.paymentKey
}

function cancel(
  paymentKey: string,
  body: Record<string, unknown> = {},
  options: CallOptions = {},
  of: Scene = scene,
): Promise<Reply> {
  return of.call('POST', `/v1/payments/${paymentKey}/cancel`, {
    body: { cancelReason: REASON, ...body },
    ...options,
  })
}

const query = async (paymentKey: string, of: Scene = scene) =>
  (await of.call('GET', `/v1/payments/${paymentKey}`)).json

async function plant(payment: Record<string, unknown>, of: Scene = scene): Promise<string> {
  return (await of.control('POST', '/__sim/payments', payment)).json.paymentKey
}

describe('Toss §2.1, §3.2, §4.1, §11.1 no. 7: what a cancel does', () => {
  test('a partial cancel leaves the rest, recomputes the tax and adds to cancels', async () => {
    const paymentKey = await paid()
    const before = await query(paymentKey)
    const { status, json } = await cancel(paymentKey, { cancelAmount: 11_000 })
    expect(status).toBe(200)
    expect(json).toEqual({
      ...before,
      status: 'PARTIAL_CANCELED',
      lastTransactionKey: expect.not.stringMatching(before.lastTransactionKey),
      balanceAmount: 22_000,
      suppliedAmount: 20_000,
      vat: 2_000,
      cancels: [
        {
          transactionKey: json.lastTransactionKey,
          cancelReason: REASON,
          taxExemptionAmount: 0,
          canceledAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+09:00$/),
          cardDiscountAmount: 0,
          transferDiscountAmount: 0,
          easyPayDiscountAmount: 0,
          receiptKey: null,
          cancelAmount: 11_000,
          taxFreeAmount: 0,
          refundableAmount: 22_000,
          cancelStatus: 'DONE',
          cancelRequestId: null,
        },
      ],
    })
    expect(await query(paymentKey)).toEqual(json)
  })

  test('without cancelAmount all that is left goes back', async () => {
    const paymentKey = await paid()
    expect((await cancel(paymentKey)).json).toMatchObject({
      status: 'CANCELED',
      balanceAmount: 0,
      suppliedAmount: 0,
      vat: 0,
      totalAmount: AMOUNT,
    })
  })

  test('the whole in one go, named, is CANCELED too', async () => {
    const paymentKey = await paid()
    expect((await cancel(paymentKey, { cancelAmount: AMOUNT })).json.status).toBe('CANCELED')
  })

  test('in parts down to nothing it stays PARTIAL_CANCELED, each part in cancels in order', async () => {
    const paymentKey = await paid()
    await cancel(paymentKey, { cancelAmount: 30_000 })
    const { json } = await cancel(paymentKey)
    expect(json).toMatchObject({ status: 'PARTIAL_CANCELED', balanceAmount: 0 })
    const parts = json.cancels.map((each: Record<string, number>) => [
      each.cancelAmount,
      each.refundableAmount,
    ])
    expect(parts).toEqual([
      [30_000, 3_000],
      [3_000, 0],
    ])
  })

  test('an amount may come as numeric text (§3.1)', async () => {
    const paymentKey = await paid()
    expect((await cancel(paymentKey, { cancelAmount: '1000' })).json.balanceAmount).toBe(32_000)
  })

  test('each cancel is a row of the transactions (§3.4), and of the book', async () => {
    const paymentKey = await paid()
    await cancel(paymentKey, { cancelAmount: 1_000 })
    const rows = (
      await scene.call('GET', '/v1/transactions?startDate=2020-01-01&endDate=2100-01-01&limit=5000')
    ).json
    const ours = rows.filter((row: { paymentKey: string }) => row.paymentKey === paymentKey)
    expect(ours.map(({ status, amount }: Record<string, unknown>) => [status, amount])).toEqual([
      ['DONE', AMOUNT],
      ['PARTIAL_CANCELED', -1_000],
    ])
    const { items } = (await scene.control('GET', '/__sim/book')).json
    const item = items.find(
      (each: { payment: { paymentKey: string } }) => each.payment.paymentKey === paymentKey,
    )
    expect(item).toMatchObject({ approved: AMOUNT, canceled: 1_000 })
  })

  test('it outlives a confirm: the payment can be neither confirmed nor paid again', async () => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    await cancel(ticket.paymentKey)
    expect((await scene.confirm(ticket)).json.code).toBe('ALREADY_PROCESSED_PAYMENT')
  })
})

describe('Toss §3.2, §11.1 no. 7: what a cancel refuses', () => {
  const refused = (reply: Reply) => [reply.status, reply.json.code]

  test('again after a whole cancel: 400 ALREADY_CANCELED_PAYMENT (§2.1)', async () => {
    const paymentKey = await paid()
    await cancel(paymentKey)
    expect(refused(await cancel(paymentKey))).toEqual([400, 'ALREADY_CANCELED_PAYMENT'])
  })

  test('again after parts down to nothing: 403 NOT_CANCELABLE_AMOUNT (§2.1)', async () => {
    const paymentKey = await paid()
    await cancel(paymentKey, { cancelAmount: 30_000 })
    await cancel(paymentKey)
    expect(refused(await cancel(paymentKey))).toEqual([403, 'NOT_CANCELABLE_AMOUNT'])
  })

  test('more than is left: 403 NOT_CANCELABLE_AMOUNT, and nothing is cancelled', async () => {
    const paymentKey = await paid()
    expect(refused(await cancel(paymentKey, { cancelAmount: AMOUNT + 1 }))).toEqual([
      403,
      'NOT_CANCELABLE_AMOUNT',
    ])
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT)
  })

  test('a refundableAmount that is not what is left: 400, and nothing is cancelled', async () => {
    const paymentKey = await paid()
    await cancel(paymentKey, { cancelAmount: 1_000, refundableAmount: AMOUNT })
    const stale = await cancel(paymentKey, { cancelAmount: 1_000, refundableAmount: AMOUNT })
    expect(refused(stale)).toEqual([400, 'NOT_MATCHES_REFUNDABLE_AMOUNT'])
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT - 1_000)
  })

  test('of two at once with the same refundableAmount one goes through', async () => {
    const slow = await openScene({ rules: { processingMs: 50 } })
    try {
      const paymentKey = await paid(slow)
      const ask = () => cancel(paymentKey, { cancelAmount: 1_000, refundableAmount: AMOUNT }, {}, slow)
      const replies = await Promise.all([ask(), ask(), ask()])
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400])
      expect((await query(paymentKey, slow)).balanceAmount).toBe(AMOUNT - 1_000)
    } finally {
      await slow.close()
    }
  })

  test.each([
    ['no reason', { cancelReason: undefined }],
    ['an empty reason', { cancelReason: '' }],
    ['a reason of 201 characters', { cancelReason: 'x'.repeat(201) }],
    ['an amount of 0', { cancelAmount: 0 }],
    ['a negative amount', { cancelAmount: -1 }],
    ['a broken amount', { cancelAmount: 0.5 }],
    ['words for an amount', { cancelAmount: 'all' }],
    ['an account to refund a card to', { refundReceiveAccount: ACCOUNT }],
  ])('%s: 400 INVALID_REQUEST', async (_name, body) => {
    const paymentKey = await paid()
    expect(refused(await cancel(paymentKey, body))).toEqual([400, 'INVALID_REQUEST'])
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT)
  })

  test('another currency than the approved one is refused', async () => {
    const paymentKey = await paid()
    expect(refused(await cancel(paymentKey, { currency: 'USD' }))).toEqual([400, 'INVALID_CURRENCY'])
    expect((await cancel(paymentKey, { currency: 'KRW' })).status).toBe(200)
  })

  test("a payment that is unknown, another shop's or of the other pair: 404 NOT_FOUND_PAYMENT", async () => {
    const paymentKey = await paid()
    expect(refused(await cancel('nobody20261127'))).toEqual([404, 'NOT_FOUND_PAYMENT'])
    expect(refused(await cancel(paymentKey, {}, { key: API_SECRET_KEY }))).toEqual([404, 'NOT_FOUND_PAYMENT'])
  })

  test('a payment whose money was never taken: 403 NOT_CANCELABLE_PAYMENT', async () => {
    const { paymentKey } = await scene.authenticate()
    expect(refused(await cancel(paymentKey))).toEqual([403, 'NOT_CANCELABLE_PAYMENT'])
  })

  test('a part of what can only be cancelled whole: 403 NOT_ALLOWED_PARTIAL_REFUND', async () => {
    const paymentKey = await plant({ isPartialCancelable: false })
    expect(refused(await cancel(paymentKey, { cancelAmount: 1 }))).toEqual([
      403,
      'NOT_ALLOWED_PARTIAL_REFUND',
    ])
    expect((await cancel(paymentKey)).json.status).toBe('CANCELED')
  })

  test.each([
    ['TRANSFER', 180],
    ['CARD', null],
  ])('how long %s can be cancelled: %s days', async (method, days) => {
    const own = await openScene()
    try {
      const paymentKey = await paid(own, { method })
      await advance(own, (days ?? 365) * DAY_MS - 60_000)
      expect((await cancel(paymentKey, { cancelAmount: 1 }, {}, own)).status).toBe(200)
      await advance(own, 2 * 60_000)
      const late = await cancel(paymentKey, { cancelAmount: 1 }, {}, own)
      expect(late.status === 200 ? null : refused(late)).toEqual(
        days === null ? null : [403, 'EXCEED_MAX_REFUND_DUE'],
      )
    } finally {
      await own.close()
    }
  })

  test('a mobile phone payment can be cancelled in its own month only', async () => {
    const own = await openScene()
    try {
      const first = await plant({ method: '휴대폰' }, own)
      expect((await cancel(first, { cancelAmount: 1 }, {}, own)).status).toBe(200)
      await advance(own, 32 * DAY_MS)
      expect(refused(await cancel(first, { cancelAmount: 1 }, {}, own))).toEqual([
        403,
        'EXCEED_MAX_REFUND_DUE',
      ])
    } finally {
      await own.close()
    }
  })
})

describe('Toss §3.2, §11.1 no. 7: virtual accounts', () => {
  const DEPOSITED = { method: '가상계좌' }
  const WAITING = { method: '가상계좌', status: 'WAITING_FOR_DEPOSIT', approvedAt: null }

  test('one that was paid into always needs an account to refund to', async () => {
    const paymentKey = await plant(DEPOSITED)
    expect((await cancel(paymentKey)).json.code).toBe('INVALID_REQUEST')
    expect((await cancel(paymentKey, { refundReceiveAccount: ACCOUNT })).json.status).toBe('CANCELED')
  })

  test.each([
    ['INVALID_BANK', { ...ACCOUNT, bank: '00' }],
    ['INVALID_REFUND_ACCOUNT_NUMBER', { ...ACCOUNT, accountNumber: '1002-123' }],
    ['INVALID_REQUEST', { ...ACCOUNT, holderName: '' }],
    ['INVALID_REQUEST', { bankCode: '20', accountNumber: '1', holderName: '김모의' }],
  ])('%s for an account that is none', async (code, refundReceiveAccount) => {
    const paymentKey = await plant(DEPOSITED)
    expect((await cancel(paymentKey, { refundReceiveAccount })).json.code).toBe(code)
    expect((await query(paymentKey)).balanceAmount).toBe(10_000)
  })

  test('one that waits for its deposit can only be cancelled whole, without an account, and no money goes back', async () => {
    const paymentKey = await plant(WAITING)
    expect((await cancel(paymentKey, { cancelAmount: 1 })).json.code).toBe(
      'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT',
    )
    expect((await cancel(paymentKey, { refundReceiveAccount: ACCOUNT })).json.code).toBe('INVALID_REQUEST')
    expect((await cancel(paymentKey)).json.status).toBe('CANCELED')
    const { items } = (await scene.control('GET', '/__sim/book')).json
    const item = items.find(
      (each: { payment: { paymentKey: string } }) => each.payment.paymentKey === paymentKey,
    )
    expect(item).toMatchObject({ approved: 0, canceled: 0 })
  })
})

describe('Toss §6, §11.1 no. 7 and 12: cancels that are repeated and go wrong', () => {
  const CANCEL = 'POST /v1/payments/*/cancel'
  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } })

  test('the same key gives the first answer to the byte and cancels once, whatever the body', async () => {
    const paymentKey = await paid()
    const first = await cancel(paymentKey, { cancelAmount: 1_000 }, keyed('once'))
    const again = await cancel(paymentKey, { cancelAmount: 2_000 }, keyed('once'))
    expect(again.text).toBe(first.text)
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT - 1_000)
  })

  test('a lost answer: the money went back, and the same key tells so', async () => {
    const paymentKey = await paid()
    await scene.control('POST', '/__sim/faults', { match: CANCEL, fault: 'drop-after' })
    await expect(cancel(paymentKey, { cancelAmount: 1_000 }, keyed('lost'))).rejects.toThrow()
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT - 1_000)
    expect((await cancel(paymentKey, { cancelAmount: 1_000 }, keyed('lost'))).json.balanceAmount).toBe(
      AMOUNT - 1_000,
    )
  })

  test('a request that was cut before it arrived changed nothing', async () => {
    const paymentKey = await paid()
    await scene.control('POST', '/__sim/faults', { match: CANCEL, fault: 'drop-before' })
    await expect(cancel(paymentKey, { cancelAmount: 1_000 })).rejects.toThrow()
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT)
  })

  // Written from Toss's list, not from the simulator's table.
  const CODES: [number, string][] = [
    [400, 'ALREADY_CANCELED_PAYMENT INVALID_REFUND_ACCOUNT_INFO EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT'],
    [400, 'INVALID_REQUEST INVALID_REFUND_ACCOUNT_NUMBER INVALID_BANK NOT_MATCHES_REFUNDABLE_AMOUNT'],
    [400, 'PROVIDER_ERROR REFUND_REJECTED ALREADY_REFUND_PAYMENT FORBIDDEN_BANK_REFUND_REQUEST'],
    [401, 'UNAUTHORIZED_KEY'],
    [403, 'NOT_CANCELABLE_AMOUNT FORBIDDEN_CONSECUTIVE_REQUEST FORBIDDEN_REQUEST NOT_CANCELABLE_PAYMENT'],
    [403, 'EXCEED_MAX_REFUND_DUE NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND'],
    [403, 'NOT_AVAILABLE_BANK INCORRECT_BASIC_AUTH_FORMAT NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER'],
    [403, 'EXCEED_CANCEL_LIMIT'],
    [404, 'NOT_FOUND_PAYMENT'],
    [500, 'FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL'],
    [500, 'FAILED_PARTIAL_REFUND COMMON_ERROR FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING'],
  ]
  const codes = CODES.flatMap(([status, list]) => list.split(' ').map((code) => [code, status] as const))

  test.each(codes)('%s can be acted out with its documented status %i', async (code, status) => {
    const paymentKey = await paid()
    await scene.control('POST', '/__sim/faults', { match: CANCEL, fault: `code:${code}` })
    expect(await cancel(paymentKey)).toMatchObject({ status, json: { code, message: expect.any(String) } })
    expect((await query(paymentKey)).balanceAmount).toBe(AMOUNT)
  })
})
