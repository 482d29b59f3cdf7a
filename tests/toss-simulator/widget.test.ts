import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  endOfRequest,
  inShop,
  launchBrowser,
  openShop,
  requestInShop,
  settledRequest,
  type Buyer,
} from './support/browser'
import { serveHostPage, type HostPage } from './support/host-page'
import {
  API_CLIENT_KEY,
  newOrderId,
  openScene,
  WIDGET_CLIENT_KEY,
  WIDGET_SECRET_KEY,
  type Scene,
} from './support/scene'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let scene: Scene
let host: HostPage
let browser: Browser
let buyer: Buyer

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
})
afterEach(() => {
  expect(buyer.troubles).toEqual([])
})

const run = <Value>(script: string, clientKey = WIDGET_CLIENT_KEY) =>
  inShop<Value>(buyer, scene, clientKey, script)

const RENDER = `
  shop.widgets = toss.widgets({ customerKey: window.ANONYMOUS })
  await shop.widgets.setAmount({ value: 70000, currency: 'KRW' })
  const [methods, agreement] = await Promise.all([
    shop.widgets.renderPaymentMethods({ selector: '#methods', variantKey: 'DEFAULT' }),
    shop.widgets.renderAgreement({ selector: '#agreement', variantKey: 'AGREEMENT' }),
  ])
  agreement.on('agreementStatusChange', ({ agreedRequiredTerms }) => (shop.agreed = agreedRequiredTerms))
  Object.assign(shop, { methods, agreement })`

function requestPayment(orderId: string, more = ''): Promise<unknown> {
  const request = `{ orderId: '${orderId}', orderName: '포스페이 충전', ${more} }`
  return requestInShop(buyer, scene, WIDGET_CLIENT_KEY, `shop.widgets.requestPayment(${request})`)
}

const REDIRECT = `successUrl: location.origin + '/success?from=shop', failUrl: location.origin + '/fail?from=shop'`

const ARRIVING = { timeout: 10_000 }

async function choose(method: string): Promise<void> {
  await run(RENDER)
  await buyer.methods.getByRole('radio', { name: method }).check()
  if (method === '신용·체크카드') await buyer.methods.getByLabel('카드사').selectOption({ label: '신한카드' })
  await agree()
}

/** The frames are processes of their own: what is clicked there is known here a moment later. */
async function agree(): Promise<void> {
  await buyer.agreement.getByRole('checkbox').check()
  await expect.poll(() => run('return shop.agreed'), ARRIVING).toBe(true)
}

const parameters = () => Object.fromEntries(new URL(buyer.page.url()).searchParams)

describe('Toss §7.1, §11.1 no. 14: the official loader works unchanged', () => {
  test('it resolves to the product functions, and the script offers TossPayments.ANONYMOUS', async () => {
    expect(
      await run('return { names: Object.keys(toss).sort(), anonymous: window.TossPayments.ANONYMOUS }'),
    ).toEqual({
      names: ['brandpay', 'payment', 'widgets'],
      anonymous: '@@ANONYMOUS',
    })
  })

  test('an API individual key in widgets() is NOT_SUPPORTED_API_INDIVIDUAL_KEY', async () => {
    const thrown = await run("toss.widgets({ customerKey: 'buyer_1' })", API_CLIENT_KEY)
    expect(thrown.code).toBe('NOT_SUPPORTED_API_INDIVIDUAL_KEY')
  })

  test('a widget key in payment() is NOT_SUPPORTED_WIDGET_KEY', async () => {
    expect((await run("toss.payment({ customerKey: 'buyer_1' })")).code).toBe('NOT_SUPPORTED_WIDGET_KEY')
  })

  test('a secret key in the browser is INSECURE_KEY_USAGE, anything else INVALID_CLIENT_KEY', async () => {
    expect((await run('', WIDGET_SECRET_KEY)).code).toBe('INSECURE_KEY_USAGE')
    expect((await run('', 'no-key')).code).toBe('INVALID_CLIENT_KEY')
  })

  test.each([["''"], ["'a'"], ["'with space'"], ["'k'.repeat(51)"], ['undefined']])(
    'the customer key %s is INVALID_CUSTOMER_KEY',
    async (customerKey) => {
      expect((await run(`toss.widgets({ customerKey: ${customerKey} })`)).code).toBe('INVALID_CUSTOMER_KEY')
    },
  )
})

describe('Toss §7.2, §7.4, §11.1 no. 14: the order of calls', () => {
  const WIDGETS = "const widgets = toss.widgets({ customerKey: 'buyer_1' })"
  const AMOUNT = "await widgets.setAmount({ value: 70000, currency: 'KRW' })"

  test.each([
    [
      'rendering before setAmount',
      `await widgets.renderPaymentMethods({ selector: '#methods' })`,
      'NOT_SETUP_AMOUNT',
    ],
    [
      'paying before setAmount',
      `await widgets.requestPayment({ orderId: 'order_1', orderName: 'x' })`,
      'NOT_SETUP_AMOUNT',
    ],
    [
      'an amount that is no number',
      `await widgets.setAmount({ value: '1000', currency: 'KRW' })`,
      'INVALID_AMOUNT_VALUE',
    ],
    [
      'a currency that is none',
      `await widgets.setAmount({ value: 1000, currency: 'WON' })`,
      'INVALID_AMOUNT_CURRENCY',
    ],
    [
      'a selector that finds nothing',
      `${AMOUNT}; await widgets.renderPaymentMethods({ selector: '#nowhere' })`,
      'INVALID_SELECTOR',
    ],
    [
      'a selector that is none',
      `${AMOUNT}; await widgets.renderAgreement({ selector: '###' })`,
      'INVALID_SELECTOR',
    ],
    [
      'an unknown variant of the methods',
      `${AMOUNT}; await widgets.renderPaymentMethods({ selector: '#methods', variantKey: 'NO_SUCH' })`,
      'INVALID_VARIANT_KEY',
    ],
    [
      'an unknown variant of the agreement',
      `await widgets.renderAgreement({ selector: '#agreement', variantKey: 'NO_SUCH' })`,
      'INVALID_VARIANT_KEY',
    ],
    [
      'rendering the methods twice',
      `${AMOUNT}; await widgets.renderPaymentMethods({ selector: '#methods' }); await widgets.renderPaymentMethods({ selector: '#methods' })`,
      'PAYMENT_METHODS_WIDGET_ALREADY_RENDERED',
    ],
    [
      'rendering the agreement twice at once',
      `await Promise.all([1, 2].map(() => widgets.renderAgreement({ selector: '#agreement' })))`,
      'AGREEMENT_WIDGET_ALREADY_RENDERED',
    ],
    [
      'an unknown event',
      `${AMOUNT}; (await widgets.renderPaymentMethods({ selector: '#methods' })).on('click', () => {})`,
      'INVALID_PARAMETER',
    ],
  ])('%s is refused', async (_name, script, code) => {
    expect((await run(`${WIDGETS}; ${script}`)).code).toBe(code)
  })

  test('after destroy a widget can be rendered again', async () => {
    const again = `${WIDGETS}; ${AMOUNT}
      const first = await widgets.renderPaymentMethods({ selector: '#methods' })
      await first.destroy()
      await widgets.renderPaymentMethods({ selector: '#methods' })
      return document.querySelectorAll('#methods iframe').length`
    expect(await run(again)).toBe(1)
  })

  test('an unknown shop is refused when it renders', async () => {
    const thrown = await run(
      `${WIDGETS}; ${AMOUNT}; await widgets.renderPaymentMethods({ selector: '#methods' })`,
      'test_gck_nobody',
    )
    expect(thrown.code).toBe('INVALID_CLIENT_KEY')
  })
})

describe('Toss §7.2: the widget knows what the buyer chose', () => {
  test('paying is refused until a method, its details and the required terms are there', async () => {
    await run(RENDER)
    const attempt = async () => {
      await requestPayment(newOrderId(), REDIRECT)
      return ((await settledRequest(buyer)) as { code: string }).code
    }
    expect(await attempt()).toBe('NOT_SELECTED_PAYMENT_METHOD')
    await buyer.methods.getByRole('radio', { name: '신용·체크카드' }).check()
    await expect.poll(attempt, ARRIVING).toBe('NEED_CARD_PAYMENT_DETAIL')
    await buyer.methods.getByLabel('카드사').selectOption({ label: '신한카드' })
    await expect.poll(attempt, ARRIVING).toBe('NEED_AGREEMENT_WITH_REQUIRED_TERMS')
    await agree()
    await requestPayment(newOrderId(), REDIRECT)
    await buyer.window.getByRole('button', { name: '결제하기' }).waitFor()
    expect(await endOfRequest(buyer)).toBe('pending')
  })

  test('selecting a method and agreeing are told as events', async () => {
    await run(`${RENDER}
      shop.events = []
      shop.methods.on('paymentMethodSelect', (method) => shop.events.push(method))
      shop.agreement.on('agreementStatusChange', (status) => shop.events.push(status))`)
    await buyer.methods.getByRole('radio', { name: '카카오페이' }).check()
    await buyer.agreement.getByRole('checkbox').check()
    await expect
      .poll(() => run('return shop.events'), ARRIVING)
      .toEqual([
        { code: 'KAKAOPAY' },
        {
          agreedRequiredTerms: true,
          agreements: [
            { term: { id: expect.any(String), required: true }, agreed: true },
            { term: { id: expect.any(String), required: true }, agreed: true },
          ],
        },
      ])
    expect(await run('return shop.methods.getSelectedPaymentMethod()')).toEqual({ code: 'KAKAOPAY' })
  })

  test('instalments can be picked from 50,000 won, also when the amount changes later', async () => {
    await choose('신용·체크카드')
    await buyer.methods.getByLabel('할부').selectOption('3')
    await run("await shop.widgets.setAmount({ value: 49999, currency: 'KRW' })")
    await buyer.methods.getByText('할부는 5만원부터').waitFor()
    expect(await buyer.methods.getByLabel('할부').isDisabled()).toBe(true)
    expect(await buyer.methods.getByLabel('할부').inputValue()).toBe('0')
  })
})

describe('Toss §2.2, §7.2: from the widget to confirm', () => {
  test('a card: redirect to successUrl with its own query kept, then confirm with our amount', async () => {
    await choose('신용·체크카드')
    const orderId = newOrderId()
    await requestPayment(orderId, REDIRECT)
    await buyer.window.getByText('신한카드').waitFor()
    await buyer.window.getByRole('button', { name: '결제하기' }).click()
    await buyer.page.waitForURL(/\/success/)
    const { paymentKey } = parameters()
    expect(parameters()).toEqual({
      from: 'shop',
      paymentType: 'NORMAL',
      orderId,
      paymentKey,
      amount: '70000',
    })
    const reply = await scene.confirm({ paymentKey: paymentKey!, orderId, amount: 70000 })
    expect(reply.json).toMatchObject({
      status: 'DONE',
      method: '카드',
      card: { issuerCode: '41', amount: 70000 },
    })
  })

  test('an easy payment from wallet money', async () => {
    await choose('네이버페이')
    const orderId = newOrderId()
    await requestPayment(orderId, REDIRECT)
    await buyer.window.getByRole('radio', { name: '페이 머니' }).check()
    await buyer.window.getByRole('button', { name: '결제하기' }).click()
    await buyer.page.waitForURL(/\/success/)
    const reply = await scene.confirm({ paymentKey: parameters().paymentKey!, orderId, amount: 70000 })
    expect(reply.json).toMatchObject({
      method: '간편결제',
      card: null,
      easyPay: { provider: '네이버페이', amount: 70000 },
    })
  })

  test('a transfer: the window asks for the bank', async () => {
    await choose('계좌이체')
    const orderId = newOrderId()
    await requestPayment(orderId, REDIRECT)
    await buyer.window.getByRole('button', { name: '결제하기' }).click()
    await buyer.window.getByRole('alert').getByText('결제 수단을 먼저 골라 주세요.').waitFor()
    await buyer.window.getByLabel('출금 은행').selectOption({ label: '토스뱅크' })
    await buyer.window.getByRole('button', { name: '결제하기' }).click()
    await buyer.page.waitForURL(/\/success/)
    const reply = await scene.confirm({ paymentKey: parameters().paymentKey!, orderId, amount: 70000 })
    expect(reply.json).toMatchObject({ method: '계좌이체', transfer: { bankCode: '92' } })
  })

  test('promise mode resolves with paymentType, paymentKey, orderId and amount', async () => {
    await choose('토스페이')
    const orderId = newOrderId()
    await requestPayment(orderId)
    await buyer.window.getByRole('button', { name: '결제하기' }).click()
    expect(await settledRequest(buyer)).toEqual({
      paymentType: 'NORMAL',
      paymentKey: expect.stringMatching(/^tpock/),
      orderId,
      amount: { currency: 'KRW', value: 70000 },
    })
    expect(await buyer.page.locator('dialog').count()).toBe(0)
  })
})

describe('the widget can be used by everybody', () => {
  test('it passes axe, also with card details open', async () => {
    await choose('신용·체크카드')
    const { violations } = await new AxeBuilder({ page: buyer.page }).include('iframe').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })

  test('at 320 px nothing is cut off, and the frame is as high as its content', async () => {
    await buyer.page.setViewportSize({ width: 320, height: 700 })
    await choose('신용·체크카드')
    for (const frame of buyer.page.frames().slice(1)) {
      const overflow = await frame.evaluate(() => ({
        x: document.documentElement.scrollWidth - window.innerWidth,
        y: document.documentElement.scrollHeight - window.innerHeight,
      }))
      expect(overflow).toEqual({ x: 0, y: 0 })
    }
    await buyer.page.setViewportSize({ width: 1280, height: 800 })
  })

  test('with the keyboard alone a method is chosen', async () => {
    await run(RENDER)
    await buyer.methods.getByRole('radio', { name: '신용·체크카드' }).focus()
    await buyer.page.keyboard.press('ArrowDown')
    expect(await buyer.methods.getByRole('radio', { name: '토스페이' }).isChecked()).toBe(true)
  })
})
