import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTx } from '@/db/client'
import { findPayoutByReference } from '@/lib/toss/find-payout'
import {
  payoutCancelOutcome,
  payoutOutcome,
  payoutQueryOutcome,
  sellerOutcome,
  sellerQueryOutcome,
} from '@/lib/toss/payout-outcome'
import { createPayoutClient, type PayoutRequest, type SellerRequest } from '@/lib/toss/payouts'
import { isSigned } from '@/lib/toss/signature'
import { readWebhook } from '@/lib/toss/webhook'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { SCENARIOS, type ScenarioId } from '@/toss-simulator/scenarios/catalog'
import { startSimulator, type RunningSimulator } from '@/toss-simulator/server'
import { TossControls } from '../support/toss-controls'
import { openSink, type Delivery } from '../toss-simulator/support/sink'

/** A weekday, at ten in the morning in Seoul. */
const MORNING = Date.parse('2026-11-25T10:00:00+09:00')
const DAY_MS = 24 * 60 * 60 * 1000

let simulator: RunningSimulator
let toss: TossControls
beforeAll(async () => {
  simulator = await startSimulator({ port: 0, rules: { processingMs: 0 }, machineClock: () => MORNING })
})
beforeEach(async () => {
  await fetch(`${simulator.url}/__sim/reset`, { method: 'POST' })
  toss = new TossControls(simulator.url)
  await toss.fund(1_000_000n)
})
afterEach(() => toss.clearFaults())
afterAll(() => simulator.close())

const now = () => new Date(MORNING + toss.offsetMs)
const clientAt = (baseUrl: string, { secretKey } = DEFAULT_MERCHANT.api) =>
  createPayoutClient({ baseUrl, secretKey, securityKey: DEFAULT_MERCHANT.securityKey, now })
const client = () => clientAt(simulator.url)

const account = { bankCode: '06', accountNumber: '12345678901234', holderName: '김하늘' }
const company = {
  name: '주식회사 하늘',
  representativeName: '김하늘',
  businessRegistrationNumber: '1234567890',
  email: 'sky@example.com',
  phone: '01012345678',
}
const newSeller = (): SellerRequest => ({
  refSellerId: randomUUID().slice(0, 18),
  businessType: 'CORPORATE',
  company,
  account,
  idempotencyKey: randomUUID(),
})
const newPayout = (destination: string, fields: Partial<PayoutRequest> = {}): PayoutRequest => ({
  refPayoutId: randomUUID(),
  destination,
  amount: 5_000n,
  payoutDate: null,
  transactionDescription: '포스페이정산',
  idempotencyKey: randomUUID(),
  ...fields,
})

async function registered(): Promise<string> {
  const outcome = sellerOutcome(await client().registerSeller(newSeller()))
  if (outcome.kind !== 'seller') throw new Error(outcome.code)
  return outcome.seller.id
}

async function paid(request: PayoutRequest) {
  const outcome = payoutOutcome(await client().requestPayout(request))
  if (outcome.kind !== 'payout') throw new Error(outcome.code)
  return outcome.payout
}

const fault = (name: string, match = 'POST /v2/payouts', times = 1) => toss.fault(name, { match, times })

describe('a seller', () => {
  test('is registered, found, and listed', async () => {
    const id = await registered()
    expect(sellerQueryOutcome(await client().findSeller(id))).toMatchObject({
      kind: 'seller',
      // 국민: 06 in the core API, 004 here
      seller: { id, status: 'PARTIALLY_APPROVED', account: { bankCode: '004' } },
    })
    const another = await registered()
    const first = await client().listSellers({ limit: 1, startingAfter: null })
    expect(first).toMatchObject({ kind: 'page', rows: [{ id }], next: id })
    const second = await client().listSellers({ limit: 1, startingAfter: id })
    expect(second).toMatchObject({ kind: 'page', rows: [{ id: another }], next: null })
  })

  test('that is a person is registered, too', async () => {
    const { name, email, phone } = company
    const answer = await client().registerSeller({
      refSellerId: 'person-1',
      businessType: 'INDIVIDUAL',
      individual: { name, email, phone },
      account,
      idempotencyKey: randomUUID(),
    })
    expect(answer).toMatchObject({ kind: 'seller', seller: { status: 'APPROVAL_REQUIRED' } })
  })

  test('gets another account', async () => {
    const sellerId = await registered()
    const next = { ...account, bankCode: '92', accountNumber: '98765432109876' }
    const { email, phone, representativeName } = company
    const told = { name: '하늘공간 2호', email, phone, representativeName }
    const change = { sellerId, account: next, company: told, idempotencyKey: randomUUID() }
    expect(sellerOutcome(await client().updateSeller(change))).toMatchObject({
      seller: { account: { bankCode: '092', accountNumber: '**********9876' } },
    })
  })

  test('whose account is not theirs is declined', async () => {
    await fault('code:NOT_MATCH_PAYEE_NAME', 'POST /v2/sellers')
    const answer = await client().registerSeller(newSeller())
    expect(sellerOutcome(answer)).toEqual({ kind: 'declined', code: 'NOT_MATCH_PAYEE_NAME' })
  })

  test('whom Toss does not know is absent', async () => {
    expect(sellerQueryOutcome(await client().findSeller('seller_nobody'))).toEqual({ kind: 'absent' })
  })

  test('cannot be at a bank that Toss does not pay out to', () => {
    const request = { ...newSeller(), account: { ...account, bankCode: 'S0' } }
    expect(() => client().registerSeller(request)).toThrow(RangeError)
  })
})

describe('a payout', () => {
  test('for now is on its way, and arrives', async () => {
    const request = newPayout(await registered())
    const { refPayoutId, destination, amount } = request
    const payout = await paid(request)
    expect(payout).toMatchObject({ refPayoutId, destination, amount, scheduleType: 'EXPRESS', error: null })
    await toss.playPayout(payout.id, 'complete')
    expect(payoutQueryOutcome(await client().findPayout(payout.id))).toMatchObject({
      kind: 'payout',
      payout: { status: 'COMPLETED', amount: 5_000n },
    })
  })

  test('for a day waits for it, and can be taken back', async () => {
    const { id, status } = await paid(newPayout(await registered(), { payoutDate: '2026-11-26' }))
    expect(status).toBe('REQUESTED')
    const cancel = async () =>
      payoutCancelOutcome(await client().cancelPayout({ payoutId: id, idempotencyKey: randomUUID() }))
    expect(await cancel()).toMatchObject({ kind: 'payout', payout: { status: 'CANCELED' } })
    expect(await cancel()).toEqual({ kind: 'refused', code: 'FORBIDDEN_REQUEST' })
  })

  test('that the bank will not have says why', async () => {
    const { id } = await paid(newPayout(await registered()))
    await toss.playPayout(id, 'fail', 'NOT_AVAILABLE_BANK')
    expect(payoutQueryOutcome(await client().findPayout(id))).toMatchObject({
      payout: { status: 'FAILED', error: { code: 'NOT_AVAILABLE_BANK' } },
    })
  })

  test.each([
    ['more than there is', { amount: 1_000_001n }, 'NOT_ENOUGH_AMOUNT'],
    ['a holiday', { payoutDate: '2026-12-25' }, 'NOT_ALLOWED_HOLIDAY'],
    ['today by schedule', { payoutDate: '2026-11-25' }, 'INVALID_PAYABLE_DATE'],
    ['nobody', { destination: 'seller_nobody' }, 'NOT_FOUND'],
  ])('of %s is refused', async (_, fields, code) => {
    const answer = await client().requestPayout(newPayout(await registered(), fields))
    expect(payoutOutcome(answer)).toEqual({ kind: 'refused', code })
  })

  test('to who must be known first is refused', async () => {
    const seller = await registered()
    await toss.playSeller(seller, 'KYC_REQUIRED')
    const answer = await client().requestPayout(newPayout(seller))
    expect(payoutOutcome(answer)).toEqual({ kind: 'refused', code: 'FORBIDDEN_SELLER_PAYOUT' })
  })

  test('that Toss does not know is absent', async () => {
    expect(payoutQueryOutcome(await client().findPayout('FPA_nobody'))).toEqual({ kind: 'absent' })
  })

  test('asked for once more under its key is the same payout', async () => {
    const request = newPayout(await registered())
    const [one, two] = [await paid(request), await paid(request)]
    expect(two.id).toBe(one.id)
    expect(await toss.payouts()).toHaveLength(1)
  })

  test('is never asked for inside a tx', async () => {
    const request = newPayout(await registered())
    await expect(openTx.run(true, () => client().requestPayout(request))).rejects.toThrow('inside a tx')
  })
})

describe('a payout whose answer is lost', () => {
  test.each(['drop-after', 'http5xx-after', 'garbage', 'truncate'])(
    'to %s is unknown, then found by its reference, and the same under the same key',
    async (name) => {
      const request = newPayout(await registered())
      await fault(name)
      expect(payoutOutcome(await client().requestPayout(request))).toMatchObject({
        kind: 'unknown',
        alarm: null,
      })
      const { refPayoutId } = request
      const look = { refPayoutId, from: '2026-11-25', to: '2026-11-25' }
      const found = await findPayoutByReference(client(), look)
      expect(found).toMatchObject({ kind: 'payout', payout: { refPayoutId } })
      expect(found.kind === 'payout' && (await paid(request)).id === found.payout.id).toBe(true)
      expect(await toss.payouts()).toHaveLength(1)
    },
  )

  test.each(['drop-before', 'http5xx-before'])('to %s is unknown, and Toss shows none', async (name) => {
    const request = newPayout(await registered())
    await fault(name)
    expect(payoutOutcome(await client().requestPayout(request))).toMatchObject({
      kind: 'unknown',
      alarm: null,
    })
    const look = { refPayoutId: request.refPayoutId, from: null, to: null }
    expect(await findPayoutByReference(client(), look)).toEqual({ kind: 'absent' })
    expect((await paid(request)).refPayoutId).toBe(request.refPayoutId)
  })

  test('is looked for over pages', async () => {
    const seller = await registered()
    const payouts = []
    for (let n = 0; n < 3; n++) payouts.push(await paid(newPayout(seller)))
    const inTwos = {
      listPayouts: (query: Parameters<ReturnType<typeof client>['listPayouts']>[0]) =>
        client().listPayouts({ ...query, limit: 2 }),
    }
    const [, , last] = payouts
    const look = { refPayoutId: last!.refPayoutId, from: null, to: null }
    expect(await findPayoutByReference(inTwos, look)).toMatchObject({ payout: { id: last!.id } })
  })

  test('and that was paid twice calls somebody', async () => {
    const request = newPayout(await registered())
    await paid(request)
    await paid({ ...request, idempotencyKey: randomUUID() })
    const look = { refPayoutId: request.refPayoutId, from: null, to: null }
    expect(await findPayoutByReference(client(), look)).toMatchObject({
      kind: 'unknown',
      alarm: 'paid_twice',
    })
  })

  test('is unknown while it cannot be looked for', async () => {
    await fault('drop-before', 'GET /v2/payouts')
    const look = { refPayoutId: 'any', from: null, to: null }
    expect(await findPayoutByReference(client(), look)).toMatchObject({ kind: 'unknown' })
  })
})

/** What to do with a payout whose outcome is unknown: look for it, and only where there is none ask under its key again. */
async function carriedThrough(request: PayoutRequest) {
  const answer = payoutOutcome(await client().requestPayout(request))
  if (answer.kind !== 'unknown') return answer
  const { refPayoutId } = request
  for (;;) {
    const found = await findPayoutByReference(client(), { refPayoutId, from: null, to: null })
    if (found.kind === 'payout') return found
    if (found.kind === 'absent') return carriedThrough(request)
  }
}

describe('what the lab offers ends as it says', () => {
  test.each(
    SCENARIOS.filter(({ subject }) => subject === 'payout').map(({ id, ending }) => [
      id as ScenarioId,
      ending,
    ]),
  )('a payout: %s ends %s', async (id, ending) => {
    const request = newPayout(await registered())
    await toss.play(id as ScenarioId)
    const { kind } = await carriedThrough(request)
    expect(kind).toBe(ending === 'paid' ? 'payout' : 'refused')
    expect(await toss.payouts()).toHaveLength(ending === 'paid' ? 1 : 0)
  })
})

describe('a webhook', () => {
  test('of the simulator is signed by a key of ours, also while it is being changed', async () => {
    const sink = await openSink()
    const sender = await startSimulator({
      port: 0,
      rules: { processingMs: 0 },
      machineClock: () => MORNING,
      webhookUrl: sink.url,
    })
    const isOurs = ({ headers, text }: Delivery) =>
      isSigned(
        {
          raw: Buffer.from(text),
          sentAt: headers['tosspayments-webhook-transmission-time'] as string,
          signature: headers['tosspayments-webhook-signature'] as string,
        },
        DEFAULT_MERCHANT.securityKey,
      )
    const controls = new TossControls(sender.url)
    const outcome = sellerOutcome(await clientAt(sender.url).registerSeller(newSeller()))
    const { id } = outcome.kind === 'seller' ? outcome.seller : { id: '' }
    await controls.playSeller(id, 'KYC_REQUIRED')
    await sink.received(1)
    await fetch(`${sender.url}/__sim/security-key`, { method: 'POST' })
    await controls.playSeller(id, 'APPROVED')
    await sink.received(2)
    await controls.advance(7 * DAY_MS)
    await controls.playSeller(id, 'KYC_REQUIRED')
    const deliveries = await sink.received(3)
    expect(deliveries.map(isOurs)).toEqual([true, true, false])
    expect(deliveries.map(({ text }) => readWebhook(text)?.entityId)).toEqual([id, id, id])
    await sender.close()
    await sink.close()
  })
})

describe('what is wrong with us', () => {
  test('the clock: refused, which nothing came of', async () => {
    const request = newPayout(await registered())
    await toss.advance(600_000)
    toss.offsetMs = 0 // ours does not follow
    expect(payoutOutcome(await client().requestPayout(request))).toEqual({
      kind: 'refused',
      code: 'INVALID_REQUEST',
    })
    expect(await toss.payouts()).toEqual([])
  })

  test('the secret key: unknown, and it calls somebody', async () => {
    const other = clientAt(simulator.url, DEFAULT_MERCHANT.widget)
    expect(payoutOutcome(await other.requestPayout(newPayout('seller_1')))).toMatchObject({
      kind: 'unknown',
      alarm: 'configuration',
    })
    expect(payoutQueryOutcome(await other.findPayout('FPA_1'))).toMatchObject({ alarm: 'configuration' })
  })

  test('the security key, issued anew a week ago: Toss cannot read us', async () => {
    const request = newPayout(await registered())
    await fetch(`${simulator.url}/__sim/security-key`, { method: 'POST' })
    expect((await client().requestPayout(request)).kind).toBe('payout')
    await toss.advance(7 * DAY_MS)
    const later = newPayout(request.destination)
    expect(payoutOutcome(await client().requestPayout(later))).toMatchObject({ kind: 'refused' })
  })
})

test('the balance is what can be paid out, and what will be soon', async () => {
  await paid(newPayout(await registered()))
  expect(await client().findBalance()).toEqual({
    kind: 'balance',
    httpStatus: 200,
    balance: { available: 995_000n, pending: 0n },
  })
})
