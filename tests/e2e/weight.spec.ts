import type { Page } from '@playwright/test'
import { createOrder } from './support/api'
import { Checkout } from './support/checkout'
import { balance } from './support/pages'
import { expect, test } from './support/test'

const KB = 1_000

/** The gzipped bytes of every script of our own that opening the page has loaded. */
async function scriptBytes(page: Page): Promise<number> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.startsWith(`${location.origin}/`) && /\.js(\?|$)/.test(name))
      .reduce((total, { encodedBodySize }) => total + encodedBodySize, 0),
  )
}

test('the wallet page loads at most 200 kB of script', async ({ page, renter: _ }, info) => {
  await page.goto('/wallet')
  await expect(balance(page)).toBeVisible()
  const bytes = await scriptBytes(page)
  info.annotations.push({ type: 'script', description: `${Math.round(bytes / KB)} kB` })
  expect(bytes).toBeGreaterThan(50 * KB)
  expect(bytes).toBeLessThanOrEqual(200 * KB)
})

test("the charge page loads at most 225 kB of script beside Toss's", async ({ page, renter }, info) => {
  const { orderId } = await createOrder(renter, 10_000)
  await page.goto(`/wallet/charge/${orderId}`)
  await expect(new Checkout(page).agreement.getByRole('checkbox')).toBeVisible()
  const bytes = await scriptBytes(page)
  info.annotations.push({ type: 'script', description: `${Math.round(bytes / KB)} kB` })
  expect(bytes).toBeGreaterThan(50 * KB)
  expect(bytes).toBeLessThanOrEqual(225 * KB)
})
