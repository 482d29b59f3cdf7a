import { charge } from '../support/api'
import { balance } from '../support/pages'
import { SITE_URL } from '../support/site'
import { expect, logIn, test } from '../support/test'

test('a charge shows within 2 seconds in every open tab, on every device', async ({
  page,
  context,
  browser,
  renter,
}) => {
  const elsewhere = await browser.newContext({ baseURL: SITE_URL })
  await logIn(elsewhere, renter)
  const tabs = [page, await context.newPage(), await elsewhere.newPage()]
  for (const tab of tabs) {
    const listening = tab.waitForResponse('**/api/events')
    await tab.goto('/wallet')
    await listening
    await expect(balance(tab)).toContainText('0원')
  }
  await charge(renter, 41_000)
  await Promise.all(tabs.map((tab) => expect(balance(tab)).toContainText('41,000원', { timeout: 2_000 })))
  await elsewhere.close()
})

test('without the event stream the balance still follows', async ({ page, renter, trouble }) => {
  trouble.expect(/api\/events/)
  await page.route('**/api/events', (route) => route.abort())
  const asked = page.waitForResponse('**/api/v1/wallet')
  await page.goto('/wallet')
  await expect(balance(page)).toContainText('0원')
  await asked
  await charge(renter, 41_000)
  await expect(balance(page)).toContainText('41,000원', { timeout: 4_000 })
})
