import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { advance, MINUTE_MS, openScene, type Scene } from './support/scene'

let scene: Scene
let dataDir: string
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'toss-clock-'))
  scene = await openScene({ clockFile: join(dataDir, 'clock.json') })
})
afterEach(async () => {
  await scene.close()
  rmSync(dataDir, { recursive: true })
})

async function ready() {
  const { json } = await scene.control('POST', '/__sim/payments', { status: 'READY', totalAmount: 5000 })
  return json as { paymentKey: string; orderId: string }
}

test('Toss §2.1, §11.1 no. 3: a confirm within 10 minutes of the authentication succeeds', async () => {
  const ticket = await scene.authenticate()
  await advance(scene, 10 * MINUTE_MS - 2000)
  expect((await scene.confirm(ticket)).status).toBe(200)
})

test('Toss §2.1, §11.1 no. 3: a confirm after 10 minutes is 404 NOT_FOUND_PAYMENT_SESSION', async () => {
  const ticket = await scene.authenticate()
  await advance(scene, 10 * MINUTE_MS + 1000)
  expect(await scene.confirm(ticket)).toMatchObject({
    status: 404,
    json: { code: 'NOT_FOUND_PAYMENT_SESSION' },
  })
})

test('Toss §2.1, §11.1 no. 3: an expired payment shows why, keeps its amounts and nulls the rest', async () => {
  const ticket = await scene.authenticate()
  await advance(scene, 11 * MINUTE_MS)
  const { status, json } = await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)
  expect(status).toBe(200)
  expect(json).toMatchObject({
    status: 'EXPIRED',
    failure: { code: 'EXPIRED_PAYMENT', message: '결제가 만료되었습니다. 다시 시도해주세요.' },
    method: null,
    card: null,
    approvedAt: null,
    lastTransactionKey: null,
    receipt: null,
    secret: null,
    useEscrow: null,
    virtualAccount: null,
    isPartialCancelable: true,
    totalAmount: 33000,
    balanceAmount: 33000,
    suppliedAmount: 30000,
    vat: 3000,
  })
})

test('Toss §2.1, §11.1 no. 3: a window nobody authenticates in expires after 30 minutes, not before', async () => {
  const { paymentKey } = await ready()
  await advance(scene, 30 * MINUTE_MS - 2000)
  expect((await scene.call('GET', `/v1/payments/${paymentKey}`)).json.status).toBe('READY')
  await advance(scene, 3000)
  expect((await scene.call('GET', `/v1/payments/${paymentKey}`)).json.status).toBe('EXPIRED')
})

test('Toss §2.1, §11.1 no. 3: the 10 minutes begin with the authentication, however long the window was open', async () => {
  const { paymentKey, orderId } = await ready()
  await advance(scene, 29 * MINUTE_MS)
  const ticket = await scene.authenticate({ orderId, amount: 5000 })
  expect(ticket.paymentKey).toBe(paymentKey)
  await advance(scene, 9 * MINUTE_MS)
  expect((await scene.confirm(ticket)).status).toBe(200)
})

test('Toss §2.1, §11.1 no. 3: an approved payment does not expire', async () => {
  const ticket = await scene.authenticate()
  await scene.confirm(ticket)
  await advance(scene, 60 * MINUTE_MS)
  expect((await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)).json.status).toBe('DONE')
})

test('moving the clock is in the clock file before the answer, adds up, and can be undone', async () => {
  const offsetInFile = () => JSON.parse(readFileSync(join(dataDir, 'clock.json'), 'utf8'))
  expect(offsetInFile()).toEqual({ offsetMs: 0 })
  await advance(scene, 90_000)
  expect(offsetInFile()).toEqual({ offsetMs: 90_000 })
  await advance(scene, 10_000)
  expect(offsetInFile()).toEqual({ offsetMs: 100_000 })
  const { json } = await scene.control('GET', '/__sim/clock')
  expect(json.offsetMs).toBe(100_000)
  expect(Math.abs(Date.parse(json.now) - (Date.now() + 100_000))).toBeLessThan(2000)
  await scene.control('DELETE', '/__sim/clock')
  expect(offsetInFile()).toEqual({ offsetMs: 0 })
})

test('a clock that is not moved by whole milliseconds is refused', async () => {
  for (const advanceMs of ['1000', 1.5, null]) {
    expect((await scene.control('POST', '/__sim/clock', { advanceMs })).status).toBe(400)
  }
})
