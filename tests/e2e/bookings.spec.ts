import type { Page } from '@playwright/test'
import { addDays, kstDay } from '@/lib/time'
import {
  balanceOf,
  cancelBooking,
  charge,
  historyOf,
  holdSpace,
  newRenter,
  openAccount,
  payBooking,
  readBooking,
} from './support/api'
import { Checkout } from './support/checkout'
import { DAY, newOffer, timeOf, type Offer } from './support/market'
import { detail, title } from './support/pages'
import { expect, logIn, logInByForm, test } from './support/test'

test.setTimeout(90_000)

const payButton = (page: Page) => page.getByRole('button', { name: '30,000원 결제하기' })
const trail = (page: Page) => page.getByRole('region', { name: '돈의 길' })

/** Opens the space and picks ten to twelve. */
async function pickTime(page: Page, { spaceId }: Offer): Promise<void> {
  await page.goto(`/spaces/${spaceId}?date=${DAY}`)
  await page.getByRole('button', { name: '10:00' }).click()
  await page.getByRole('button', { name: '11:00' }).click()
}

test('a renter books a time and pays from the wallet, and a double click pays once', async ({
  page,
  renter,
}) => {
  await charge(renter, 100_000)
  const offer = await newOffer()
  await pickTime(page, offer)
  await expect(page.getByRole('region', { name: '취소하면' })).toContainText('30,000원 (100%)')
  await page.getByRole('button', { name: '30,000원 예약하기' }).click()
  await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
  await expect(page.getByRole('timer')).toHaveText(/^(10:00|9:\d\d)$/)
  await expect(detail(page, '결제 뒤 잔액')).toHaveText('70,000원')
  expect(await balanceOf(renter)).toBe(100_000)

  await payButton(page).dblclick()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  expect(await balanceOf(renter)).toBe(70_000)
  expect((await historyOf(renter)).map(({ amount }) => amount)).toEqual([-30_000, 100_000])
  const steps = trail(page).getByRole('listitem')
  await expect(steps).toHaveCount(2)
  await expect(steps.nth(0)).toContainText('충전한 돈30,000원')
  await expect(steps.nth(0)).toContainText('들어온 100,000원 가운데')
  await expect(steps.nth(1)).toContainText('27,000원')
  await expect(steps.nth(1)).toContainText('2,727원')
  await expect(steps.nth(1)).toContainText('273원')

  await page.getByRole('link', { name: '영수증 보기' }).click()
  await expect(title(page, '영수증')).toBeVisible()
  await expect(detail(page, '판매자')).toHaveText('이도윤님')
  await expect(detail(page, '결제한 금액')).toHaveText('30,000원')
  await expect(page.getByText('통신판매중개자')).toBeVisible()

  await page.goto('/bookings')
  const card = page.getByRole('main').getByRole('link', { name: offer.name })
  await expect(card).toContainText('예약 확정')
  await page.goto('/wallet')
  await page.getByRole('link', { name: /공간 결제/ }).click()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
})

test('before paying for a day that is near, the page says for how long all of it comes back', async ({
  page,
  renter,
}) => {
  const offer = await newOffer()
  const soon = addDays(kstDay(new Date()), 2)
  const times = { startAt: `${soon}T10:00:00+09:00`, endAt: `${soon}T12:00:00+09:00` }
  await page.goto(`/bookings/${await holdSpace(renter, { spaceId: offer.spaceId, ...times })}`)
  await expect(page.getByText('결제하고 2시간 안에는 언제나 전액 돌려받아요.')).toBeVisible()
  await page.goto(`/bookings/${await holdSpace(renter, timeOf(offer))}`)
  await expect(page.getByRole('button', { name: '30,000원 부족 · 충전하고 결제' })).toBeVisible()
  await expect(page.getByText(/결제하고 .* 안에는/)).toHaveCount(0)
})

test('two tabs and a reload pay once', async ({ page, renter, context }) => {
  await charge(renter, 100_000)
  const id = await holdSpace(renter, timeOf(await newOffer()))
  const other = await context.newPage()
  await page.goto(`/bookings/${id}`)
  await other.goto(`/bookings/${id}`)
  // Sent, not clicked: as soon as one is paid, the other tab has no such button any more.
  const buttons = await Promise.all([page, other].map((tab) => payButton(tab).elementHandle()))
  await Promise.all(
    buttons.map((button) => button!.evaluate((it) => (it as HTMLButtonElement).form!.requestSubmit())),
  )
  for (const tab of [page, other]) await expect(title(tab, '예약이 확정됐어요')).toBeVisible()
  await page.reload()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  expect(await balanceOf(renter)).toBe(70_000)
})

test('what is missing is charged by card and pays the booking at once', async ({ page, renter }) => {
  await charge(renter, 18_000)
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${id}`)
  await expect(detail(page, '충전할 금액')).toHaveText('12,000원')
  await page.getByRole('button', { name: '12,000원 부족 · 충전하고 결제' }).click()
  await expect(title(page, '어떻게 결제할까요?')).toBeVisible()
  await expect(page.getByText('충전되면 바로 예약을 결제해요.')).toBeVisible()
  const checkout = new Checkout(page)
  await checkout.openWindow()
  await checkout.window.payButton.click()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  await expect(page).toHaveURL(`/bookings/${id}`)
  expect(await balanceOf(renter)).toBe(0)
  const steps = trail(page).getByRole('listitem')
  await expect(steps.nth(0)).toContainText('18,000원')
  await expect(steps.nth(1)).toContainText('12,000원')
  await steps.nth(1).getByRole('link', { name: '충전한 돈' }).click()
  await expect(title(page, '충전 완료')).toBeVisible()
  await page.getByRole('link', { name: '예약으로 가기' }).click()
  await expect(page).toHaveURL(`/bookings/${id}`)
})

test('a charge that fails leaves the time held, and says that no money is gone', async ({ page, renter }) => {
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${id}`)
  await page.getByRole('button', { name: '30,000원 부족 · 충전하고 결제' }).click()
  const checkout = new Checkout(page)
  await checkout.openWindow()
  await checkout.window.failWith('REJECT_CARD_PAYMENT')
  await checkout.window.payButton.click()
  await expect(title(page, '충전 실패')).toBeVisible()
  await page.getByRole('link', { name: '예약으로 가기' }).click()
  await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
  await expect(page.getByText('빠져나간 돈은 없어요.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: '30,000원 부족 · 충전하고 결제' })).toBeEnabled()
  expect(await balanceOf(renter)).toBe(0)
})

test('when less is missing than one can charge, the page says what stays in the wallet', async ({
  page,
  renter,
}) => {
  await charge(renter, 29_500)
  const id = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${id}`)
  await expect(page.getByText('500원이 부족하지만 충전은 1,000원부터 할 수 있어요.')).toBeVisible()
  await expect(page.getByText('500원은 지갑에 남아요.')).toBeVisible()
  await page.getByRole('button', { name: '1,000원 충전하고 결제' }).click()
  await expect(page.getByRole('button', { name: '1,000원 충전하기' })).toBeVisible()
})

test('a request is paid once its owner has accepted it', async ({ page, renter, browser }) => {
  await charge(renter, 30_000)
  const offer = await newOffer({ instant: false })
  await pickTime(page, offer)
  await page.getByRole('button', { name: '예약 요청하기' }).click()
  await expect(title(page, '답변을 기다리고 있어요')).toBeVisible()
  await expect(payButton(page)).toHaveCount(0)

  const context = await browser.newContext()
  await logIn(context, offer.owner)
  const owners = await context.newPage()
  // The address as the renter has it leads the owner to their side.
  await owners.goto(page.url())
  await owners.getByRole('button', { name: '예약 받기' }).click()
  await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
  await context.close()
  await expect(page.getByText('이도윤님이 예약을 받았어요.')).toBeVisible()
  await payButton(page).click()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)
})

test('cancelling shows what comes back before it does, and gives back exactly that', async ({
  page,
  renter,
}) => {
  await charge(renter, 30_000)
  const offer = await newOffer()
  const day = addDays(kstDay(new Date()), 3)
  const startAt = `${day}T10:00:00+09:00`
  const id = await holdSpace(renter, { ...timeOf(offer), startAt, endAt: `${day}T12:00:00+09:00` })
  await payBooking(renter, id)
  await page.goto(`/bookings/${id}`)
  const { refundNow } = await readBooking(renter, id)
  await page.getByRole('button', { name: '예약 취소', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: '정말 취소할까요?' })
  await expect(sheet).toContainText('지갑 잔액으로 바로 돌려받아요')
  const won = `${refundNow.toLocaleString('ko-KR')}원`
  await expect(sheet.getByRole('definition').last()).toHaveText(won)
  await sheet.getByRole('button', { name: `${won} 돌려받고 취소하기` }).click()
  await expect(title(page, '예약이 취소됐어요')).toBeVisible()
  await expect(page.getByText('직접 취소했어요.')).toBeVisible()
  expect(await balanceOf(renter)).toBe(refundNow)
  await expect(trail(page).getByRole('listitem').last()).toContainText(`내 지갑으로 환불${won}`)
})

test('a renter sees at once that the owner has cancelled and all of the money is back', async ({
  page,
  renter,
}) => {
  await charge(renter, 30_000)
  const offer = await newOffer()
  const id = await holdSpace(renter, timeOf(offer))
  await payBooking(renter, id)
  await page.goto(`/bookings/${id}`)
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  await cancelBooking(offer.owner, id)
  await expect(title(page, '예약이 취소됐어요')).toBeVisible()
  await expect(page.getByText('공간 등록자가 취소했어요.')).toBeVisible()
  await expect(page.getByText('결제한 30,000원을 모두 지갑 잔액으로 돌려드렸어요.')).toBeVisible()
  expect(await balanceOf(renter)).toBe(30_000)
})

test('a visitor logs in on the way and finds the time chosen', async ({ page }) => {
  const renter = await openAccount(newRenter())
  await pickTime(page, await newOffer())
  await page.getByRole('button', { name: '30,000원 예약하기' }).click()
  await logInByForm(page, renter)
  await expect(page.getByText('2시간 총액')).toBeVisible()
  await page.getByRole('button', { name: '30,000원 예약하기' }).click()
  await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
})

test('a time that somebody else took meanwhile is shown as taken, and no money is gone', async ({
  page,
  renter: _,
}) => {
  const offer = await newOffer()
  await pickTime(page, offer)
  await holdSpace(await openAccount(newRenter()), timeOf(offer))
  await page.getByRole('button', { name: '30,000원 예약하기' }).click()
  await expect(page.getByText('자리가 방금 찼어요')).toBeVisible()
  await expect(page.getByRole('button', { name: /^10:00/ })).toBeDisabled()
  await expect(page.getByRole('button', { name: '12:00' })).toBeEnabled()
})

test('the same time from two tabs is one booking', async ({ page, context, renter: _ }) => {
  const offer = await newOffer()
  const other = await context.newPage()
  await pickTime(page, offer)
  await pickTime(other, offer)
  for (const tab of [page, other]) {
    await tab.getByRole('button', { name: '30,000원 예약하기' }).click()
    await expect(title(tab, '결제하면 예약이 확정돼요')).toBeVisible()
  }
  expect(other.url()).toBe(page.url())
})

test('with too many unpaid bookings the page leads to them', async ({ page, renter }) => {
  const offer = await newOffer()
  for (const hour of [13, 15, 17]) {
    const time = { startAt: `${DAY}T${hour}:00:00+09:00`, endAt: `${DAY}T${hour + 1}:00:00+09:00` }
    await holdSpace(renter, { spaceId: offer.spaceId, ...time })
  }
  await pickTime(page, offer)
  await page.getByRole('button', { name: '30,000원 예약하기' }).click()
  await page.getByRole('link', { name: '내 예약 보기' }).click()
  await expect(page.getByRole('main').getByText('결제를 기다려요')).toHaveCount(3)
})

test('nobody books their own space, and nobody sees the booking of another', async ({
  page,
  context,
  trouble,
  renter,
}) => {
  trouble.expect(/status of 404/)
  const offer = await newOffer()
  const id = await holdSpace(renter, timeOf(offer))
  await logIn(context, offer.owner)
  await page.goto(`/spaces/${offer.spaceId}?date=${DAY}`)
  await expect(page.getByText('내가 등록한 공간이에요')).toBeVisible()
  await page.getByRole('button', { name: '14:00' }).click()
  await expect(page.getByRole('button', { name: /예약하기$/ })).toHaveCount(0)
  await logIn(context, await openAccount(newRenter()))
  await page.goto(`/bookings/${id}`)
  await expect(title(page, '찾는 페이지가 없어요')).toBeVisible()
})
