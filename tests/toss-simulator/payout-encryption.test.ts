import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unseal } from '@/toss-simulator/security/jwe'
import { advance, API_SECRET_KEY, DAY_MS, openScene, WIDGET_SECRET_KEY, type Scene } from './support/scene'
import {
  approved,
  corporate,
  express,
  fund,
  get,
  MORNING,
  post,
  sealed,
  SECURITY_KEY,
  unsealed,
} from './support/sealed'

const ENCRYPTED = { 'content-type': 'text/plain', 'tosspayments-api-security-mode': 'ENCRYPTION' }
const OTHER_KEY = 'ff'.repeat(32)

let scene: Scene
beforeEach(async () => {
  scene = await openScene({ machineClock: () => MORNING })
})
afterEach(() => scene.close())

const send = (body: unknown, headers: Record<string, string> = ENCRYPTED, path = '/v2/sellers') =>
  scene.call('POST', path, { key: API_SECRET_KEY, body, headers })

test('the vector of appendix B is read', () => {
  const jwe =
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiaWF0IjoiMjAyNi0xMS0yMlQxMDowMDowMCswOTowMCIsIm5vbmNlIjoiMTExMTExMTEtMjIyMi00MzMzLTg0NDQtNTU1NTU1NTU1NTU1In0..CgsMDQ4PEBESExQV.NMYYug67hxTPa615l8jHct9ttkKSGp_NhCy_u2Ft7NILTXLVxve2PvYwgpVFdj_lFMnC6TU2NSjuqG4GO02zz0216nurwWXfsj67q6yHL0cvbgCHVoCadBtiK7_KEsm-6J034HnW2BftQsQlDIdzNWgfFoPywy5vh9qdnVQhee5Ggx_pTUgyQ4bbrIb5O19ekwhtNr-GgikH5THv-EvpbaiSPN_Kb36rSA.kXmJEZ_vRHl5xDZ3ku3FLA'
  expect(unseal(jwe, SECURITY_KEY)).toEqual({
    stamp: { iat: '2026-11-22T10:00:00+09:00', nonce: '11111111-2222-4333-8444-555555555555' },
    text: '[{"refPayoutId":"sim-payout-0001","destination":"seller_sim0001","scheduleType":"EXPRESS","amount":{"currency":"KRW","value":5000},"transactionDescription":"정산금"}]',
  })
})

describe('Toss §3.9, §11.1 no. 21: encrypted both ways', () => {
  test('an answer is a message under the same key, with a time and a nonce of its own', async () => {
    const reply = await send(await sealed(scene, corporate()))
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain/)
    const { header, json } = await unsealed(reply.text)
    expect(header).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      iat: '2026-11-25T10:00:00+09:00',
      nonce: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(json).toMatchObject({ entityType: 'seller', error: null })
  })

  test('a refusal is one, too', async () => {
    const reply = await send(await sealed(scene, {}))
    expect(reply.status).toBe(400)
    expect((await unsealed(reply.text)).json).toMatchObject({
      version: '2022-11-16',
      entityType: null,
      entityBody: null,
      error: { code: 'INVALID_REQUEST', message: '잘못된 요청입니다.' },
    })
  })

  test('so is an error that is wished for', async () => {
    await scene.control('POST', '/__sim/faults', {
      match: 'POST /v2/payouts',
      fault: 'code:NOT_ENOUGH_AMOUNT',
    })
    const reply = await send(await sealed(scene, []), ENCRYPTED, '/v2/payouts')
    expect((await unsealed(reply.text)).json.error.code).toBe('NOT_ENOUGH_AMOUNT')
  })

  test('what goes without a body is answered in the open, in the same envelope', async () => {
    expect((await get(scene, '/v2/balances')).json).toEqual({
      version: '2022-11-16',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      entityType: 'balance',
      entityBody: expect.anything(),
      error: null,
    })
  })

  test('before a key is known the error is plain, as in the first version', async () => {
    const headers = { ...ENCRYPTED, authorization: 'Basic dGVzdF9za194Og==' }
    const reply = await scene.call('POST', '/v2/sellers', { headers, body: await sealed(scene, {}) })
    expect(reply).toMatchObject({ status: 401, json: { code: 'UNAUTHORIZED_KEY' } })
  })

  test('goes with the API’s keys, not with the widget’s', async () => {
    const reply = await scene.call('GET', '/v2/balances', { key: WIDGET_SECRET_KEY })
    expect(reply).toMatchObject({ status: 403, json: { error: { code: 'FORBIDDEN_REQUEST' } } })
  })
})

describe('Toss §3.9: what is not taken', () => {
  const refusal = { status: 400, json: { error: { code: 'INVALID_REQUEST' } } }

  test('a body in the open', async () => {
    expect(await send(JSON.stringify(corporate()), { 'content-type': 'application/json' })).toMatchObject(
      refusal,
    )
    expect(await send(JSON.stringify(corporate()))).toMatchObject(refusal)
  })

  test('a message that does not say that it is one', async () => {
    const body = await sealed(scene, corporate())
    expect(await send(body, { 'content-type': 'text/plain' })).toMatchObject(refusal)
    expect(await send(body, { ...ENCRYPTED, 'content-type': 'application/json' })).toMatchObject(refusal)
  })

  test('a message under another key', async () => {
    expect(await send(await sealed(scene, corporate(), { securityKey: OTHER_KEY }))).toMatchObject(refusal)
  })

  test('a message that was changed on the way', async () => {
    const [header, , iv, text, tag] = (await sealed(scene, corporate())).split('.')
    const other = [header, '', iv, (text!.startsWith('A') ? 'B' : 'A') + text!.slice(1), tag].join('.')
    expect(await send(other)).toMatchObject(refusal)
  })

  test.each([
    ['ten minutes old', '2026-11-25T09:50:00+09:00'],
    ['of ten minutes from now', '2026-11-25T10:10:00+09:00'],
    ['with fractions of a second', '2026-11-25T10:00:00.000+09:00'],
    ['that is a number', 1_700_000_000],
  ])('a message with a time %s', async (_, iat) => {
    expect((await post(scene, '/v2/sellers', corporate(), { stamp: { iat } })).json.error.code).toBe(
      'INVALID_REQUEST',
    )
  })

  test('a time in another zone is a time', async () => {
    const stamp = { iat: '2026-11-25T01:00:00+00:00' }
    expect((await post(scene, '/v2/sellers', corporate(), { stamp })).status).toBe(200)
  })

  test('a nonce that was used, or is no UUID', async () => {
    const stamp = { nonce: randomUUID() }
    expect((await post(scene, '/v2/sellers', corporate(), { stamp })).status).toBe(200)
    expect((await post(scene, '/v2/sellers', corporate(), { stamp })).json.error.code).toBe('INVALID_REQUEST')
    const other = { stamp: { nonce: 'one' } }
    expect((await post(scene, '/v2/sellers', corporate(), other)).json.error.code).toBe('INVALID_REQUEST')
  })
})

describe('Toss §1.1: a security key that is issued anew', () => {
  test('is good at once, and the one before for seven days', async () => {
    const { securityKey } = (await scene.control('POST', '/__sim/security-key')).json
    expect(securityKey).toMatch(/^[0-9a-f]{64}$/)
    const tryBoth = async () => [
      (await post(scene, '/v2/sellers', corporate(), { securityKey })).status,
      (await post(scene, '/v2/sellers', corporate(), { securityKey: SECURITY_KEY })).status,
    ]
    expect(await tryBoth()).toEqual([200, 200])
    await advance(scene, 7 * DAY_MS - 1_000)
    expect(await tryBoth()).toEqual([200, 200])
    await advance(scene, 1_000)
    expect(await tryBoth()).toEqual([200, 400])
  })

  test('is not issued again while there are two', async () => {
    const reissue = () => scene.control('POST', '/__sim/security-key')
    await reissue()
    expect((await reissue()).status).toBe(403)
    await advance(scene, 7 * DAY_MS)
    expect((await reissue()).status).toBe(200)
  })
})

describe('Toss §6: the Idempotency-Key of a payout', () => {
  const headers = { 'idempotency-key': 'withdrawal-1' }

  test('brings the first answer again to the byte, and pays once', async () => {
    await fund(scene, 100_000)
    const item = express(await approved(scene))
    const ask = async () => send(await sealed(scene, [item]), { ...ENCRYPTED, ...headers }, '/v2/payouts')
    const [first, again] = [await ask(), await ask()]
    expect(again.text).toBe(first.text)
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect((await get(scene, '/v2/payouts')).json.entityBody.items).toHaveLength(1)
  })

  test('is bound to a refusal, too', async () => {
    const seller = await approved(scene)
    const ask = () => post(scene, '/v2/payouts', [express(seller)], { headers })
    expect((await ask()).json.error.code).toBe('NOT_ENOUGH_AMOUNT')
    await fund(scene, 100_000)
    expect((await ask()).json.error.code).toBe('NOT_ENOUGH_AMOUNT')
  })

  test.each(['drop-after', 'http5xx-after', 'garbage', 'truncate'])(
    'lets who lost the answer to %s ask again',
    async (fault) => {
      await fund(scene, 100_000)
      const item = express(await approved(scene))
      await scene.control('POST', '/__sim/faults', { match: 'POST /v2/payouts', fault })
      await post(scene, '/v2/payouts', [item], { headers }).catch(() => undefined)
      const { json } = await post(scene, '/v2/payouts', [item], { headers })
      expect(json.entityBody.items).toMatchObject([{ refPayoutId: item.refPayoutId }])
      expect((await get(scene, '/v2/payouts')).json.entityBody.items).toHaveLength(1)
    },
  )
})

describe('what is kept', () => {
  test('calls are readable, without what is the seller’s alone', async () => {
    await fund(scene, 100_000)
    await post(scene, '/v2/payouts', [express(await approved(scene))])
    const { json, text } = await scene.control('GET', '/__sim/calls')
    expect(json.items).toMatchObject([
      { path: '/v2/sellers', body: { company: { name: '주식회사 하늘', phone: '(hidden)' } } },
      { path: '/v2/payouts', answer: { entityBody: { items: [{ status: 'IN_PROGRESS' }] } } },
    ])
    expect(text).not.toMatch(/12345678901234|sky@example\.com/)
    expect(text).not.toContain(SECURITY_KEY)
  })

  test('a reset forgets sellers, payouts, funds and keys', async () => {
    await fund(scene, 100_000)
    await post(scene, '/v2/payouts', [express(await approved(scene))])
    await scene.control('POST', '/__sim/security-key')
    await scene.control('POST', '/__sim/reset')
    expect((await scene.control('GET', '/__sim/payouts')).json).toEqual({
      balance: { available: 0, pending: 0 },
      items: [],
    })
    expect((await scene.control('GET', '/__sim/sellers')).json.items).toEqual([])
    expect((await scene.control('POST', '/__sim/security-key')).status).toBe(200)
  })
})
