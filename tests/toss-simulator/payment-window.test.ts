import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  endOfRequest,
  inShop,
  launchBrowser,
  openShop,
  PHONE,
  requestInShop,
  settledRequest,
  type Buyer,
} from './support/browser'
import { serveHostPage, type HostPage } from './support/host-page'
import {
  advance,
  API_CLIENT_KEY,
  API_SECRET_KEY,
  MINUTE_MS,
  newOrderId,
  openScene,
  type Scene,
} from './support/scene'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let scene: Scene
let host: HostPage
let browser: Browser
let buyer: Buyer
let orderId: string

beforeAll(async () => {
  scene = await openScene()
  host = await serveHostPage(scene.simulator.url)
  browser = await launchBrowser()
  buyer = await openShop(browser, host)
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await scene.close()
})
beforeEach(async () => {
  await buyer.visit()
  orderId = newOrderId()
})
afterEach(() => {
  expect(buyer.troubles).toEqual([])
})

const REDIRECT = `successUrl: location.origin + '/success?from=shop', failUrl: location.origin + '/fail?from=shop'`
const HYUNDAI = `card: { flowMode: 'DIRECT', cardCompany: 'HYUNDAI' }`

function request(...fields: string[]): Promise<unknown> {
  const base = [
    `method: 'CARD'`,
    `amount: { value: 30000, currency: 'KRW' }`,
    `orderId: '${orderId}'`,
    `orderName: '포스페이 충전'`,
  ]
  return requestInShop(
    buyer,
    scene,
    API_CLIENT_KEY,
    `(shop.payment ??= toss.payment({ customerKey: 'buyer_1' })).requestPayment({ ${[...base, ...fields].join(', ')} })`,
  )
}

async function refusal(...fields: string[]): Promise<{ code: string }> {
  await request(...fields)
  return (await settledRequest(buyer)) as { code: string }
}

const parameters = () => Object.fromEntries(new URL(buyer.page.url()).searchParams)
const payButton = () => buyer.window.getByRole('button', { name: '결제하기' })

async function pickOutcome(label: string): Promise<void> {
  await buyer.window.getByText('실패 시키기').click()
  await buyer.window.getByRole('radio', { name: label }).check()
}

describe('Toss §2.3, §7.3, §11.1 no. 10: redirect mode', () => {
  test('success goes to successUrl with orderId, paymentKey and amount, and no paymentType', async () => {
    await request(HYUNDAI, REDIRECT)
    await payButton().click()
    await buyer.page.waitForURL(/\/success/)
    const { paymentKey } = parameters()
    expect(parameters()).toEqual({ from: 'shop', orderId, paymentKey, amount: '30000' })
    const reply = await scene.confirm(
      { paymentKey: paymentKey!, orderId, amount: 30000 },
      { key: API_SECRET_KEY },
    )
    expect(reply.json).toMatchObject({ status: 'DONE', card: { issuerCode: '61' } })
  })

  test('the promise never settles on success', async () => {
    await request(HYUNDAI, `successUrl: location.href + '#success', failUrl: location.origin + '/fail'`)
    await payButton().click()
    await buyer.page.waitForURL(/paymentKey/)
    await buyer.page.goBack()
    expect(await buyer.page.evaluate('window.shop?.end ?? "gone with the page"')).toBe('gone with the page')
  })

  test('without a card company the window asks how to pay', async () => {
    await request(REDIRECT)
    await payButton().click()
    await buyer.window.getByRole('alert').getByText('결제 수단을 먼저 골라 주세요.').waitFor()
    await buyer.window.getByRole('radio', { name: '카카오페이' }).check()
    await payButton().click()
    await buyer.page.waitForURL(/\/success/)
    expect(parameters().orderId).toBe(orderId)
  })

  test.each([
    ['인증에 실패해요', 'PAY_PROCESS_ABORTED', '결제 진행 중 승인에 실패하여 결제가 중단되었습니다.'],
    ['카드사가 인증을 거절해요', 'REJECT_CARD_COMPANY', '결제 승인이 거절되었습니다.'],
  ])('%s: failUrl with code, message and orderId', async (label, code, message) => {
    await request(HYUNDAI, REDIRECT)
    await pickOutcome(label)
    await payButton().click()
    await buyer.page.waitForURL(/\/fail/)
    expect(parameters()).toEqual({ from: 'shop', code, message, orderId })
  })

  test('the message on failUrl is URL-encoded', async () => {
    await request(HYUNDAI, REDIRECT)
    await pickOutcome('카드사가 인증을 거절해요')
    await payButton().click()
    await buyer.page.waitForURL(/\/fail/)
    expect(buyer.page.url()).toContain(`message=${encodeURIComponent('결제 승인이 거절되었습니다.')}`)
  })

  test('a buyer who cancels inside goes to failUrl with PAY_PROCESS_CANCELED and no orderId; the payment stays READY', async () => {
    await request(HYUNDAI, REDIRECT)
    await buyer.window.getByRole('button', { name: '취소' }).click()
    await buyer.page.waitForURL(/\/fail/)
    expect(parameters()).toEqual({
      from: 'shop',
      code: 'PAY_PROCESS_CANCELED',
      message: '사용자에 의해 결제가 취소되었습니다.',
    })
    const { json } = await scene.call('GET', `/v1/payments/orders/${orderId}`)
    expect(json.status).toBe('READY')
  })

  test.each([
    ['한도가 넘거나 잔액이 부족해요', 'REJECT_CARD_PAYMENT', 403],
    ['정지된 카드예요', 'INVALID_STOPPED_CARD', 400],
  ])('%s: authentication passes and the confirm is refused', async (label, code, status) => {
    await request(HYUNDAI, REDIRECT)
    await pickOutcome(label)
    await payButton().click()
    await buyer.page.waitForURL(/\/success/)
    const ticket = { paymentKey: parameters().paymentKey!, orderId, amount: 30000 }
    expect(await scene.confirm(ticket, { key: API_SECRET_KEY })).toMatchObject({ status, json: { code } })
  })

  test('a transfer may be refused for lack of money', async () => {
    await request(`method: 'TRANSFER'`, REDIRECT)
    await buyer.window.getByLabel('출금 은행').selectOption({ label: '우리은행' })
    await pickOutcome('계좌 잔액이 부족해요')
    await payButton().click()
    await buyer.page.waitForURL(/\/success/)
    const ticket = { paymentKey: parameters().paymentKey!, orderId, amount: 30000 }
    expect(await scene.confirm(ticket, { key: API_SECRET_KEY })).toMatchObject({
      status: 403,
      json: { code: 'REJECT_ACCOUNT_PAYMENT' },
    })
  })
})

describe('Toss §7.4, §11.1 no. 14: closing the window rejects with USER_CANCEL', () => {
  test.each([
    ['the X', () => buyer.window.getByRole('button', { name: '닫기' }).click()],
    ['Escape', () => buyer.page.keyboard.press('Escape')],
  ])('by %s; the page is usable again and the buyer may try once more', async (_name, close) => {
    await request(HYUNDAI, REDIRECT)
    await payButton().waitFor()
    await close()
    expect(await settledRequest(buyer)).toMatchObject({ code: 'USER_CANCEL', message: '취소되었습니다.' })
    expect(await buyer.page.locator('dialog').count()).toBe(0)
    await buyer.page.getByRole('button', { name: '주문하기' }).click()
    await request(HYUNDAI, REDIRECT)
    await payButton().waitFor()
  })
})

describe('Toss §7.3, §11.1 no. 14: promise mode', () => {
  test('resolves with paymentKey, orderId and amount', async () => {
    await request(HYUNDAI)
    await payButton().click()
    expect(await settledRequest(buyer)).toEqual({
      paymentKey: expect.stringMatching(/^tpock/),
      orderId,
      amount: { currency: 'KRW', value: 30000 },
    })
  })

  test('rejects with the code when the buyer fails inside', async () => {
    await request(HYUNDAI)
    await pickOutcome('인증에 실패해요')
    await payButton().click()
    expect(await settledRequest(buyer)).toMatchObject({ code: 'PAY_PROCESS_ABORTED' })
  })

  test('destroy closes the window and rejects with PaymentRequestAbortedError', async () => {
    await request(HYUNDAI)
    await payButton().waitFor()
    await inShop(buyer, scene, API_CLIENT_KEY, 'await shop.payment.destroy()')
    expect(await settledRequest(buyer)).toMatchObject({ name: 'PaymentRequestAbortedError' })
    expect(await buyer.page.locator('dialog').count()).toBe(0)
  })

  test('destroy with nothing open is NoActivePaymentRequestError', async () => {
    const thrown = await inShop(
      buyer,
      scene,
      API_CLIENT_KEY,
      `await toss.payment({ customerKey: 'buyer_1' }).destroy()`,
    )
    expect(thrown.name).toBe('NoActivePaymentRequestError')
  })
})

describe('Toss §7.2, §7.4, §11.1 no. 14: what requestPayment refuses before the window opens', () => {
  test.each([
    ['a relative successUrl', `successUrl: '/ok', failUrl: location.origin`, 'INCORRECT_SUCCESS_URL_FORMAT'],
    ['no failUrl', 'successUrl: location.origin', 'INCORRECT_FAIL_URL_FORMAT'],
    [
      'an address of another kind',
      `successUrl: 'javascript:alert(1)', failUrl: location.origin`,
      'INCORRECT_SUCCESS_URL_FORMAT',
    ],
    ['an unknown method', `method: 'BARTER'`, 'NOT_SUPPORTED_METHOD'],
    ['an amount in text', `amount: { value: '1000', currency: 'KRW' }`, 'INVALID_AMOUNT_VALUE'],
    ['nothing to pay', `amount: { value: 0, currency: 'KRW' }`, 'BELOW_ZERO_AMOUNT'],
    ['an order id that is too short', `orderId: 'abc'`, 'INVALID_ORDER_ID'],
    ['DIRECT without anybody to go to', `card: { flowMode: 'DIRECT' }`, 'INVALID_FLOW_MODE_PARAMETERS'],
    [
      'both instalment options',
      `card: { cardInstallmentPlan: 2, maxCardInstallmentPlan: 6 }`,
      'INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE',
    ],
    ['an e-mail address that is none', `customerEmail: 'nobody'`, 'INVALID_EMAIL'],
    ['a window of its own in promise mode', `windowTarget: 'self'`, 'NOT_SUPPORTED_PROMISE'],
  ])('%s', async (_name, fields, code) => {
    expect((await refusal(fields)).code).toBe(code)
    expect(await buyer.page.locator('dialog').count()).toBe(0)
  })

  test('a second request while one is open is INVALID_METHOD_TRANSACTION', async () => {
    await request(HYUNDAI)
    await payButton().waitFor()
    expect(await refusal(HYUNDAI)).toMatchObject({
      code: 'INVALID_METHOD_TRANSACTION',
      message: '이미 다른 요청을 수행하고 있어요.',
    })
  })
})

describe('Toss §7.3: on a phone the window takes over the page', () => {
  let desk: Buyer
  beforeAll(async () => {
    desk = buyer
    buyer = await openShop(browser, host, PHONE)
  })
  afterAll(async () => {
    await buyer.close()
    buyer = desk
  })

  test('the browser goes to the window and from there to successUrl', async () => {
    await request(HYUNDAI, REDIRECT)
    await buyer.page.waitForURL(/\/window\//)
    await buyer.page.getByRole('button', { name: '결제하기' }).click()
    await buyer.page.waitForURL(/\/success/)
    expect(parameters()).toMatchObject({ from: 'shop', orderId, amount: '30000' })
  })

  test.each(['취소', '닫기'])('%s goes to failUrl with PAY_PROCESS_CANCELED and no orderId', async (name) => {
    await request(HYUNDAI, REDIRECT)
    await buyer.page.getByRole('button', { name }).click()
    await buyer.page.waitForURL(/\/fail/)
    expect(parameters()).toMatchObject({ from: 'shop', code: 'PAY_PROCESS_CANCELED' })
    expect(parameters()).not.toHaveProperty('orderId')
  })

  test('promise mode is NOT_SUPPORTED_PROMISE', async () => {
    expect((await refusal(HYUNDAI)).code).toBe('NOT_SUPPORTED_PROMISE')
  })

  test('a window whose 30 minutes are over says so and leads back to the shop', async () => {
    await request(HYUNDAI, REDIRECT)
    await buyer.page.waitForURL(/\/window\//)
    await advance(scene, 31 * MINUTE_MS)
    await buyer.page.reload()
    await buyer.page.getByText('결제 시간이 지났어요').waitFor()
    await buyer.page.getByRole('button', { name: '상점으로 돌아가기' }).click()
    await buyer.page.waitForURL(/\/fail/)
  })
})

test('windowTarget self leaves the page on a PC too', async () => {
  await request(HYUNDAI, REDIRECT, `windowTarget: 'self'`)
  await buyer.page.waitForURL(/\/window\//)
  await buyer.page.getByRole('button', { name: '결제하기' }).click()
  await buyer.page.waitForURL(/\/success/)
})

test('a window whose 30 minutes ended while it was open says so when the buyer pays', async () => {
  await request(HYUNDAI, REDIRECT)
  await payButton().waitFor()
  await advance(scene, 31 * MINUTE_MS)
  await payButton().click()
  await buyer.window.getByRole('alert').getByText('결제 시간이 만료되어').waitFor()
  expect(await endOfRequest(buyer)).toBe('pending')
})

describe('Toss §7.2, §11.1 no. 14: sandbox.paymentResult plays the buyer', () => {
  test('SUCCESS goes straight to successUrl', async () => {
    await request(HYUNDAI, REDIRECT, `sandbox: { paymentResult: 'SUCCESS' }`)
    await buyer.page.waitForURL(/\/success/)
    const ticket = { paymentKey: parameters().paymentKey!, orderId, amount: 30000 }
    expect((await scene.confirm(ticket, { key: API_SECRET_KEY })).status).toBe(200)
  })

  test('FAIL goes straight to failUrl', async () => {
    await request(HYUNDAI, REDIRECT, `sandbox: { paymentResult: 'FAIL' }`)
    await buyer.page.waitForURL(/\/fail/)
    expect(parameters()).toMatchObject({ code: 'PAY_PROCESS_ABORTED', orderId })
  })
})

describe('the window can be used by everybody', () => {
  test('it passes axe with everything open', async () => {
    await request(REDIRECT)
    await buyer.window.getByRole('radio', { name: '신용·체크카드' }).check()
    await buyer.window.getByText('실패 시키기').click()
    const { violations } = await new AxeBuilder({ page: buyer.page }).include('iframe').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })

  test('at 320 px nothing is cut off sideways', async () => {
    await buyer.page.setViewportSize({ width: 320, height: 568 })
    await request(REDIRECT)
    await buyer.window.getByRole('radio', { name: '신용·체크카드' }).check()
    await buyer.window.getByText('실패 시키기').click()
    const frame = buyer.page.frames().at(-1)!
    expect(await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    await payButton().click({ trial: true })
    await buyer.page.setViewportSize({ width: 1280, height: 800 })
  })

  test('the rest of the page cannot be reached while it is open', async () => {
    await request(HYUNDAI, REDIRECT)
    await payButton().waitFor()
    for (let i = 0; i < 12; i++) {
      await buyer.page.keyboard.press('Tab')
      expect(await buyer.page.evaluate('document.activeElement.id')).not.toBe('order')
    }
  })
})
