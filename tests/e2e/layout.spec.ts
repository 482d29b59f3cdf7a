import type { Page } from '@playwright/test'
import { charge, holdSpace, payBooking } from './support/api'
import { Checkout } from './support/checkout'
import { newOffer, timeOf } from './support/market'
import { amountField, balance, settle, title } from './support/pages'
import { expect, test } from './support/test'

const LARGEST_SHIFT = 0.01

declare global {
  interface Window {
    layoutShift: number
  }
}

/** Every shift since the page was opened, also those shortly after the visitor did something. */
async function expectNoShift(page: Page): Promise<void> {
  await settle(page)
  expect.soft(await page.evaluate(() => window.layoutShift), page.url()).toBeLessThan(LARGEST_SHIFT)
}

for (const width of [360, 1280]) {
  test(`nothing moves where money is shown, ${width} px`, async ({ page, renter }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(() => {
      window.layoutShift = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          window.layoutShift += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })

    await page.goto('/wallet')
    await expect(balance(page)).toContainText('0원')
    await expectNoShift(page)

    await charge(renter, 1_230_000)
    await page.goto('/wallet')
    await expect(balance(page)).toContainText('1,230,000원')
    await expectNoShift(page)

    await page.goto('/wallet/charge?amount=10000')
    await expect(amountField(page)).toHaveValue('10,000')
    await expectNoShift(page)

    const checkout = new Checkout(page)
    await checkout.order(10_000)
    await page.reload()
    await expect(checkout.methods.getByRole('radio', { name: '토스페이' })).toBeVisible()
    await expect(checkout.agreement.getByRole('checkbox')).toBeVisible()
    await expectNoShift(page)

    await checkout.openWindow('토스페이')
    await checkout.window.payButton.click()
    await expect(title(page, '충전 완료')).toBeVisible()
    await page.reload()
    await expect(title(page, '충전 완료')).toBeVisible()
    await expectNoShift(page)

    await page.goto('/wallet/history')
    await expect(page.getByRole('button', { name: /\+10,000원/ })).toBeVisible()
    await expectNoShift(page)

    const bookingId = await holdSpace(renter, timeOf(await newOffer()))
    await page.goto(`/bookings/${bookingId}`)
    await expect(page.getByRole('button', { name: '30,000원 결제하기' })).toBeVisible()
    await expectNoShift(page)

    await payBooking(renter, bookingId)
    await page.goto(`/bookings/${bookingId}`)
    await expect(page.getByRole('region', { name: '돈의 길' })).toBeVisible()
    await expectNoShift(page)

    await page.goto('/bookings')
    await expect(page.getByText('예약 확정')).toBeVisible()
    await expectNoShift(page)
  })
}
