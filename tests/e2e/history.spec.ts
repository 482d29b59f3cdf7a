import type { Page } from '@playwright/test'
import { kstMonthName } from '@/app/_components/kst'
import { kstDay } from '@/lib/time'
import { charge } from './support/api'
import { title } from './support/pages'
import { expect, test } from './support/test'

const rows = (page: Page) => page.getByRole('main').getByRole('button', { name: /원/ })

test('the history pages through more than twenty rows, newest first, each with its running balance', async ({
  page,
  renter,
}) => {
  const charges = 23
  for (let made = 0; made < charges; made++) await charge(renter, 1_000)
  await page.goto('/wallet/history')
  await expect(rows(page)).toHaveCount(20)
  await expect(rows(page).first()).toContainText(/\+1,000원\s*잔액 23,000원/)
  const month = page.getByRole('region', { name: kstMonthName(kstDay(new Date()).slice(0, 7)) })
  await expect(month.getByRole('definition').first()).toHaveText('23,000원')

  await page.getByRole('button', { name: '더 보기' }).click()
  await expect(rows(page)).toHaveCount(charges)
  for (let index = 0; index < charges; index++) {
    const balance = ((charges - index) * 1_000).toLocaleString('ko-KR')
    await expect(rows(page).nth(index)).toContainText(`잔액 ${balance}원`)
  }
  await expect(page.getByText('여기까지가 전부예요')).toBeVisible()
  await expect(month.getByRole('definition').first()).toHaveText('23,000원')
})

test('a line of the history opens in full and leads to its receipt', async ({ page, renter }) => {
  const orderId = await charge(renter, 12_000)
  await page.goto('/wallet/history')
  await rows(page).first().click()
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('+12,000원')
  await expect(sheet).toContainText(orderId)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await rows(page).first().click()
  await sheet.getByRole('link', { name: '영수증 보기' }).click()
  await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
  await expect(title(page, '충전 완료')).toBeVisible()
})

test('a filter lives in the address and shows only its type', async ({ page, renter }) => {
  await charge(renter, 12_000)
  await page.goto('/wallet/history')
  const filters = page.getByRole('navigation', { name: '종류로 거르기' })
  await filters.getByRole('link', { name: '충전', exact: true }).click()
  await expect(page).toHaveURL('/wallet/history?type=charge')
  await expect(filters.locator('[aria-current]')).toHaveText('충전')
  await expect(rows(page)).toHaveCount(1)
})

test('an empty history and an empty filter say different things', async ({ page, renter: _ }) => {
  await page.goto('/wallet/history')
  await expect(page.getByText('아직 내역이 없어요')).toBeVisible()
  await page.goto('/wallet/history?type=charge')
  await expect(page.getByText('이 종류의 내역이 없어요')).toBeVisible()
  await page.getByRole('link', { name: '전체 내역 보기' }).click()
  await expect(page).toHaveURL('/wallet/history')
})
