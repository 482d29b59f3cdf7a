import { balanceOf, historyOf, paidOrder, readOrder } from '../support/api'
import { expectAccessible } from '../support/accessible'
import { balance, title } from '../support/pages'
import { clearFaults, confirmsOf, plantPayment, play } from '../support/simulator'
import { expect, test } from '../support/test'

test.setTimeout(120_000)
test.beforeEach(async () => {
  await clearFaults()
  // One of them would tell at once what the answer does not.
  await play('webhooks-lost')
})
test.afterAll(clearFaults)

/** An order is looked at again at the latest 30 s after Toss can answer. */
const RECOVERED = { timeout: 60_000 }

test('a lost answer becomes 충전 완료 by itself, with the money taken once', async ({ page, renter }) => {
  const { orderId, returnPath } = await paidOrder(renter, 10_000)
  await play('confirm-and-query-lost')
  await page.goto(returnPath)
  await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
  await expect(title(page, '결제 확인 중')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)
  await expect(title(page, '충전 완료')).toBeVisible(RECOVERED)
  expect(await confirmsOf(orderId)).toHaveLength(1)
  expect(await historyOf(renter)).toMatchObject([{ amount: 10_000, reference: orderId }])
})

test('with Toss down a charge waits in words, and ends by itself once Toss is back', async ({
  page,
  renter,
}) => {
  const { orderId, returnPath } = await paidOrder(renter, 10_000)
  await play('toss-down')
  await page.goto(returnPath)
  await expect(title(page, '결제 확인 중')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('다시 결제하지 말고')
  await expectAccessible(page)
  expect(await readOrder(renter, orderId)).toMatchObject({ status: 'CONFIRMING' })
  await clearFaults()
  await expect(title(page, '충전 완료')).toBeVisible(RECOVERED)
  expect(await balanceOf(renter)).toBe(10_000)
})

test('a slow Toss keeps nobody waiting for more than some 8 seconds, and the page may be closed', async ({
  page,
  context,
  renter,
}) => {
  const { orderId, returnPath } = await paidOrder(renter, 10_000)
  await play('confirm-answer-too-late')
  await page.goto(returnPath)
  await expect(page).toHaveURL(`/wallet/charge/${orderId}`, { timeout: 11_000 })
  await expect(title(page, '결제 확인 중')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('창을 닫아도')
  await page.close()

  const later = await context.newPage()
  await later.goto('/wallet')
  await expect(balance(later)).toContainText('10,000원', RECOVERED)
  await later.goto(`/wallet/charge/${orderId}`)
  await expect(title(later, '충전 완료')).toBeVisible()
  expect(await historyOf(renter)).toHaveLength(1)
})

test('money that Toss took for another amount is kept for review, and the page says so', async ({
  page,
  renter,
}) => {
  const { orderId, returnPath, paymentKey } = await paidOrder(renter, 10_000)
  await plantPayment({ paymentKey, orderId, totalAmount: 9_000, balanceAmount: 9_000 })
  await page.goto(returnPath)
  await expect(title(page, '확인이 필요해요')).toBeVisible(RECOVERED)
  expect(await readOrder(renter, orderId)).toMatchObject({ status: 'NEEDS_REVIEW' })
  expect(await balanceOf(renter)).toBe(0)
  await expectAccessible(page)
})
