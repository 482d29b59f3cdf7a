import type { Page } from '@playwright/test'
import { balanceOf, charge } from '../support/api'
import { clearFaults, play } from '../support/simulator'
import { detail, title } from '../support/pages'
import { expect, test } from '../support/test'

test.afterEach(clearFaults)

async function takeAllBack(page: Page) {
  await page.goto('/wallet/refund')
  await page.getByRole('button', { name: /^전액/ }).click()
  await page.getByRole('button', { name: /원 돌려받기$/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /원 돌려받기$/ })
    .click()
}

test('an answer that is lost leaves the page waiting, and it turns by itself', async ({ page, renter }) => {
  await charge(renter, 10_000)
  await play('cancel-answer-and-query-lost')
  await takeAllBack(page)
  await expect(title(page, '환불하고 있어요')).toBeVisible()
  await expect(detail(page, '지금 잔액')).toHaveText('0원')
  await expect(title(page, '환불 완료')).toBeVisible({ timeout: 40_000 })
})

test('what Toss refuses is in the wallet again, with the reason and another way', async ({
  page,
  renter,
}) => {
  await charge(renter, 10_000)
  await play('cancel-refused')
  await takeAllBack(page)
  await expect(title(page, '환불하지 못했어요')).toBeVisible()
  await expect(detail(page, '지금 잔액')).toHaveText('10,000원')
  await expect(page.getByText('이 결제는 취소할 수 없는 결제예요.')).toBeVisible()
  expect(await balanceOf(renter)).toBe(10_000)
})
