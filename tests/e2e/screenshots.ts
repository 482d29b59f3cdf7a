import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { REPOSITORY } from '@/scripts/repository'
import { charge, haveAccount, holdSpace, newRenter, openAccount, payBooking } from './support/api'
import { Checkout } from './support/checkout'
import { DAY, newOffer } from './support/market'
import { balance, settle, title } from './support/pages'
import { advanceClock, resetClock } from './support/simulator'
import { pickDay } from './support/spaces'
import { expect, logIn, openDesk, test } from './support/test'

const FOLDER = join(REPOSITORY, 'docs/images')
const DAY_MS = 24 * 60 * 60_000
const LOOKS = [
  { suffix: '360', colorScheme: 'light', viewport: { width: 360, height: 780 } },
  { suffix: '360-dark', colorScheme: 'dark', viewport: { width: 360, height: 780 } },
  { suffix: '1280', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
] as const

test.setTimeout(120_000)
test.use({ deviceScaleFactor: 2, timezoneId: 'Asia/Seoul' })
test.afterAll(resetClock)

for (const { suffix, colorScheme, viewport } of LOOKS) {
  test.describe(suffix, () => {
    test.use({ colorScheme, viewport })

    test('the wallet, the charge and the receipt', async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const renter = await openAccount(newRenter('김하늘'))
      for (const [daysAgo, amount] of [
        [23, 30_000],
        [9, 100_000],
        [2, 50_000],
      ] as const) {
        await resetClock()
        await advanceClock(-daysAgo * DAY_MS)
        await charge(renter, amount)
      }
      await resetClock()
      await logIn(context, renter)
      await page.goto('/wallet')
      await expect(balance(page)).toContainText('180,000원')
      await picture(page, `wallet-${suffix}`)
      const checkout = new Checkout(page)
      await checkout.order(50_000)
      await checkout.choose('토스페이')
      await picture(page, `charge-${suffix}`)
      await checkout.payButton.click()
      await checkout.window.payButton.click()
      await expect(title(page, '충전 완료')).toBeVisible()
      await picture(page, `receipt-${suffix}`)
    })

    test('the spaces and one of them', async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      await logIn(context, await openAccount(newRenter('김하늘')))
      await page.goto('/spaces')
      await expect(page.getByRole('article').first()).toBeVisible()
      await picture(page, `spaces-${suffix}`)
      await page.getByRole('link', { name: '성수 햇살 자연광 스튜디오' }).click()
      await expect(title(page, '성수 햇살 자연광 스튜디오')).toBeVisible()
      await pickDay(page, page.getByRole('link', { name: /월 \d+일 .요일$/ }).nth(2))
      await page.getByRole('button', { name: '13:00' }).click()
      await page.getByRole('button', { name: '16:00' }).click()
      await expect(page.getByText('4시간 총액')).toBeVisible()
      await picture(page, `space-${suffix}`)
    })

    test('a booking from its payment to its receipt', async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const renter = await openAccount(newRenter('김하늘'))
      await charge(renter, 40_000)
      await logIn(context, renter)
      await page.goto(`/spaces?q=${encodeURIComponent('홍대 노을')}`)
      await page.getByRole('link', { name: '홍대 노을 파티룸' }).click()
      await pickDay(page, page.getByRole('link', { name: /월 \d+일 .요일$/ }).nth(20))
      // Earlier pictures have taken earlier hours.
      const free = page.getByRole('list', { name: '시간', exact: true }).locator('button:enabled')
      await free.first().click()
      await page.getByRole('button', { name: /원 예약하기$/ }).click()
      await expect(title(page, '결제하면 예약이 확정돼요')).toBeVisible()
      await picture(page, `booking-pay-${suffix}`)
      await page.getByRole('button', { name: /원 결제하기$/ }).click()
      await expect(title(page, '예약이 확정됐어요')).toBeVisible()
      await picture(page, `booking-${suffix}`)
      await page.goto('/bookings')
      await expect(page.getByText('예약 확정')).toBeVisible()
      await picture(page, `bookings-${suffix}`)
      await page.getByRole('link', { name: '홍대 노을 파티룸' }).click()
      await page.getByRole('link', { name: '영수증 보기' }).click()
      await expect(title(page, '영수증')).toBeVisible()
      await picture(page, `booking-receipt-${suffix}`)
    })

    test('what an owner has earned, and withdrawing it', async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const offer = await newOffer({ hourly_price: 45_000 })
      const renter = await openAccount(newRenter('김하늘'))
      const { spaceId } = offer
      await haveAccount(offer.owner, '1234')
      for (const [daysAgo, from, hours] of [
        [24, 9, 3],
        [17, 12, 2],
        [11, 14, 4],
        [6, 18, 3],
        [1, 21, 1],
      ] as const) {
        await resetClock()
        await advanceClock(-daysAgo * DAY_MS)
        const hour = (at: number) => `${DAY}T${String(at).padStart(2, '0')}:00:00+09:00`
        await charge(renter, hours * 45_000)
        const time = { spaceId, startAt: hour(from), endAt: hour(from + hours) }
        await payBooking(renter, await holdSpace(renter, time))
      }
      await resetClock()
      await logIn(context, offer.owner)
      await page.goto('/owner')
      await expect(title(page, '정산')).toBeVisible()
      await picture(page, `earnings-${suffix}`)
      await page.getByRole('link', { name: '출금하기' }).click()
      await expect(title(page, '얼마를 출금할까요?')).toBeVisible()
      await page.getByRole('textbox', { name: '출금할 금액' }).fill('300000')
      await page.getByRole('button', { name: '300,000원 출금하기' }).click()
      await expect(page.getByRole('dialog', { name: '이 계좌로 보낼까요?' })).toBeVisible()
      await picture(page, `withdraw-${suffix}`)
    })
  })
}

test.describe('the console', () => {
  // Dense pages: at twice the pixels they would be large files.
  test.use({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1, colorScheme: 'light' })

  test('an operator’s day', async ({ browser, page }) => {
    await mkdir(FOLDER, { recursive: true })
    const offer = await newOffer({ hourly_price: 45_000 })
    const renter = await openAccount(newRenter('김하늘'))
    await charge(renter, 200_000)
    const time = { startAt: `${DAY}T14:00:00+09:00`, endAt: `${DAY}T16:00:00+09:00` }
    await payBooking(renter, await holdSpace(renter, { spaceId: offer.spaceId, ...time }))
    const desk = await openDesk(browser, 'admin', '/admin')
    await expect(title(desk, '오늘')).toBeVisible()
    await picture(desk, 'console-today-1280')
    await desk.goto('/admin/ledger')
    await expect(title(desk, '원장')).toBeVisible()
    await picture(desk, 'console-ledger-1280')
    await desk.goto('/admin/reconciliation')
    await desk.getByRole('button', { name: '지금 맞춰 보기' }).click()
    await expect(desk.getByText('마지막으로 끝낸 대사')).toBeVisible()
    await picture(desk, 'console-reconciliation-1280')
    await desk.goto('/admin/members')
    await desk.getByRole('searchbox', { name: '찾을 것' }).fill(renter.email)
    await desk.getByRole('button', { name: '찾기' }).click()
    await desk.getByRole('link', { name: '회원 보기' }).click()
    await expect(title(desk, '김*늘 회원')).toBeVisible()
    await picture(desk, 'console-member-1280')

    await page.goto('/protection')
    await expect(async () => {
      await page.reload()
      const proved = page.getByRole('heading', { name: /밤 12시, 이용자 예치금/ })
      await expect(proved).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 90_000 })
    await picture(page, 'proof-1280')
  })
})

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0))
  await settle(page)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}
