import type { Page } from '@playwright/test'
import { charge } from './support/api'
import { amountField, title } from './support/pages'
import { expect, test } from './support/test'

const submit = (page: Page) => page.getByRole('button', { name: /원 충전하기$|금액을 입력해 주세요/ })
const add = (page: Page, label: string) => page.getByRole('button', { name: label, exact: true })

test.beforeEach(async ({ page, renter: _ }) => {
  await page.goto('/wallet/charge')
})

test('presets add up, the amount is read out in words and 최대 is the limit shown', async ({ page }) => {
  await add(page, '+1만').click()
  await add(page, '+5만').click()
  await add(page, '+10만').click()
  await expect(amountField(page)).toHaveValue('160,000')
  await expect(page.getByText('십육만원')).toBeVisible()
  await add(page, '최대').click()
  await expect(amountField(page)).toHaveValue('2,000,000')
  await add(page, '+1만').click()
  await expect(amountField(page)).toHaveValue('2,000,000')
  await expect(page.getByText('이번 충전 가능 2,000,000원')).toBeVisible()
  await expect(submit(page)).toHaveText('2,000,000원 충전하기')
})

const REFUSED = [
  { typed: '0', says: '1,000원부터 충전할 수 있어요.' },
  { typed: '999', says: '1,000원부터 충전할 수 있어요.' },
  { typed: '2000001', says: '지금은 2,000,000원까지 충전할 수 있어요.' },
]

for (const { typed, says } of REFUSED) {
  test(`${typed} won cannot be charged, and the page says why`, async ({ page }) => {
    await amountField(page).fill(typed)
    await expect(page.getByRole('status').filter({ hasText: says })).toBeVisible()
    await expect(amountField(page)).toHaveAttribute('aria-invalid', 'true')
    await expect(submit(page)).toBeDisabled()
  })
}

test('an empty field asks for an amount', async ({ page }) => {
  await expect(submit(page)).toBeDisabled()
  await expect(submit(page)).toHaveText('금액을 입력해 주세요')
})

for (const pasted of ['１０,０００원', '10,000원', ' 10000 ']) {
  test(`a pasted "${pasted}" is ten thousand won`, async ({ page }) => {
    await amountField(page).focus()
    await page.keyboard.insertText(pasted)
    await expect(amountField(page)).toHaveValue('10,000')
    await expect(submit(page)).toHaveText('10,000원 충전하기')
  })
}

test('the keyboard alone makes an order', async ({ page }) => {
  await amountField(page).focus()
  await page.keyboard.type('15000')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('00')
  await page.keyboard.press('Tab')
  await expect(add(page, '+1만')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(amountField(page)).toHaveValue('25,000')
  await amountField(page).focus()
  await page.keyboard.press('Enter')
  await expect(title(page, '어떻게 결제할까요?')).toBeVisible()
  await expect(page.getByRole('button', { name: '25,000원 충전하기' })).toBeVisible()
})

test('what is already in the wallet narrows the limit, and a full one cannot be charged', async ({
  page,
  renter,
}) => {
  await charge(renter, 1_990_000)
  await page.reload()
  await expect(page.getByText('이번 충전 가능 10,000원')).toBeVisible()
  await amountField(page).fill('10001')
  await expect(page.getByText('지금은 10,000원까지 충전할 수 있어요.')).toBeVisible()
  await charge(renter, 10_000)
  await page.reload()
  await expect(page.getByText('지금은 더 충전할 수 없어요')).toBeVisible()
})
