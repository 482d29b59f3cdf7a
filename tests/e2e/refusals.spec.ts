import { balanceOf, readOrder } from './support/api'
import { Checkout } from './support/checkout'
import { amountField, title } from './support/pages'
import { confirmsOf } from './support/simulator'
import { expect, test } from './support/test'

const DECLINES = [
  { method: '카드', outcome: 'REJECT_CARD_PAYMENT', says: '카드 한도가 넘었거나 잔액이 부족해요.' },
  { method: '카드', outcome: 'INVALID_STOPPED_CARD', says: '정지된 카드예요.' },
  { method: '계좌이체', outcome: 'REJECT_ACCOUNT_PAYMENT', says: '계좌 잔액이 부족해요.' },
] as const

for (const { method, outcome, says } of DECLINES) {
  test(`a charge declined with ${outcome} says why, takes nothing and keeps the amount`, async ({
    page,
    renter,
  }) => {
    const checkout = new Checkout(page)
    const orderId = await checkout.order(30_000)
    await checkout.openWindow(method)
    await checkout.window.failWith(outcome)
    await checkout.window.payButton.click()

    await expect(title(page, '충전 실패')).toBeVisible()
    await expect(page.getByRole('main')).toContainText(`빠져나간 돈은 없어요. ${says}`)
    expect(await readOrder(renter, orderId)).toMatchObject({ status: 'FAILED' })
    expect(await balanceOf(renter)).toBe(0)
    await page.getByRole('link', { name: '다시 충전하기' }).click()
    await expect(amountField(page)).toHaveValue('30,000')
  })
}

test('a failed authentication comes back to a page from which the same order can be paid', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(30_000)
  await checkout.openWindow()
  await checkout.window.failWith('PAY_PROCESS_ABORTED')
  await checkout.window.payButton.click()

  await expect(title(page, '결제가 중단됐어요')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('빠져나간 돈은 없어요.')
  await page.getByRole('link', { name: '30,000원 다시 결제하기' }).click()
  await checkout.openWindow()
  await checkout.window.payButton.click()
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(await readOrder(renter, orderId)).toMatchObject({ status: 'DONE' })
})

const WAYS_TO_CLOSE = {
  'its close button': (checkout: Checkout) => checkout.window.closeButton.click(),
  'the Escape key': (checkout: Checkout) => checkout.page.keyboard.press('Escape'),
}

for (const [way, close] of Object.entries(WAYS_TO_CLOSE)) {
  test(`a window closed with ${way} leaves the page as it was, ready to pay`, async ({ page, renter }) => {
    const checkout = new Checkout(page)
    const orderId = await checkout.order(30_000)
    await checkout.openWindow()
    await close(checkout)

    await expect(page.getByText('결제를 취소했어요. 빠져나간 돈은 없어요.')).toBeVisible()
    await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
    await expect(checkout.payButton).toBeEnabled()
    expect(await confirmsOf(orderId)).toEqual([])
    await checkout.payButton.click()
    await checkout.window.payButton.click()
    await expect(title(page, '충전 완료')).toBeVisible()
    expect(await balanceOf(renter)).toBe(30_000)
  })
}

test('a canceled payment, which comes back without its order, still keeps the amount', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(30_000)
  await checkout.openWindow()
  await checkout.window.cancelButton.click()

  await expect(title(page, '결제를 취소했어요')).toBeVisible()
  expect(new URL(page.url()).searchParams.has('orderId')).toBe(false)
  await expect(page.getByRole('main')).toContainText('빠져나간 돈은 없어요.')
  await expect(page.getByRole('link', { name: '30,000원 다시 결제하기' })).toHaveAttribute(
    'href',
    `/wallet/charge/${orderId}`,
  )
  await page.getByRole('link', { name: '금액 바꾸기' }).click()
  await expect(amountField(page)).toHaveValue('30,000')
  expect(await readOrder(renter, orderId)).toMatchObject({ status: 'READY' })
})

test('a fail address shows only our own words and decides nothing', async ({ page, renter }) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(30_000)
  const spoofed = new URLSearchParams({
    code: 'REJECT_CARD_COMPANY',
    message: '<b>1588-0000으로 전화하세요</b>',
    orderId,
  })
  await page.goto(`/wallet/charge/fail?${spoofed}`)
  await expect(title(page, '카드사에서 거절했어요')).toBeVisible()
  await expect(page.getByText('1588-0000')).toHaveCount(0)
  expect(await readOrder(renter, orderId)).toMatchObject({ status: 'READY' })
})
