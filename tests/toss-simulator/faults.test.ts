import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { basic, openScene, WIDGET_SECRET_KEY, type Scene, type Ticket } from './support/scene'

const CONFIRM = 'POST /v1/payments/confirm'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

const set = (fault: string, more: Record<string, unknown> = {}) =>
  scene.control('POST', '/__sim/faults', { match: CONFIRM, fault, ...more })

async function statusOf({ paymentKey }: Ticket): Promise<string> {
  return (await scene.call('GET', `/v1/payments/${paymentKey}`)).json.status
}

async function waitUntil(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('Toss §9, §11.1 no. 12: what a fault does', () => {
  test('drop-before cuts the connection and executes nothing', async () => {
    const ticket = await scene.authenticate()
    await set('drop-before')
    await expect(scene.confirm(ticket)).rejects.toThrow()
    expect(await statusOf(ticket)).toBe('IN_PROGRESS')
  })

  test('drop-after executes and loses the answer; the same idempotency key then gets it', async () => {
    const ticket = await scene.authenticate()
    const headers = { 'idempotency-key': 'lost-answer' }
    await set('drop-after')
    await expect(scene.confirm(ticket, { headers })).rejects.toThrow()
    expect(await statusOf(ticket)).toBe('DONE')
    expect(await scene.confirm(ticket, { headers })).toMatchObject({ status: 200, json: { status: 'DONE' } })
  })

  test('http5xx-before answers 500 and executes nothing', async () => {
    const ticket = await scene.authenticate()
    await set('http5xx-before')
    expect(await scene.confirm(ticket)).toMatchObject({
      status: 500,
      json: { code: 'FAILED_INTERNAL_SYSTEM_PROCESSING' },
    })
    expect(await statusOf(ticket)).toBe('IN_PROGRESS')
  })

  test('http5xx-after executes and answers an error with the wanted status', async () => {
    const ticket = await scene.authenticate()
    await set('http5xx-after', { param: { status: 503 } })
    expect((await scene.confirm(ticket)).status).toBe(503)
    expect(await statusOf(ticket)).toBe('DONE')
  })

  test('garbage executes and answers a page of HTML', async () => {
    const ticket = await scene.authenticate()
    await set('garbage')
    const reply = await scene.confirm(ticket)
    expect(reply.status).toBe(502)
    expect(reply.text).toContain('<html>')
    expect(reply.json).toBeNull()
    expect(await statusOf(ticket)).toBe('DONE')
  })

  test('garbage may come with status 200', async () => {
    await set('garbage', { param: { status: 200 } })
    expect(await scene.confirm(await scene.authenticate())).toMatchObject({ status: 200, json: null })
  })

  test('truncate announces the whole body and sends half of it', async () => {
    const ticket = await scene.authenticate()
    await set('truncate')
    const raw = await rawConfirm(ticket)
    const [head = '', body = ''] = raw.split('\r\n\r\n')
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1])
    expect(head).toContain('200')
    expect(body.length).toBe(Math.floor(announced / 2))
    expect(await statusOf(ticket)).toBe('DONE')
  })

  test('delay executes at once and answers later', async () => {
    const ticket = await scene.authenticate()
    await set('delay', { param: 300 })
    const started = performance.now()
    const answer = scene.confirm(ticket)
    await waitUntil(async () => (await statusOf(ticket)) === 'DONE')
    const executedAfter = performance.now() - started
    await answer
    expect(performance.now() - started).toBeGreaterThanOrEqual(295)
    expect(executedAfter).toBeLessThan(290)
  })

  test('late executes only when the time is over, even for a caller who has given up', async () => {
    const ticket = await scene.authenticate()
    await set('late', { param: 250 })
    const impatient = fetch(`${scene.simulator.url}/v1/payments/confirm`, {
      method: 'POST',
      headers: { authorization: basic(WIDGET_SECRET_KEY), 'content-type': 'application/json' },
      body: JSON.stringify(ticket),
      signal: AbortSignal.timeout(80),
    })
    await expect(impatient).rejects.toThrow()
    expect(await statusOf(ticket)).toBe('IN_PROGRESS')
    await waitUntil(async () => (await statusOf(ticket)) === 'DONE')
  })

  test('code:X answers that error with its documented status and executes nothing', async () => {
    const ticket = await scene.authenticate()
    await set('code:REJECT_CARD_PAYMENT')
    expect(await scene.confirm(ticket)).toMatchObject({
      status: 403,
      json: { code: 'REJECT_CARD_PAYMENT', message: '한도초과 혹은 잔액부족으로 결제에 실패했습니다.' },
    })
    expect(await statusOf(ticket)).toBe('IN_PROGRESS')
  })

  test('code:TOO_MANY_REQUESTS is 429', async () => {
    await set('code:TOO_MANY_REQUESTS')
    expect((await scene.confirm(await scene.authenticate())).status).toBe(429)
  })

  test('code:X takes codes that nobody documents, with a status and message of choice', async () => {
    await set('code:SOMETHING_NEW')
    await set('code:SOMETHING_ELSE', { nth: 2, param: { status: 418, message: '새 오류' } })
    const ticket = await scene.authenticate()
    expect(await scene.confirm(ticket)).toMatchObject({ status: 400, json: { code: 'SOMETHING_NEW' } })
    expect(await scene.confirm(ticket)).toMatchObject({
      status: 418,
      json: { code: 'SOMETHING_ELSE', message: '새 오류' },
    })
  })

  test('a code of 4xx is bound to the idempotency key like any other answer', async () => {
    const ticket = await scene.authenticate()
    const headers = { 'idempotency-key': 'bound-fault' }
    await set('code:PROVIDER_ERROR')
    await scene.confirm(ticket, { headers })
    expect((await scene.confirm(ticket, { headers })).json.code).toBe('PROVIDER_ERROR')
    expect((await scene.confirm(ticket)).status).toBe(200)
  })

  test('faults hit the browser script too', async () => {
    await scene.control('POST', '/__sim/faults', { match: 'GET /v2/standard', fault: 'http5xx-before' })
    expect((await fetch(`${scene.simulator.url}/v2/standard`)).status).toBe(500)
    expect((await fetch(`${scene.simulator.url}/v2/standard`)).status).toBe(200)
  })
})

describe('which request a fault hits', () => {
  const probe = async () => (await scene.call('GET', '/v1/payments/nope')).status
  const setOnQuery = (more: Record<string, unknown>) =>
    scene.control('POST', '/__sim/faults', {
      match: 'GET /v1/payments/*',
      fault: 'code:COMMON_ERROR',
      ...more,
    })

  test('the next one, once, unless told otherwise', async () => {
    await setOnQuery({})
    expect([await probe(), await probe()]).toEqual([500, 404])
  })

  test('nth counts matching requests from when it was set, times says how many it hits', async () => {
    await probe()
    await setOnQuery({ nth: 2, times: 2 })
    expect([await probe(), await probe(), await probe(), await probe()]).toEqual([404, 500, 500, 404])
  })

  test('* stands for one segment of the path', async () => {
    await setOnQuery({})
    expect((await scene.call('GET', '/v1/payments/orders/nope')).status).toBe(404)
    expect(await probe()).toBe(500)
  })

  test('DELETE clears, GET lists', async () => {
    await setOnQuery({ times: 10 })
    expect((await scene.control('GET', '/__sim/faults')).json.items).toHaveLength(1)
    await scene.control('DELETE', '/__sim/faults')
    expect((await scene.control('GET', '/__sim/faults')).json.items).toEqual([])
    expect(await probe()).toBe(404)
  })

  test.each([
    ['an unknown fault', { match: CONFIRM, fault: 'explode' }],
    ['a match without a method', { match: '/v1/payments/confirm', fault: 'garbage' }],
    ['a fault of calls, for webhooks', { match: 'webhook', fault: 'delay', param: 1 }],
    ['a fault of webhooks', { match: CONFIRM, fault: 'duplicate' }],
    ['a delay without its length', { match: CONFIRM, fault: 'delay' }],
    ['nth 0', { match: CONFIRM, fault: 'garbage', nth: 0 }],
  ])('%s is refused with a sentence', async (_name, wish) => {
    const { status, json } = await scene.control('POST', '/__sim/faults', wish)
    expect(status).toBe(400)
    expect(json.message.length).toBeGreaterThan(10)
    expect((await scene.control('GET', '/__sim/faults')).json.items).toEqual([])
  })
})

function rawConfirm(ticket: Ticket): Promise<string> {
  const body = JSON.stringify(ticket)
  const socket = connect(scene.simulator.port, '127.0.0.1')
  socket.write(
    `POST /v1/payments/confirm HTTP/1.1\r\nhost: localhost\r\nauthorization: ${basic(WIDGET_SECRET_KEY)}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
}
