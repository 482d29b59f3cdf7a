import { addDays, kstDay } from '@/lib/time'
import {
  balanceOf,
  charge,
  holdSpace,
  logInAgain,
  newRenter,
  openAccount,
  payBooking,
  readBooking,
} from '../support/api'
import { expectAccessible } from '../support/accessible'
import { Checkout } from '../support/checkout'
import { newOffer, timeOf } from '../support/market'
import { title } from '../support/pages'
import { advanceClock, clearFaults, play, resetClock } from '../support/simulator'
import { expect, logInByForm, test } from '../support/test'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** An order is looked at again at the latest 30 s after Toss can answer. */
const RECOVERED = { timeout: 60_000 }

test.setTimeout(120_000)
test.beforeEach(resetClock)
test.afterEach(clearFaults)
test.afterAll(resetClock)

test('a time that is lost while its charge is under way leaves the money in the wallet, and says so', async ({
  page,
  renter,
}) => {
  const offer = await newOffer()
  const id = await holdSpace(renter, timeOf(offer))
  await page.goto(`/bookings/${id}`)
  await page.getByRole('button', { name: '30,000원 부족 · 충전하고 결제' }).click()
  const checkout = new Checkout(page)
  await checkout.openWindow()

  await advanceClock(20 * MINUTE_MS)
  const quicker = await openAccount(newRenter('박서준'))
  await charge(quicker, 30_000)
  await payBooking(quicker, await holdSpace(quicker, timeOf(offer)))

  await checkout.window.payButton.click()
  await expect(title(page, '시간이 지난 예약이에요')).toBeVisible()
  await expect(page).toHaveURL(`/bookings/${id}`)
  await expect(page.getByText('충전한 돈은 지갑에 그대로 있어요')).toBeVisible()
  await expect(page.getByRole('button', { name: /결제하기$/ })).toHaveCount(0)
  expect(await balanceOf(renter)).toBe(30_000)
  await expectAccessible(page)
})

test('a hold that lapsed while its charge was under way is still paid when nobody took the time', async ({
  page,
  renter,
}) => {
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${id}`)
  await page.getByRole('button', { name: '30,000원 부족 · 충전하고 결제' }).click()
  const checkout = new Checkout(page)
  await checkout.openWindow()
  await advanceClock(20 * MINUTE_MS)
  await checkout.window.payButton.click()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)
})

test('a hold that nobody paid has lapsed, and the page says that no money is gone', async ({
  page,
  renter,
}) => {
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${id}`)
  await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
  await advanceClock(11 * MINUTE_MS)
  await expect(title(page, '시간이 지난 예약이에요')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('결제한 돈은 없어요.')).toBeVisible()
  await page.goto('/bookings?group=ended')
  await expect(page.getByRole('main').getByText('시간이 지남')).toBeVisible()
  await expectAccessible(page)
})

test('while Toss is silent the page says so, and the booking is paid without it', async ({
  page,
  renter,
}) => {
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${id}`)
  await page.getByRole('button', { name: '30,000원 부족 · 충전하고 결제' }).click()
  const checkout = new Checkout(page)
  await checkout.openWindow()
  await play('confirm-lost-queries-down')
  await checkout.window.payButton.click()
  await expect(title(page, '충전을 확인하고 있어요')).toBeVisible({ timeout: 20_000 })
  await expect(page).toHaveURL(`/bookings/${id}`)
  await expect(page.getByText('이 화면을 닫아도 돼요.')).toBeVisible()
  await expect(page.getByRole('button', { name: /결제/ })).toHaveCount(0)
  await expectAccessible(page)
  await page.goto('about:blank')
  await clearFaults()
  await expect.poll(async () => (await readBooking(renter, id)).status, RECOVERED).toBe('CONFIRMED')
  await page.goto(`/bookings/${id}`)
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)
})

test('a booking that was used is over, and can no longer be cancelled', async ({ page, renter }) => {
  await charge(renter, 30_000)
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await payBooking(renter, id)
  await advanceClock(12 * DAY_MS)
  const again = await logInAgain(renter)
  await expect.poll(async () => (await readBooking(again, id)).status, RECOVERED).toBe('COMPLETED')
  await page.goto(`/bookings/${id}`)
  await logInByForm(page, renter)
  await expect(title(page, '이용을 마쳤어요')).toBeVisible()
  await expect(page.getByRole('button', { name: '예약 취소' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: '영수증 보기' })).toBeVisible()
})

test('once paying is no longer fresh, cancelling shows and gives back the share that the rule leaves', async ({
  page,
  renter,
}) => {
  await charge(renter, 30_000)
  const day = addDays(kstDay(new Date()), 3)
  const time = { startAt: `${day}T10:00:00+09:00`, endAt: `${day}T12:00:00+09:00` }
  const id = await holdSpace(renter, { ...timeOf(await newOffer()), ...time })
  await payBooking(renter, id)
  await advanceClock(3 * 60 * MINUTE_MS)
  await page.goto(`/bookings/${id}`)
  await logInByForm(page, renter)
  await page.getByRole('button', { name: '예약 취소', exact: true }).click()
  await page.getByRole('button', { name: '15,000원 돌려받고 취소하기' }).click()
  await expect(title(page, '예약이 취소됐어요')).toBeVisible()
  await expect(page.getByText('결제한 30,000원 가운데 15,000원을 지갑 잔액으로 돌려드렸어요.')).toBeVisible()
  expect(await balanceOf(await logInAgain(renter))).toBe(15_000)
})
