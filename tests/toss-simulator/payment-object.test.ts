import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScene, send, type Scene } from './support/scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

async function pay(wish: Record<string, unknown>) {
  const reply = await scene.confirm(await scene.authenticate(wish))
  expect(reply.status).toBe(200)
  return reply.json
}

const MEMBERS = [
  'mId',
  'lastTransactionKey',
  'paymentKey',
  'orderId',
  'orderName',
  'taxExemptionAmount',
  'status',
  'requestedAt',
  'approvedAt',
  'useEscrow',
  'cultureExpense',
  'card',
  'virtualAccount',
  'transfer',
  'mobilePhone',
  'giftCertificate',
  'cashReceipt',
  'cashReceipts',
  'discount',
  'cancels',
  'secret',
  'type',
  'easyPay',
  'country',
  'failure',
  'isPartialCancelable',
  'receipt',
  'checkout',
  'currency',
  'totalAmount',
  'balanceAmount',
  'suppliedAmount',
  'vat',
  'taxFreeAmount',
  'method',
  'version',
  'metadata',
]

describe('Toss §4, §11.1 no. 6: the Payment object has every member in every state, null where nothing applies', () => {
  test('when DONE', async () => {
    expect(Object.keys(await pay({}))).toEqual(MEMBERS)
  })

  test('when IN_PROGRESS', async () => {
    const { paymentKey } = await scene.authenticate()
    expect(Object.keys((await scene.call('GET', `/v1/payments/${paymentKey}`)).json)).toEqual(MEMBERS)
  })

  test('identifiers and times have the forms that real answers have', async () => {
    const payment = await pay({ orderName: '포스페이 충전' })
    expect(payment.mId).toBe('tpocketspace')
    expect(payment.paymentKey).toMatch(/^tpock\d{14}[A-Za-z0-9]{5}$/)
    expect(payment.lastTransactionKey).toMatch(/^txrd_a[0-9a-hjkmnp-tv-z]{26}$/)
    expect(payment.secret).toMatch(/^ps_[A-Za-z0-9]{1,47}$/)
    for (const time of [payment.requestedAt, payment.approvedAt]) {
      expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+09:00$/)
    }
    expect(payment).toMatchObject({
      orderName: '포스페이 충전',
      type: 'NORMAL',
      country: 'KR',
      currency: 'KRW',
      version: '2022-11-16',
      isPartialCancelable: true,
    })
  })

  test('checkout leads to the window of the payment, the receipt to a slip with its amount', async () => {
    const payment = await pay({ amount: 33000 })
    expect(payment.checkout.url).toBe(`${scene.simulator.url}/v1/payments/${payment.paymentKey}/checkout`)
    expect((await send(payment.checkout.url, 'GET', undefined, {})).text).toContain('테스트 결제창')
    expect(payment.receipt.url).toContain(`/receipt/redirection?transactionId=${payment.paymentKey}&ref=PX`)
    expect((await send(payment.receipt.url, 'GET', undefined, {})).text).toContain('33,000원')
  })

  test('what the shop writes is shown as text on the pages', async () => {
    const payment = await pay({ orderName: '<script>alert(1)</script>' })
    const { text } = await send(payment.receipt.url, 'GET', undefined, {})
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&#60;script&#62;alert')
  })
})

describe('Toss §4, §11.1 no. 6: VAT is a rounded eleventh of the taxed amount, the rest is the supplied amount', () => {
  test.each([
    [9026, 8205, 821],
    [10000, 9091, 909],
    [15000, 13636, 1364],
    [30000, 27273, 2727],
    [33000, 30000, 3000],
    [50000, 45455, 4545],
  ])('%i won is %i and %i', async (amount, suppliedAmount, vat) => {
    const payment = await pay({ amount })
    expect(payment).toMatchObject({
      totalAmount: amount,
      balanceAmount: amount,
      suppliedAmount,
      vat,
      taxFreeAmount: 0,
    })
  })
})

describe('Toss §4, §10.4, §11.1 no. 24: ways to pay', () => {
  test('a card payment names issuer, acquirer and instalments; the approval number of a test is 00000000', async () => {
    const payment = await pay({
      method: 'CARD',
      cardCompany: 'HYUNDAI',
      installmentPlanMonths: 3,
      amount: 60000,
    })
    expect(payment).toMatchObject({ method: '카드', easyPay: null, transfer: null, virtualAccount: null })
    expect(payment.card).toEqual({
      issuerCode: '61',
      acquirerCode: '61',
      number: expect.stringMatching(/^\d{8}\*{4}\d{3}\*$/),
      installmentPlanMonths: 3,
      isInterestFree: false,
      interestPayer: null,
      approveNo: '00000000',
      useCardPoint: false,
      cardType: '신용',
      ownerType: '개인',
      acquireStatus: 'READY',
      amount: 60000,
    })
  })

  test('a card whose issuer does not acquire itself is acquired by BC', async () => {
    const { card } = await pay({ method: '카드', cardCompany: '카카오뱅크' })
    expect([card.issuerCode, card.acquirerCode]).toEqual(['15', '31'])
  })

  test.each([
    ['TOSSPAY', '토스페이'],
    ['NAVERPAY', '네이버페이'],
    ['KAKAOPAY', '카카오페이'],
    ['SAMSUNGPAY', '삼성페이'],
  ])(
    '%s with a registered card fills the card and leaves the wallet amount 0',
    async (easyPayProvider, provider) => {
      const payment = await pay({ easyPayProvider, amount: 15400 })
      expect(payment.method).toBe('간편결제')
      expect(payment.easyPay).toEqual({ provider, amount: 0, discountAmount: 0 })
      expect(payment.card.amount).toBe(15400)
    },
  )

  test('a wallet that pays from its own money has no card', async () => {
    const payment = await pay({ easyPayProvider: 'KAKAOPAY', easyPaySource: 'MONEY', amount: 15400 })
    expect(payment.card).toBeNull()
    expect(payment.easyPay).toEqual({ provider: '카카오페이', amount: 15400, discountAmount: 0 })
  })

  test('points: total = card + wallet + discount, and card type and owner become unknown', async () => {
    const payment = await pay({ easyPayProvider: 'TOSSPAY', pointAmount: 5400, amount: 15400 })
    expect(payment.easyPay).toEqual({ provider: '토스페이', amount: 0, discountAmount: 5400 })
    expect(payment.card).toMatchObject({ amount: 10000, cardType: '미확인', ownerType: '미확인' })
    expect(payment).toMatchObject({ totalAmount: 15400, suppliedAmount: 14000, vat: 1400 })
  })

  test('a transfer names the bank by its two characters', async () => {
    const payment = await pay({ method: 'TRANSFER', bank: '우리은행' })
    expect(payment).toMatchObject({
      method: '계좌이체',
      card: null,
      easyPay: null,
      transfer: { bankCode: '20', settlementStatus: 'INCOMPLETED' },
    })
  })
})

describe('Toss §3.1, §7.2, §11.1 no. 19: rules for opening a payment', () => {
  const refused = async (wish: Record<string, unknown>) => {
    const buyer = {
      clientKey: 'test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm',
      customerKey: 'buyer_1',
      orderId: 'order_rules',
      amount: 50000,
      method: 'CARD',
      ...wish,
    }
    const { status, json } = await scene.control('POST', '/__sim/authenticate', buyer)
    expect(status).not.toBe(200)
    return json.code
  }

  test.each([
    ['an order id of 5 characters', { orderId: 'ord_1' }, 'INVALID_ORDER_ID'],
    ['an order id of 65 characters', { orderId: 'o'.repeat(65) }, 'INVALID_ORDER_ID'],
    ['an order id with a space', { orderId: 'order 12345' }, 'INVALID_ORDER_ID'],
    ['an order name of 101 characters', { orderName: '가'.repeat(101) }, 'INVALID_ORDER_NAME'],
    ['a customer key of one character', { customerKey: 'a' }, 'INVALID_CUSTOMER_KEY'],
    ['a customer key of 51 characters', { customerKey: 'a'.repeat(51) }, 'INVALID_CUSTOMER_KEY'],
    ['no amount at all', { amount: 0 }, 'BELOW_ZERO_AMOUNT'],
    ['half a won', { amount: 100.5 }, 'INVALID_AMOUNT_VALUE'],
    [
      'six pairs of metadata',
      { metadata: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } },
      'INVALID_METADATA',
    ],
    ['metadata with a bracket in the key', { metadata: { 'a[0]': '1' } }, 'INVALID_METADATA'],
    ['an unknown way to pay', { method: 'BARTER' }, 'NOT_SUPPORTED_METHOD'],
    ['an unknown card company', { cardCompany: 'ACME' }, 'INVALID_CARD_COMPANY'],
    ['an unknown bank', { method: 'TRANSFER', bank: 'ACME' }, 'INVALID_BANK'],
    ['13 instalments', { installmentPlanMonths: 13 }, 'INVALID_CARD_INSTALLMENT_PLAN'],
    ['one instalment', { installmentPlanMonths: 1 }, 'INVALID_CARD_INSTALLMENT_PLAN'],
    [
      'instalments below 50,000 won',
      { installmentPlanMonths: 2, amount: 49999 },
      'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
    ],
    [
      'a transfer above 10,000,000 won',
      { method: 'TRANSFER', amount: 10_000_001 },
      'EXCEEDS_TRANSFER_AMOUNT_MAXIMUM',
    ],
    ['an unknown client key', { clientKey: 'test_gck_nobody' }, 'INVALID_CLIENT_KEY'],
  ])('%s is refused', async (_name, wish, code) => {
    expect(await refused(wish)).toBe(code)
  })

  test('the limits themselves are allowed', async () => {
    await pay({
      orderId: 'o'.repeat(64),
      orderName: '가'.repeat(100),
      amount: 50000,
      installmentPlanMonths: 12,
    })
    await pay({ orderId: 'abc-_=', method: 'TRANSFER', amount: 10_000_000 })
  })

  test('metadata comes back on the payment', async () => {
    expect((await pay({ metadata: { campaign: '여름' } })).metadata).toEqual({ campaign: '여름' })
  })
})
