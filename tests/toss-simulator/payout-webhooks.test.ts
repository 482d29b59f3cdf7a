import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advance, DAY_MS, MINUTE_MS, openScene, type Scene } from './support/scene'
import { openSink, type Delivery, type Sink } from './support/sink'
import {
  approved,
  corporate,
  express,
  fund,
  get,
  individual,
  MORNING,
  post,
  SECURITY_KEY,
} from './support/sealed'

let sink: Sink
let scene: Scene
beforeEach(async () => {
  sink = await openSink()
  scene = await openScene({ webhookUrl: sink.url, machineClock: () => MORNING })
  await fund(scene, 100_000_000)
})
afterEach(async () => {
  await scene.close()
  await sink.close()
})

async function pay(fields: object = {}): Promise<string> {
  const { json } = await post(scene, '/v2/payouts', [express(await approved(scene, fields))])
  return json.entityBody.items[0].id
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 400))
const kindOf = ({ body }: Delivery) => `${body.eventType} ${body.entityBody.status}`
const play = (path: string, status: string) => scene.control('POST', `/__sim/${path}`, { status })
const signature = ({ headers }: Delivery) => headers['tosspayments-webhook-signature']

/** Toss §5.2, from its words: HMAC-SHA256 of body, colon and time. */
function signedWith({ headers, text }: Delivery, key: string | Buffer): string {
  const time = headers['tosspayments-webhook-transmission-time'] as string
  return `v1:${createHmac('sha256', key).update(`${text}:${time}`).digest('base64')}`
}

const bytes = (key: string) => Buffer.from(key, 'hex')

test('this test’s own way to sign makes the vectors of appendix B', () => {
  const text =
    '{"eventType":"payout.changed","createdAt":"2026-11-22T10:00:05+09:00","version":"2022-11-16","eventId":"evt-sim-1","entityType":"payout","entityBody":{"id":"FPA_sim1","status":"COMPLETED"}}'
  const headers = { 'tosspayments-webhook-transmission-time': '2026-11-22T10:00:05+09:00' }
  const vector = { headers, text, body: null }
  expect(signedWith(vector, bytes(SECURITY_KEY))).toBe('v1:fv8XavM/oDdyU1aYNGAI6x6S9rl2EuxnrDIobwfwyow=')
  expect(signedWith(vector, SECURITY_KEY)).toBe('v1:loHncOzkwglZE9JgLzNi7QDdtDkNQO4zOMLhE+B0CE4=')
})

describe('Toss §5.3, §11.1 no. 21: payout.changed', () => {
  test('comes when it arrived, with the payout in an envelope of the second version', async () => {
    const id = await pay()
    await settled()
    expect(sink.deliveries).toEqual([])
    await advance(scene, MINUTE_MS)
    const [only] = await sink.received(1)
    expect(only!.body).toEqual({
      eventType: 'payout.changed',
      createdAt: '2026-11-25T10:01:00+09:00',
      version: '2022-11-16',
      eventId: expect.any(String),
      entityType: 'payout',
      entityBody: (await get(scene, `/v2/payouts/${id}`)).json.entityBody,
    })
    expect(only!.body.entityBody.status).toBe('COMPLETED')
  })

  test('comes when it failed, at the bank or later', async () => {
    await pay({ account: { ...corporate().account, bankCode: '011', accountNumber: '3025353430761' } })
    await advance(scene, MINUTE_MS)
    await sink.received(1)
    const id = await pay()
    await play(`payouts/${id}`, 'complete')
    await play(`payouts/${id}`, 'return')
    const kinds = (await sink.received(3)).map(kindOf)
    expect(kinds.sort()).toEqual([
      'payout.changed COMPLETED',
      'payout.changed FAILED',
      'payout.changed FAILED',
    ])
  })
})

describe('Toss §5.3, §11.1 no. 21: seller.changed', () => {
  test('comes with every status but the first', async () => {
    const { json } = await post(scene, '/v2/sellers', individual())
    const { id } = json.entityBody
    await settled()
    expect(sink.deliveries).toEqual([])
    for (const [count, status] of ['PARTIALLY_APPROVED', 'KYC_REQUIRED', 'APPROVED'].entries()) {
      await play(`sellers/${id}`, status)
      const last = (await sink.received(count + 1)).at(-1)!
      expect(kindOf(last)).toBe(`seller.changed ${status}`)
      expect(last.body).toMatchObject({ entityType: 'seller', entityBody: { id } })
    }
  })

  test('comes when more is asked for than their week allows', async () => {
    await post(scene, '/v2/payouts', [express(await approved(scene), 10_000_001)])
    expect((await sink.received(1)).map(kindOf)).toEqual(['seller.changed KYC_REQUIRED'])
  })
})

describe('Toss §5.2, §11.1 no. 21: the signature', () => {
  const changed = async () => {
    const id = await pay()
    await play(`payouts/${id}`, 'complete')
    return (await sink.received(sink.deliveries.length + 1)).at(-1)!
  }

  test('is of the bytes as they came and the time of this transmission', async () => {
    const delivery = await changed()
    expect(signature(delivery)).toBe(signedWith(delivery, bytes(SECURITY_KEY)))
  })

  test('is two while the key is being changed, the newest first', async () => {
    const { securityKey } = (await scene.control('POST', '/__sim/security-key')).json
    const delivery = await changed()
    expect(signature(delivery)).toBe(
      [securityKey, SECURITY_KEY].map((key) => signedWith(delivery, bytes(key))).join(','),
    )
    await advance(scene, 7 * DAY_MS)
    await play(`payouts/${delivery.body.entityBody.id}`, 'return')
    const later = (await sink.received(2)).at(-1)!
    expect(signature(later)).toBe(signedWith(later, bytes(securityKey)))
  })

  test('is made anew with every transmission', async () => {
    sink.answer = 500
    const first = await changed()
    await settled()
    await advance(scene, MINUTE_MS)
    const second = (await sink.received(2)).at(-1)!
    expect(second.text).toBe(first.text)
    expect(signature(second)).toBe(signedWith(second, bytes(SECURITY_KEY)))
    expect(signature(second)).not.toBe(signature(first))
  })

  test('is with the key’s characters where the rule says so (§12 no. 7)', async () => {
    const other = await openScene({
      webhookUrl: sink.url,
      machineClock: () => MORNING,
      rules: { signsWithText: true },
    })
    const { json } = await post(other, '/v2/sellers', individual())
    await other.control('POST', `/__sim/sellers/${json.entityBody.id}`, { status: 'APPROVED' })
    const [delivery] = await sink.received(1)
    expect(signature(delivery!)).toBe(signedWith(delivery!, SECURITY_KEY))
    await other.close()
  })

  test('is not on what is about a payment', async () => {
    await scene.confirm(await scene.authenticate())
    expect((await sink.received(1)).map(signature)).toEqual([undefined])
  })
})

test.each([
  ['lose', 0],
  ['duplicate', 2],
])('the fault %s is for these, too', async (fault, count) => {
  await scene.control('POST', '/__sim/faults', { match: 'webhook payout.changed', fault })
  const id = await pay()
  await play(`payouts/${id}`, 'complete')
  await settled()
  expect(sink.deliveries).toHaveLength(count)
})

test('the list names the payout, and the lab shows it', async () => {
  const id = await pay()
  await play(`payouts/${id}`, 'complete')
  await sink.received(1)
  const { items } = (await scene.control('GET', '/__sim/webhooks')).json
  expect(items).toMatchObject([{ event: 'payout.changed', orderId: null, entity: { id } }])
  expect((await scene.call('GET', '/lab')).text).toContain(id)
})
