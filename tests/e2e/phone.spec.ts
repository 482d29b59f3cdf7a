import { devices } from '@playwright/test'
import { balanceOf, charge } from './support/api'
import { Checkout, PaymentWindow } from './support/checkout'
import { DAY, newOffer } from './support/market'
import { title } from './support/pages'
import { SIMULATOR_URL } from './support/site'
import { expect, test } from './support/test'

test.use({ ...devices['Galaxy S9+'], viewport: { width: 360, height: 740 } })

test('on a phone the window takes over the page and comes back with the receipt', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  await checkout.order(10_000)
  await checkout.choose('카드')
  await checkout.payButton.click()
  await expect(page).toHaveURL(new RegExp(`^${SIMULATOR_URL}/window/`))
  await new PaymentWindow(page).payButton.click()
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(await balanceOf(renter)).toBe(10_000)
})

test('on a phone the back button of the browser leaves the window with the order ready to pay', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(10_000)
  await checkout.choose('카드')
  await checkout.payButton.click()
  await expect(page).toHaveURL(new RegExp(`^${SIMULATOR_URL}/window/`))
  await page.goBack()
  await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
  await checkout.choose('토스페이')
  await checkout.payButton.click()
  await new PaymentWindow(page).payButton.click()
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(await balanceOf(renter)).toBe(10_000)
})

test('on a phone a time is picked, charged for, booked and cancelled without the page ever being too wide', async ({
  page,
  renter,
}) => {
  test.setTimeout(90_000)
  const fits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await charge(renter, 10_000)
  const { spaceId, name } = await newOffer()
  await page.goto(`/spaces/${spaceId}?date=${DAY}`)
  await page.getByRole('button', { name: '10:00' }).tap()
  await page.getByRole('button', { name: '11:00' }).tap()
  await fits()
  await page.getByRole('button', { name: '30,000원 예약하기' }).tap()
  await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
  await fits()
  await page.getByRole('button', { name: '20,000원 부족 · 충전하고 결제' }).tap()
  const checkout = new Checkout(page)
  await checkout.choose('카드')
  await checkout.payButton.tap()
  await expect(page).toHaveURL(new RegExp(`^${SIMULATOR_URL}/window/`))
  await new PaymentWindow(page).payButton.tap()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  await fits()
  expect(await balanceOf(renter)).toBe(0)

  await page
    .getByRole('navigation', { name: '주요 메뉴' })
    .getByRole('link', { name: '예약', exact: true })
    .tap()
  // The page before has a link of the same name, to the space.
  await expect(page).toHaveURL('/bookings')
  await fits()
  await page.getByRole('link', { name }).tap()
  await page.getByRole('button', { name: '예약 취소', exact: true }).tap()
  await page.getByRole('button', { name: '30,000원 돌려받고 취소하기' }).tap()
  await expect(title(page, '예약이 취소됐어요')).toBeVisible()
  await fits()
  expect(await balanceOf(renter)).toBe(30_000)
})
