import { balanceOf, newRenter, openAccount, paidOrder, readOrder } from './support/api'
import { Checkout } from './support/checkout'
import { title } from './support/pages'
import { SIMULATOR_URL, SITE_URL } from './support/site'
import { expect, logIn, test } from './support/test'

test('the charge pages load from nowhere but this site and Toss', async ({ page, renter: _ }) => {
  const origins = new Set<string>()
  const scripts = new Set<string>()
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (!url.protocol.startsWith('http')) return
    origins.add(url.origin)
    if (request.resourceType() === 'script') scripts.add(url.origin)
  })
  const checkout = new Checkout(page)
  await checkout.order(10_000)
  await checkout.openWindow()
  await checkout.window.payButton.click()
  await expect(title(page, '충전 완료')).toBeVisible()
  expect([...scripts].sort()).toEqual([SITE_URL, SIMULATOR_URL].sort())
  expect([...origins].sort()).toEqual([SITE_URL, SIMULATOR_URL].sort())
})

test('a script that the page did not bring does not run', async ({ page, renter: _, trouble }) => {
  trouble.expect(/content security policy|status of 404/i)
  await page.goto('/wallet/charge')
  await expect(title(page, '얼마를 충전할까요?')).toBeVisible()
  await page.evaluate(() => {
    const image = '<img src="x" onerror="document.title = \'stolen\'">'
    document.body.insertAdjacentHTML('beforeend', image)
    document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc="<script>top.document.title=1</script>">')
  })
  await expect(page.locator('img[src="x"]')).toBeAttached()
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('img[src="x"]')!.complete)
  await expect(page).not.toHaveTitle('stolen')
})

test('no page of ours can be framed', async ({ page, renter: _, trouble }) => {
  trouble.expect(/frame|ERR_BLOCKED_BY_RESPONSE/i)
  const framer = `${SIMULATOR_URL}/framer`
  await page.route(framer, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: ['/', '/login', '/wallet', '/wallet/charge']
        .map((path) => `<iframe src="${SITE_URL}${path}"></iframe>`)
        .join(''),
    }),
  )
  await page.goto(framer)
  const framed = page.frames().filter((frame) => frame !== page.mainFrame())
  expect(framed).toHaveLength(4)
  for (const frame of framed) {
    await expect.poll(() => frame.url()).toMatch(/^chrome-error:/)
  }
})

test('a message from anywhere but the payment window changes nothing', async ({ page, renter, context }) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(10_000)
  await checkout.openWindow()
  const stranger = `${SIMULATOR_URL}/stranger`
  await context.route(stranger, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>stranger</p>' }),
  )
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((url) => void window.open(url), stranger),
  ])
  await expect(popup.getByText('stranger')).toBeVisible()
  await popup.evaluate(() => {
    const message = { type: 'approved', redirectUrl: 'https://evil.example/', result: {} }
    window.opener.postMessage({ channel: 'toss-simulator', message }, '*')
    window.opener.postMessage({ channel: 'toss-simulator', message: { type: 'closed' } }, '*')
  })
  await popup.close()
  await expect(checkout.window.payButton).toBeVisible()
  await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
  expect(await readOrder(renter, orderId)).toMatchObject({ status: 'READY' })
})

test('the payment key is gone once the charge is confirmed, and was told to nobody', async ({
  page,
  renter,
}) => {
  const { paymentKey, returnPath } = await paidOrder(renter, 10_000)
  const carriers: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    const referer = request.headers().referer ?? ''
    const named = request.url().includes(paymentKey) && pathname !== '/wallet/charge/success'
    if (named || referer.includes(paymentKey)) carriers.push(request.url())
  })
  await page.goto('/wallet')
  await page.goto(returnPath)
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(page.url()).not.toContain(paymentKey)
  expect(await page.evaluate(() => document.referrer)).not.toContain(paymentKey)
  await page.goBack()
  await expect(page).toHaveURL('/wallet')
  expect(carriers).toEqual([])
  expect(await balanceOf(renter)).toBe(10_000)
})

for (const name of [
  '<img src=x onerror=document.title=1>',
  '"><script>document.title=1</script>',
  '{{7*7}}',
]) {
  test(`somebody called ${name} is only text`, async ({ page, context }) => {
    await logIn(context, await openAccount(newRenter(name)))
    await page.goto('/account')
    await expect(page.getByRole('heading', { name: `${name}님` })).toBeVisible()
    await expect(page.getByRole('main').locator('img, script')).toHaveCount(0)
    await page.goto('/wallet')
    await expect(title(page, `${name}님의 지갑`)).toBeAttached()
    await expect(page).toHaveTitle(/지갑/)
  })
}
