import {
  balanceOf,
  charge,
  historyOf,
  newRenter,
  openAccount,
  paidOrder,
  readOrder,
  successPath,
} from './support/api'
import { Checkout } from './support/checkout'
import { detail, title } from './support/pages'
import { confirmsOf } from './support/simulator'
import { expect, logInByForm, test } from './support/test'

test('impatient double clicks make one order, one window and one charge', async ({ page, renter }) => {
  const created: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (request.method() === 'POST' && pathname === '/wallet/charge') created.push(pathname)
  })
  const checkout = new Checkout(page)
  await page.goto('/wallet/charge?amount=10000')
  await page.getByRole('button', { name: '10,000원 충전하기' }).dblclick()
  await checkout.choose('카드')
  await checkout.payButton.dblclick()
  await expect(page.locator('iframe[title="결제창"]')).toHaveCount(1)
  await checkout.window.payButton.dblclick()

  await expect(title(page, '충전 완료')).toBeVisible()
  const [item] = await historyOf(renter)
  expect(await confirmsOf(item!.reference)).toHaveLength(1)
  expect(await balanceOf(renter)).toBe(10_000)
  expect(created).toHaveLength(1)
})

test('the return address in two tabs ends with one charge and the same receipt in both', async ({
  page,
  context,
  renter,
}) => {
  const { orderId, returnPath } = await paidOrder(renter, 10_000)
  const tabs = [page, await context.newPage()]
  await Promise.all(tabs.map((tab) => tab.goto(returnPath)))
  for (const tab of tabs) {
    await expect(title(tab, '충전 완료')).toBeVisible()
    await expect(detail(tab, '주문 번호')).toHaveText(orderId)
  }
  expect(await confirmsOf(orderId)).toHaveLength(1)
  expect(await balanceOf(renter)).toBe(10_000)
})

test('reloading the return address twenty times charges once and says so', async ({ page, renter }) => {
  const { orderId, returnPath } = await paidOrder(renter, 10_000)
  await page.goto(returnPath)
  await expect(title(page, '충전 완료')).toBeVisible()
  for (let reload = 1; reload <= 20; reload++) {
    await page.goto(returnPath, { waitUntil: 'commit' })
    await expect(page.getByText('이미 처리된 충전이에요')).toBeVisible()
  }
  expect(await confirmsOf(orderId)).toHaveLength(1)
  expect(await historyOf(renter)).toHaveLength(1)
  expect(await balanceOf(renter)).toBe(10_000)
})

test('the back button after a charge shows its receipt, not a second payment', async ({ page, renter }) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(10_000)
  await checkout.openWindow()
  await checkout.window.payButton.click()
  await expect(title(page, '충전 완료')).toBeVisible()
  await page.goBack()
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(await confirmsOf(orderId)).toHaveLength(1)
  expect(await balanceOf(renter)).toBe(10_000)
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('opening the return address has no effect until its button is pressed', async ({ page, renter }) => {
    const { orderId, returnPath } = await paidOrder(renter, 10_000)
    await page.goto(returnPath)
    expect(await readOrder(renter, orderId)).toMatchObject({ status: 'READY' })
    expect(await confirmsOf(orderId)).toEqual([])
    await page.getByRole('button', { name: '충전 마치기' }).click()
    await expect(title(page, '충전 완료')).toBeVisible()
    expect(await balanceOf(renter)).toBe(10_000)
  })
})

test('an amount changed in the return address takes no money and says so', async ({ page, renter }) => {
  const order = await paidOrder(renter, 10_000)
  await page.goto(successPath({ ...order, amount: 1_000_000 }))
  await expect(title(page, '충전하지 못했어요')).toBeVisible()
  await expect(page.getByRole('main')).toContainText(/돈은 (없어요|빠져나가지 않았어요)/)
  expect(await confirmsOf(order.orderId)).toEqual([])
  expect(await readOrder(renter, order.orderId)).toMatchObject({ status: 'READY' })
  expect(await balanceOf(renter)).toBe(0)
})

test("another user's order, receipt and return address do not exist for anybody else", async ({
  page,
  renter,
  trouble,
}) => {
  trouble.expect(/status of 404/)
  const other = await openAccount()
  const unpaid = await paidOrder(other, 10_000)
  const receipt = await charge(other, 20_000)
  for (const orderId of [unpaid.orderId, receipt, 'ord_that_never_was_made_at_all']) {
    const answer = await page.goto(`/wallet/charge/${orderId}`)
    expect(answer?.status()).toBe(404)
    await expect(title(page, '찾는 페이지가 없어요')).toBeVisible()
  }
  await page.goto(unpaid.returnPath)
  await expect(title(page, '확인할 결제가 없어요')).toBeVisible()
  expect(await confirmsOf(unpaid.orderId)).toEqual([])
  expect(await readOrder(other, unpaid.orderId)).toMatchObject({ status: 'READY' })
  expect(await balanceOf(renter)).toBe(0)
})

test('a login that ended while paying comes back to the payment afterwards', async ({ page }) => {
  const renter = await openAccount(newRenter())
  const { returnPath } = await paidOrder(renter, 10_000)
  await page.goto(returnPath)
  await logInByForm(page, renter)
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(await balanceOf(renter)).toBe(10_000)
})
