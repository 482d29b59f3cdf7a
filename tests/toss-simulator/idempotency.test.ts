import { afterAll, beforeAll, expect, test } from 'vitest'
import { advance, API_CLIENT_KEY, API_SECRET_KEY, DAY_MS, openScene, type Scene } from './support/scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const withKey = (key: string) => ({ headers: { 'idempotency-key': key } })

test('Toss §6, §11.1 no. 5: a repeat gets the first answer to the byte and nothing runs again', async () => {
  const ticket = await scene.authenticate()
  const first = await scene.confirm(ticket, withKey('same-answer'))
  const second = await scene.confirm(ticket, withKey('same-answer'))
  expect(first.json.status).toBe('DONE')
  expect(second.status).toBe(200)
  expect(second.text).toBe(first.text)
  expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
})

test('Toss §6, §11.1 no. 5: the key comes back on the first answer and on repeats; a repeat names its trace and the original', async () => {
  const ticket = await scene.authenticate()
  const first = await scene.confirm(ticket, withKey('traced'))
  const second = await scene.confirm(ticket, withKey('traced'))
  expect([first, second].map(({ headers }) => headers.get('idempotency-key'))).toEqual(['traced', 'traced'])
  const original = first.headers.get('x-tosspayments-trace-id')
  expect(original).toMatch(/^[0-9a-f]{32}$/)
  expect(second.headers.get('x-tosspayments-trace-id')).toMatch(new RegExp(`^[0-9a-f]{32}, ${original}$`))
})

test('Toss §6, §11.1 no. 5: the body is no part of it: another body gets the first answer', async () => {
  const first = await scene.authenticate()
  const second = await scene.authenticate()
  await scene.confirm(first, withKey('other-body'))
  const reply = await scene.confirm(second, withKey('other-body'))
  expect(reply.json.orderId).toBe(first.orderId)
  expect((await scene.call('GET', `/v1/payments/${second.paymentKey}`)).json.status).toBe('IN_PROGRESS')
})

test('Toss §6, §11.1 no. 5: a 4xx is bound to the key: the corrected request needs a new one', async () => {
  const ticket = await scene.authenticate()
  const wrong = await scene.confirm({ ...ticket, amount: 1 }, withKey('refused'))
  const corrected = await scene.confirm(ticket, withKey('refused'))
  expect(wrong.status).toBe(400)
  expect(corrected.status).toBe(400)
  expect(corrected.text).toBe(wrong.text)
  expect((await scene.confirm(ticket, withKey('refused-2'))).status).toBe(200)
})

test('Toss §6, §11.1 no. 5: a 5xx is not bound to the key by default', async () => {
  const ticket = await scene.authenticate()
  await scene.control('POST', '/__sim/faults', {
    match: 'POST /v1/payments/confirm',
    fault: 'http5xx-before',
  })
  expect((await scene.confirm(ticket, withKey('broken'))).status).toBe(500)
  expect((await scene.confirm(ticket, withKey('broken'))).status).toBe(200)
})

test('Toss §6, §11.1 no. 5: a 5xx is bound to the key when that rule is switched on', async () => {
  const strict = await openScene({ rules: { bindServerErrors: true } })
  try {
    const ticket = await strict.authenticate()
    await strict.control('POST', '/__sim/faults', {
      match: 'POST /v1/payments/confirm',
      fault: 'http5xx-before',
    })
    expect((await strict.confirm(ticket, withKey('broken'))).status).toBe(500)
    expect((await strict.confirm(ticket, withKey('broken'))).status).toBe(500)
  } finally {
    await strict.close()
  }
})

test('Toss §6, §11.1 no. 5: the same key at another URL is another request', async () => {
  const first = await scene.authenticate()
  const second = await scene.authenticate()
  const key = withKey('two-urls')
  await scene.confirm(first, key)
  const { orderId, amount } = second
  const reply = await scene.call('POST', `/v1/payments/${second.paymentKey}`, {
    body: { orderId, amount },
    ...key,
  })
  expect(reply.json).toMatchObject({ status: 'DONE', orderId: second.orderId })
})

test('Toss §6, §11.1 no. 5: the same key under another secret key is another request', async () => {
  const first = await scene.authenticate()
  const second = await scene.authenticate({ clientKey: API_CLIENT_KEY })
  await scene.confirm(first, withKey('two-secrets'))
  const reply = await scene.confirm(second, { ...withKey('two-secrets'), key: API_SECRET_KEY })
  expect(reply.json).toMatchObject({ status: 'DONE', orderId: second.orderId })
})

test('Toss §6, §11.1 no. 5: a key of 300 characters works, one of 301 is 400 INVALID_IDEMPOTENCY_KEY and executes nothing', async () => {
  const ticket = await scene.authenticate()
  const tooLong = await scene.confirm(ticket, withKey('k'.repeat(301)))
  expect(tooLong).toMatchObject({ status: 400, json: { code: 'INVALID_IDEMPOTENCY_KEY' } })
  expect((await scene.confirm(ticket, withKey('k'.repeat(300)))).status).toBe(200)
})

test('Toss §6, §11.1 no. 5: a key on GET is ignored', async () => {
  const ticket = await scene.authenticate()
  const path = `/v1/payments/${ticket.paymentKey}`
  expect((await scene.call('GET', path, withKey('on-get'))).json.status).toBe('IN_PROGRESS')
  await scene.confirm(ticket)
  expect((await scene.call('GET', path, withKey('on-get'))).json.status).toBe('DONE')
})

test('Toss §6, §11.1 no. 5: while the first request runs, the same key is 409 IDEMPOTENT_REQUEST_PROCESSING; afterwards it gets the answer', async () => {
  const slow = await openScene({ rules: { processingMs: 200 } })
  try {
    const ticket = await slow.authenticate()
    const [a, b] = await Promise.all([
      slow.confirm(ticket, withKey('running')),
      slow.confirm(ticket, withKey('running')),
    ])
    expect([a.status, b.status].sort()).toEqual([200, 409])
    expect([a.json.code, b.json.code]).toContain('IDEMPOTENT_REQUEST_PROCESSING')
    expect((await slow.confirm(ticket, withKey('running'))).json.status).toBe('DONE')
  } finally {
    await slow.close()
  }
})

test('Toss §6, §11.1 no. 5: a key lives 15 days from its first use; after that it executes again', async () => {
  const own = await openScene()
  try {
    const ticket = await own.authenticate()
    const first = await own.confirm(ticket, withKey('old'))
    await advance(own, 15 * DAY_MS - 60_000)
    expect((await own.confirm(ticket, withKey('old'))).text).toBe(first.text)
    await advance(own, 120_000)
    expect((await own.confirm(ticket, withKey('old'))).json.code).toBe('ALREADY_PROCESSED_PAYMENT')
  } finally {
    await own.close()
  }
})

test('Toss §6, §11.1 no. 5: a request that fails authentication binds nothing to the key', async () => {
  const ticket = await scene.authenticate()
  expect((await scene.confirm(ticket, { ...withKey('unauthorised'), key: 'test_gsk_wrong' })).status).toBe(
    401,
  )
  expect((await scene.confirm(ticket, withKey('unauthorised'))).status).toBe(200)
})
