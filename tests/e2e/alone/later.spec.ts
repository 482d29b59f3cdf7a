import { balanceOf, charge, createOrder, historyOf, logInAgain, paidOrder, readOrder } from '../support/api'
import { expectAccessible } from '../support/accessible'
import { amountField, title } from '../support/pages'
import { advanceClock, confirmsOf, resetClock } from '../support/simulator'
import { expect, logInByForm, test } from '../support/test'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

test.setTimeout(90_000)
test.beforeEach(resetClock)
test.afterAll(resetClock)

test('an order that nobody paid has lapsed after 45 minutes, and the idle login with it', async ({
  page,
  renter,
  trouble,
}) => {
  trouble.expect(/status of 401/)
  const { orderId } = await createOrder(renter, 30_000)
  await page.goto(`/wallet/charge/${orderId}`)
  await expect(title(page, '어떻게 결제할까요?')).toBeVisible()
  await advanceClock(46 * MINUTE_MS)
  await page.reload()
  await logInByForm(page, renter)
  await expect(title(page, '시간이 지난 주문')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('빠져나간 돈은 없어요.')
  await expect.poll(async () => (await readOrder(renter, orderId)).status).toBe('EXPIRED')
  await expectAccessible(page)
  await page.getByRole('link', { name: '다시 충전하기' }).click()
  await expect(amountField(page)).toHaveValue('30,000')
})

test('coming back from Toss too late takes no money and says so', async ({ page, renter }) => {
  const { orderId, returnPath } = await paidOrder(renter, 30_000)
  await advanceClock(46 * MINUTE_MS)
  await page.goto(returnPath)
  await logInByForm(page, renter)
  await expect(title(page, '시간이 지난 주문')).toBeVisible({ timeout: 20_000 })
  expect(await balanceOf(renter)).toBe(0)
  expect(await historyOf(renter)).toEqual([])
  const effective = (await confirmsOf(orderId)).filter(({ status }) => status === 200)
  expect(effective).toEqual([])
})

test('the history groups by Korean month, each with what came in and went out', async ({ page, renter }) => {
  await charge(renter, 10_000)
  await charge(renter, 20_000)
  await advanceClock(32 * DAY_MS)
  await charge(await logInAgain(renter), 40_000)
  await page.goto('/wallet/history')
  await logInByForm(page, renter)
  const months = page.getByRole('main').getByRole('region')
  await expect(months).toHaveCount(2)
  await expect(months.nth(0).getByRole('heading')).toHaveText(/^\d{4}년 \d{1,2}월$/)
  await expect(months.nth(0).getByRole('definition').first()).toHaveText('40,000원')
  await expect(months.nth(1).getByRole('definition').first()).toHaveText('30,000원')
  await expect(months.nth(1).getByRole('button')).toHaveCount(2)
})
