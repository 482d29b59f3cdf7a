import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { call, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, settings, toss, query, newPerson } = openSite()
let renter: Person

beforeAll(async () => {
  renter = await newPerson()
})

const newTransmission = () => `whtrans_a${randomBytes(13).toString('hex')}`

type Sent = { id?: string; headers?: Record<string, string> }

const send = (raw: string | Uint8Array<ArrayBuffer>, { id = newTransmission(), headers = {} }: Sent = {}) =>
  call(url, 'POST', '/api/webhooks/toss', {
    raw,
    headers: { 'tosspayments-webhook-transmission-id': id, ...headers },
  })

const rowsOf = (id: string) =>
  query('select state, reason, event from webhook_events where transmission_id = $1', [id])

/** An account to pay to, as the API shows it. */
async function waitingOrder(amount = 10_000) {
  const orderId = await renter.order(amount)
  const paymentKey = await toss.authenticate(orderId, BigInt(amount), 'VIRTUAL_ACCOUNT')
  const answer = await renter.confirm({ orderId, paymentKey, amount })
  return { orderId, paymentKey, answer }
}

async function becomes(orderId: string, status: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    if ((await renter.get(`/api/v1/orders/${orderId}`)).body.status === status) return
    await sleep(100)
  }
  throw new Error(`${orderId} did not become ${status}`)
}

describe('a virtual account', () => {
  test('is answered with where to pay to, and the same on repeats', async () => {
    const { orderId, paymentKey, answer } = await waitingOrder()
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      status: 'WAITING_FOR_DEPOSIT',
      method: 'VIRTUAL_ACCOUNT',
      approvedAt: null,
      virtualAccount: {
        bankCode: '20',
        accountNumber: expect.stringMatching(/^X\d{13}$/),
        dueDate: expect.stringMatching(/\+09:00$/),
      },
    })
    const again = await renter.confirm({ orderId, paymentKey, amount: 10_000 })
    expect(again.body).toEqual(answer.body)
    expect((await renter.get(`/api/v1/orders/${orderId}`)).body).toEqual(answer.body)
  })

  test('is credited within seconds of its deposit, taken out when the bank undoes it, and credited again', async () => {
    const { orderId, paymentKey } = await waitingOrder()
    const before = await renter.balance()
    for (const undo of [false, true, false]) {
      await toss.deposit(paymentKey, { undo })
      await becomes(orderId, undo ? 'WAITING_FOR_DEPOSIT' : 'DONE')
      expect(await renter.balance()).toBe(before + (undo ? 0 : 10_000))
    }
    const { body } = await renter.get('/api/v1/wallet/transactions?limit=3')
    expect(body.items.map(({ type, amount }: { type: string; amount: number }) => [type, amount])).toEqual([
      ['charge', 10_000],
      ['charge_reversal', -10_000],
      ['charge', 10_000],
    ])
  })

  test('of somebody who has five open is one too many', async () => {
    renter = await newPerson()
    for (let n = 0; n < 5; n++) await waitingOrder(1_000)
    const { status, headers, body } = await renter.post('/api/v1/orders', { amount: 1_000 })
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'RATE_LIMITED' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    renter = await newPerson()
  })
})

describe('the address for webhooks', () => {
  test('keeps what it gets, once for each transmission, without login or origin', async () => {
    const id = newTransmission()
    const body = JSON.stringify({ eventType: 'BILLING_DELETED', data: {} })
    for (let n = 0; n < 3; n++) expect((await send(body, { id })).status).toBe(200)
    expect(await rowsOf(id)).toEqual([
      { state: 'ignored', reason: 'not_about_a_payment', event: 'BILLING_DELETED' },
    ])
  })

  test.each([
    ['no JSON', '{', 200],
    ['nothing', '', 200],
    ['what is nested without end', '['.repeat(60_000), 200],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0xfd]), 200],
    ['five megabytes', 'x'.repeat(5 * 1024 * 1024), 413],
  ])('answers %s with a number and goes on', async (_, raw, status) => {
    expect((await send(raw)).status).toBe(status)
  })

  test('answers any content type alike', async () => {
    const { status } = await send('{}', { headers: { 'content-type': 'text/plain' } })
    expect(status).toBe(200)
  })

  test('takes a signed event only with a signature of Toss’s', async () => {
    const body = JSON.stringify({ eventType: 'payout.changed', eventId: 'e1', entityBody: {} })
    const sentAt = '2026-11-22T10:00:05+09:00'
    const key = Buffer.from(settings.TOSS_SECURITY_KEY!, 'hex')
    const signature = `v1:${createHmac('sha256', key).update(`${body}:${sentAt}`).digest('base64')}`
    const headers = (signed: string) => ({
      'tosspayments-webhook-transmission-time': sentAt,
      'tosspayments-webhook-signature': signed,
    })
    const id = newTransmission()
    expect((await send(body, { id })).status).toBe(401)
    expect((await send(body, { id, headers: headers('v1:AAAA') })).status).toBe(401)
    expect(await rowsOf(id)).toEqual([])
    expect((await send(body, { id, headers: headers(`v1:AAAA,${signature}`) })).status).toBe(200)
    expect(await rowsOf(id)).toEqual([
      { state: 'ignored', reason: 'not_about_a_payment', event: 'payout.changed' },
    ])
  })

  test('answers within a second while Toss takes a minute', async () => {
    const { orderId, paymentKey } = await waitingOrder()
    await toss.fault('delay', { match: 'GET /v1/payments/orders/*', times: 1_000, param: 60_000 })
    const body = JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId } })
    const took: number[] = []
    for (let n = 0; n < 100; n++) {
      const startedAt = performance.now()
      expect((await send(body)).status).toBe(200)
      took.push(performance.now() - startedAt)
    }
    await toss.clearFaults()
    expect(took.sort((a, b) => a - b)[98]).toBeLessThan(1_000)
    await toss.deposit(paymentKey)
    await becomes(orderId, 'DONE')
  })
})
