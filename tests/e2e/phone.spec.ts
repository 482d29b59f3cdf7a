import { devices } from '@playwright/test'
import { balanceOf } from './support/api'
import { Checkout, PaymentWindow } from './support/checkout'
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
