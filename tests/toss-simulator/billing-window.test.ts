import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  endOfRequest,
  launchBrowser,
  openShop,
  PHONE,
  requestInShop,
  settledRequest,
  type Buyer,
} from './support/browser'
import { serveHostPage, type HostPage } from './support/host-page'
import { API_CLIENT_KEY, API_SECRET_KEY, newOrderId, openScene, type Scene } from './support/scene'

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
beforeEach(() => buyer.visit())
afterEach(() => {
  expect(buyer.troubles).toEqual([])
})

const REDIRECT = `successUrl: location.origin + '/success?billingMethod=CARD', failUrl: location.origin + '/fail?from=shop'`

function register(fields = `method: 'CARD', ${REDIRECT}`, who = buyer, customerKey = `'customer_1'`) {
  return requestInShop(
    who,
    scene,
    API_CLIENT_KEY,
    `toss.payment({ customerKey: ${customerKey} }).requestBillingAuth({ ${fields} })`,
  )
}

async function refusal(fields: string, customerKey?: string): Promise<{ code: string }> {
  await register(fields, buyer, customerKey)
  return (await settledRequest(buyer)) as { code: string }
}

const parameters = () => Object.fromEntries(new URL(buyer.page.url()).searchParams)
const submit = () => buyer.window.getByRole('button', { name: '카드 등록하기' }).click()

async function pickOutcome(label: string): Promise<void> {
  await buyer.window.getByText('실패 시키기').click()
  await buyer.window.getByRole('radio', { name: label }).check()
}

describe('Toss §2.3, §7: requestBillingAuth', () => {
  test('goes to successUrl with customerKey and authKey, which a shop turns into a billing key', async () => {
    await register()
    await buyer.window.getByRole('combobox').selectOption({ label: 'KB국민카드' })
    await submit()
    await buyer.page.waitForURL(/\/success/)
    const { authKey } = parameters()
    expect(parameters()).toEqual({ billingMethod: 'CARD', customerKey: 'customer_1', authKey })
    const { json } = await scene.call('POST', '/v1/billing/authorizations/issue', {
      key: API_SECRET_KEY,
      body: { authKey, customerKey: 'customer_1' },
    })
    expect(json.card.issuerCode).toBe('11')
  })

  test('asks for the card first', async () => {
    await register()
    await submit()
    await buyer.window.getByRole('alert').getByText('카드사를 먼저 골라 주세요.').waitFor()
    expect(await endOfRequest(buyer)).toBe('pending')
  })

  test.each([
    ['등록에 실패해요', 'PAY_PROCESS_ABORTED'],
    ['카드사가 등록을 거절해요', 'REJECT_CARD_COMPANY'],
  ])('%s: failUrl with code and message', async (label, code) => {
    await register()
    await buyer.window.getByRole('combobox').selectOption({ label: '신한카드' })
    await pickOutcome(label)
    await submit()
    await buyer.page.waitForURL(/\/fail/)
    expect(parameters()).toEqual({ from: 'shop', code, message: expect.any(String) })
  })

  test('a card can be registered whose charges are refused later', async () => {
    await register()
    await buyer.window.getByRole('combobox').selectOption({ label: '신한카드' })
    await pickOutcome('한도가 넘거나 잔액이 부족해요')
    await submit()
    await buyer.page.waitForURL(/\/success/)
    const { json } = await scene.call('POST', '/v1/billing/authorizations/issue', {
      key: API_SECRET_KEY,
      body: parameters(),
    })
    const charge = await scene.call('POST', `/v1/billing/${json.billingKey}`, {
      key: API_SECRET_KEY,
      body: { amount: 1000, customerKey: 'customer_1', orderId: newOrderId(), orderName: '자동충전' },
    })
    expect(charge.json.code).toBe('REJECT_CARD_PAYMENT')
  })

  test('취소 inside goes to failUrl with PAY_PROCESS_CANCELED', async () => {
    await register()
    await buyer.window.getByRole('button', { name: '취소' }).click()
    await buyer.page.waitForURL(/\/fail/)
    expect(parameters()).toMatchObject({ from: 'shop', code: 'PAY_PROCESS_CANCELED' })
  })

  test('a buyer who closes the window rejects it with USER_CANCEL', async () => {
    await register()
    await buyer.window.getByRole('button', { name: '닫기' }).click()
    expect(await settledRequest(buyer)).toMatchObject({ code: 'USER_CANCEL' })
  })

  test.each([
    ['no address to return to', `method: 'CARD'`, undefined, 'INCORRECT_SUCCESS_URL_FORMAT'],
    [
      'no address for a failure',
      `method: 'CARD', successUrl: location.origin`,
      undefined,
      'INCORRECT_FAIL_URL_FORMAT',
    ],
    ['a method it does not have', `method: 'PHONE', ${REDIRECT}`, undefined, 'NOT_SUPPORTED_METHOD'],
    ['a customer without a name', `method: 'CARD', ${REDIRECT}`, 'window.ANONYMOUS', 'INVALID_CUSTOMER_KEY'],
  ])('with %s is refused before a window opens', async (_what, fields, customerKey, code) => {
    expect((await refusal(fields, customerKey)).code).toBe(code)
  })

  test('on a phone takes over the page, and returns (§7.3)', async () => {
    const phone = await openShop(browser, host, PHONE)
    await phone.visit()
    await register(undefined, phone)
    await phone.page.waitForURL(/\/billing-window\//)
    await phone.page.getByRole('combobox').selectOption({ label: '삼성카드' })
    await phone.page.getByRole('button', { name: '카드 등록하기' }).click()
    await phone.page.waitForURL(/\/success/)
    expect(new URL(phone.page.url()).searchParams.get('authKey')).toBeTruthy()
    await phone.close()
  })

  test('its window is accessible', async () => {
    await register()
    await buyer.window.getByRole('button', { name: '카드 등록하기' }).waitFor()
    const { violations } = await new AxeBuilder({ page: buyer.page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
  })
})
