import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compactDecrypt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEnvelope } from '@/lib/toss/envelope'
import { encryptJwe } from '@/lib/toss/jwe'
import { endOf, findPayoutMismatch, mayBePaid, payoutSchema, sellerSchema } from '@/lib/toss/payout'
import { payoutBankCode } from '@/lib/toss/payout-banks'
import {
  payoutCancelOutcome,
  payoutOutcome,
  payoutQueryOutcome,
  sellerOutcome,
} from '@/lib/toss/payout-outcome'
import { createPayoutClient, type PayoutClient } from '@/lib/toss/payouts'

const KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
const OTHER_KEY = 'ff'.repeat(32)

const PAYOUT = {
  id: 'FPA_1',
  refPayoutId: 'reference',
  destination: 'seller_1',
  scheduleType: 'EXPRESS',
  payoutDate: null,
  amount: { currency: 'KRW', value: 5_000 },
  transactionDescription: '정산금',
  requestedAt: '2026-11-25T10:00:00+09:00',
  status: 'IN_PROGRESS',
  error: null,
  metadata: {},
}
const REQUEST = {
  refPayoutId: 'reference',
  destination: 'seller_1',
  amount: 5_000n,
  payoutDate: null,
  transactionDescription: '정산금',
  idempotencyKey: 'key-1',
}

/** What came, and what is to be answered. */
type Arrived = { method: string; path: string; headers: NodeJS.Dict<string | string[]>; body: string }
let arrived: Arrived[] = []
let reply = { status: 200, body: '' }

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  arrived.push({ method: request.method!, path: request.url!, headers: request.headers, body })
  response.writeHead(reply.status).end(reply.body)
})
let client: PayoutClient
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const now = () => new Date('2026-11-25T01:00:00.789Z')
  client = createPayoutClient({ baseUrl, secretKey: 'test_sk_x', securityKey: KEY, now })
})
beforeEach(() => void (arrived = []))
afterAll(() => void server.close())

const envelope = (content: object) => ({
  version: '2022-11-16',
  traceId: '0'.repeat(32),
  entityType: null,
  entityBody: null,
  error: null,
  ...content,
})
const stamp = () => ({ iat: '2026-11-25T10:00:00+09:00', nonce: randomUUID() })
const sealed = (content: object, key = KEY) => encryptJwe(JSON.stringify(envelope(content)), key, stamp())
const refusal = (code: string) => ({ error: { code, message: '…' } })

async function answered(body: string, status = 200) {
  reply = { status, body }
  return client.requestPayout(REQUEST)
}

describe('a request', () => {
  beforeEach(async () => {
    await answered(sealed({ entityType: 'payout-list', entityBody: { items: [PAYOUT] } }))
  })

  test('is encrypted, says so, and carries our key', async () => {
    const [{ method, path, headers, body }] = arrived as [Arrived]
    expect([method, path]).toEqual(['POST', '/v2/payouts'])
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from('test_sk_x:').toString('base64')}`,
      'content-type': 'text/plain',
      'tosspayments-api-security-mode': 'ENCRYPTION',
      'idempotency-key': 'key-1',
    })
    const { plaintext, protectedHeader } = await compactDecrypt(body, Buffer.from(KEY, 'hex'))
    expect(protectedHeader).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      iat: '2026-11-25T10:00:00+09:00',
      nonce: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual([
      {
        refPayoutId: 'reference',
        destination: 'seller_1',
        scheduleType: 'EXPRESS',
        amount: { currency: 'KRW', value: 5_000 },
        transactionDescription: '정산금',
      },
    ])
  })

  test('has a nonce of its own, also the same one again', async () => {
    await client.requestPayout(REQUEST)
    const nonces = arrived.map(({ body }) => {
      const header = Buffer.from(body.split('.')[0]!, 'base64url').toString()
      return (JSON.parse(header) as { nonce: string }).nonce
    })
    expect(new Set(nonces).size).toBe(2)
  })

  test('to list leaves out what is not asked for', async () => {
    reply = { status: 200, body: JSON.stringify(envelope({ entityBody: { items: [], hasMore: false } })) }
    await client.listPayouts({ from: null, to: '2026-11-25', limit: 5, startingAfter: null })
    expect(arrived.at(-1)!.path).toBe('/v2/payouts?limit=5&payoutDateLte=2026-11-25')
  })
})

describe('an answer', () => {
  test.each([
    ['encrypted', sealed({ entityBody: { items: [PAYOUT] } })],
    ['in the open', JSON.stringify(envelope({ entityBody: { items: [PAYOUT] } }))],
    [
      'with won as 5000.0',
      JSON.stringify(envelope({ entityBody: { items: [PAYOUT] } })).replace('5000', '5000.0'),
    ],
    [
      'without an error member',
      JSON.stringify({ entityType: 'payout-list', entityBody: { items: [PAYOUT] } }),
    ],
  ])('%s is understood', async (_, body) => {
    expect(await answered(body)).toMatchObject({ kind: 'payout', payout: { id: 'FPA_1', amount: 5_000n } })
  })

  test.each([
    ['encrypted', sealed(refusal('NOT_ENOUGH_AMOUNT'))],
    ['in the open', JSON.stringify(envelope(refusal('NOT_ENOUGH_AMOUNT')))],
    ['plain, as in the first version', '{"code":"NOT_ENOUGH_AMOUNT","message":"…"}'],
    [
      'as the thing itself',
      JSON.stringify(
        envelope({ entityType: 'error', entityBody: { code: 'NOT_ENOUGH_AMOUNT', message: '…' } }),
      ),
    ],
  ])('of refusal %s is understood', async (_, body) => {
    expect(await answered(body, 400)).toEqual({ kind: 'error', httpStatus: 400, code: 'NOT_ENOUGH_AMOUNT' })
  })

  test.each([
    [
      'under another key',
      sealed({ entityBody: { items: [PAYOUT] } }, OTHER_KEY),
      'not decryptable',
      'configuration',
    ],
    ['of a proxy', '<html></html>', 'not JSON', null],
    ['of nothing', '', 'not JSON', null],
    ['with an error, but well', sealed(refusal('NOT_ENOUGH_AMOUNT')), 'unexpected shape', null],
    ['with no payout', sealed({ entityBody: { items: [] } }), 'unexpected shape', null],
    ['with two payouts', sealed({ entityBody: { items: [PAYOUT, PAYOUT] } }), 'unexpected shape', null],
    [
      'of dollars',
      sealed({ entityBody: { items: [{ ...PAYOUT, amount: { currency: 'USD', value: 5 } }] } }),
      'unexpected shape',
      null,
    ],
    [
      'of half a won',
      sealed({ entityBody: { items: [{ ...PAYOUT, amount: { currency: 'KRW', value: 0.5 } }] } }),
      'unexpected shape',
      null,
    ],
    [
      'with a status of tomorrow',
      sealed({ entityBody: { items: [{ ...PAYOUT, status: 'SENT' }] } }),
      'unexpected shape',
      null,
    ],
  ])('%s leaves it unknown', async (_, body, code, alarm) => {
    expect(payoutOutcome(await answered(body))).toEqual({ kind: 'unknown', code, alarm })
  })

  test('that is cut off leaves it unknown', async () => {
    expect(await answered(sealed({ entityBody: { items: [PAYOUT] } }).slice(0, -20))).toMatchObject({
      kind: 'unanswered',
    })
  })

  test('that there is more, without where, is none', async () => {
    reply = {
      status: 200,
      body: JSON.stringify(envelope({ entityBody: { items: [PAYOUT], hasMore: true } })),
    }
    const page = await client.listPayouts({ from: null, to: null, limit: 10, startingAfter: null })
    expect(page).toEqual({ kind: 'unanswered', reason: 'unexpected shape' })
  })

  test('of a balance with test keys says nothing of what is pending', async () => {
    const availableAmount = { currency: 'KRW', value: 7 }
    reply = { status: 200, body: JSON.stringify(envelope({ entityBody: { availableAmount } })) }
    expect(await client.findBalance()).toMatchObject({ balance: { available: 7n, pending: null } })
  })
})

// toss-api §3.9 and appendix A, and next to it what each must come to. Nothing of it is taken from the code.
const REFUSED = `
  FORBIDDEN_SELLER_PAYOUT INVALID_REQUEST NOT_ENOUGH_AMOUNT NOT_ALLOWED_HOLIDAY INVALID_PAYABLE_DATE
  ACCOUNT_OWNER_CHECK_FAILED ALREADY_CLOSE_ACCOUNT INVALID_ACCOUNT_NUMBER INVALID_ACCOUNT_NOT_CORRECT_BANK
  INVALID_ACCOUNT_NUMBER_OR_UNAVAILABLE`
const UNKNOWN =
  'DUPLICATED_REQUEST PAYOUT_NOT_FOUND PROVIDER_ERROR COMMON_ERROR IDEMPOTENT_REQUEST_PROCESSING TOO_MANY_REQUESTS'
const CONFIGURATION = 'UNAUTHORIZED_KEY INVALID_API_KEY INCORRECT_BASIC_AUTH_FORMAT'
const listed = (codes: string) => codes.trim().split(/\s+/)
const error = (code: string) => ({ kind: 'error', httpStatus: 400, code }) as const

describe('a code', () => {
  test.each(listed(REFUSED))('%s refuses a payout, and is final after a look', (code) => {
    expect(payoutOutcome(error(code))).toEqual({ kind: 'refused', code })
  })

  test.each(listed(UNKNOWN))('%s leaves a payout unknown', (code) => {
    expect(payoutOutcome(error(code))).toEqual({ kind: 'unknown', code, alarm: null })
  })

  test.each(listed(CONFIGURATION))('%s calls somebody, whatever was asked for', (code) => {
    const unknown = { kind: 'unknown', code, alarm: 'configuration' }
    expect(payoutOutcome(error(code))).toEqual(unknown)
    expect(payoutCancelOutcome(error(code))).toEqual(unknown)
    expect(sellerOutcome(error(code))).toEqual(unknown)
    expect(payoutQueryOutcome(error(code))).toEqual(unknown)
  })

  test('that nobody listed calls somebody, but for a look', () => {
    const unknown = { kind: 'unknown', code: 'NEVER_SEEN', alarm: 'unlisted_code' }
    expect(payoutOutcome(error('NEVER_SEEN'))).toEqual(unknown)
    expect(payoutCancelOutcome(error('NEVER_SEEN'))).toEqual(unknown)
    expect(sellerOutcome(error('NEVER_SEEN'))).toEqual(unknown)
    expect(payoutQueryOutcome(error('NEVER_SEEN'))).toEqual({ ...unknown, alarm: null })
  })

  test.each(['FORBIDDEN_REQUEST', 'INVALID_REQUEST', 'PAYOUT_NOT_FOUND'])(
    '%s refuses to take one back',
    (code) => {
      expect(payoutCancelOutcome(error(code))).toEqual({ kind: 'refused', code })
    },
  )

  test.each(['ACCOUNT_OWNER_CHECK_FAILED', 'NOT_MATCH_PAYEE_NAME', 'INVALID_BANK'])(
    '%s declines a seller',
    (code) => {
      expect(sellerOutcome(error(code))).toEqual({ kind: 'declined', code })
    },
  )
})

describe('what an answer is about', () => {
  const payout = payoutSchema.parse(PAYOUT)
  const expected = { refPayoutId: 'reference', destination: 'seller_1', amount: 5_000n }

  test('is what we asked for', () => expect(findPayoutMismatch(expected, payout)).toBeNull())
  test.each([
    ['refPayoutId', { refPayoutId: 'another' }],
    ['destination', { destination: 'seller_2' }],
    ['amount', { amount: 5_001n }],
  ])('is not ours by its %s', (member, change) => {
    expect(findPayoutMismatch({ ...expected, ...change }, payout)).toBe(member)
  })

  test.each([
    ['REQUESTED', null],
    ['IN_PROGRESS', null],
    ['COMPLETED', 'completed'],
    ['FAILED', 'failed'],
    ['REJECTED', 'failed'],
    ['CANCELED', 'failed'],
    ['DELETED', 'failed'],
  ])('%s has ended %s', (status, end) => {
    expect(endOf(payoutSchema.parse({ ...PAYOUT, status }))).toBe(end)
  })

  test.each([
    ['APPROVAL_REQUIRED', false],
    ['PARTIALLY_APPROVED', true],
    ['KYC_REQUIRED', false],
    ['APPROVED', true],
  ])('a seller who is %s may be paid: %s', (status, may) => {
    expect(mayBePaid(sellerSchema.parse({ id: 'seller_1', refSellerId: 'r', status }))).toBe(may)
  })
})

describe('an envelope', () => {
  test.each([
    ['[1]', '[1]'],
    ['{"code":"X"}', '{"code":"X"}'],
    ['{"entityBody":{"a":1},"error":null}', '{"a":1}'],
    ['{"entityBody":null,"error":{"code":"X"}}', '{"code":"X"}'],
    ['{"entityBody":null,"error":null}', 'null'],
    ['null', 'null'],
  ])('%s holds %s', (body, inside) => expect(openEnvelope(body, KEY)).toBe(inside))
})

test.each([
  ['06', '004'],
  ['92', '092'],
  ['20', '020'],
  ['S0', null],
  ['', null],
])('bank %s of the core API is %s for payouts', (code, digits) => expect(payoutBankCode(code)).toBe(digits))
