import { balanceOf, charge, historyOf, readOrder } from './support/api'
import { Checkout } from './support/checkout'
import { balance, detail, title } from './support/pages'
import { expect, test } from './support/test'

test('charged by card, the rest comes back to the card: chosen, confirmed, followed, seen everywhere', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(50_000)
  await checkout.openWindow('카드')
  await checkout.window.payButton.click()
  await expect(title(page, '충전 완료')).toBeVisible()

  await page.getByRole('link', { name: '쓰지 않은 50,000원 돌려받기' }).click()
  await expect(title(page, '얼마를 돌려받을까요?')).toBeVisible()
  await page.getByRole('textbox', { name: '돌려받을 금액' }).fill('60000')
  await expect(page.getByText('지금은 50,000원까지 돌려받을 수 있어요.')).toBeVisible()
  await page.getByRole('textbox', { name: '돌려받을 금액' }).fill('20000')
  await expect(page.getByRole('list', { name: '돌려드리는 곳' })).toContainText('결제한 카드로')
  await page.getByRole('button', { name: '20,000원 돌려받기' }).click()
  const sheet = page.getByRole('dialog', { name: '이렇게 돌려드려요' })
  await expect(sheet).toContainText('7일 안 충전 취소')
  await expect(detail(page, '남는 잔액')).toHaveText('30,000원')
  await sheet.getByRole('button', { name: '20,000원 돌려받기' }).click()

  await expect(title(page, '환불 완료')).toBeVisible()
  await expect(detail(page, '지금 잔액')).toHaveText('30,000원')
  expect(await balanceOf(renter)).toBe(30_000)
  expect(await readOrder(renter, orderId)).toMatchObject({
    status: 'DONE',
    refundable: 30_000,
    refunds: [{ amount: 20_000, status: 'DONE' }],
  })
  expect((await historyOf(renter))[0]).toMatchObject({
    amount: -20_000,
    title: '충전 환불',
    reference: orderId,
  })

  await page.getByRole('link', { name: '지갑으로 가기' }).click()
  await expect(balance(page)).toContainText('30,000원')
  await page.getByRole('link', { name: '환불', exact: true }).click()
  await page.getByRole('button', { name: '전액 30,000원' }).click()
  await page.getByRole('button', { name: '30,000원 돌려받기' }).click()
  await sheet.getByRole('button', { name: '30,000원 돌려받기' }).click()
  await expect(title(page, '환불 완료')).toBeVisible()
  await page.getByRole('link', { name: /충전 50,000원/ }).click()
  await expect(title(page, '모두 환불한 충전')).toBeVisible()
  await page.goto('/notifications')
  await expect(page.getByText('충전한 돈을 돌려드렸어요')).toHaveCount(2)
})

test('several charges go back together, the newest first; nothing is left to take', async ({
  page,
  renter,
}) => {
  await charge(renter, 10_000)
  await charge(renter, 5_000)
  await page.goto('/wallet/refund')
  await page.getByRole('textbox', { name: '돌려받을 금액' }).fill('7000')
  const parts = page.getByRole('list', { name: '돌려드리는 곳' }).getByRole('listitem')
  await expect(parts).toHaveCount(2)
  await expect(parts.first()).toContainText('충전 5,000원')
  await expect(parts.first()).toContainText(/5,000원$/)
  await expect(parts.last()).toContainText(/2,000원$/)
  await page.getByRole('button', { name: '전액 15,000원' }).click()
  await page.getByRole('button', { name: '15,000원 돌려받기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '15,000원 돌려받기' }).click()
  await expect(title(page, '환불 완료')).toBeVisible()
  await page.getByRole('link', { name: '환불로 돌아가기' }).click()
  await expect(page.getByText('지금 돌려받을 수 있는 잔액이 없어요')).toBeVisible()
  await expect(page.getByRole('region', { name: '최근 환불' }).getByRole('listitem')).toHaveCount(2)
  expect(await balanceOf(renter)).toBe(0)
})

test('somebody who has never charged is told what this page is for', async ({ page, renter }) => {
  expect(await balanceOf(renter)).toBe(0)
  await page.goto('/wallet/refund')
  await expect(page.getByText('충전하고 쓰지 않은 돈은 여기에서')).toBeVisible()
})
