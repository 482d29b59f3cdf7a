import type { Page } from '@playwright/test'
import { businessDayFrom } from '@/lib/business-days'
import { addDays, HOUR_MS, kstDay, kstMidnight, MINUTE_MS } from '@/lib/time'
import { expectAccessible } from '../support/accessible'
import { haveAccount, readWithdrawals, type Account } from '../support/api'
import { newEarner } from '../support/market'
import { detail, title } from '../support/pages'
import { advanceClock, approveSeller, haveFunds, payoutsTo, resetClock } from '../support/simulator'
import { expect, logIn, openDesk, test } from '../support/test'

test.setTimeout(240_000)

/** Toss asks, the worker looks and the page hears of it. */
const MOVED = { timeout: 40_000 }

/** Toss pays at once on business days from 8 to 15. */
async function goToBusinessDayAt(hour: number): Promise<void> {
  await resetClock()
  const day = businessDayFrom(addDays(kstDay(new Date()), 1))
  await advanceClock(kstMidnight(day).getTime() + hour * HOUR_MS - Date.now())
}

test.beforeAll(() => goToBusinessDayAt(10))
test.afterAll(resetClock)

/** What lacked money is asked for again every ten minutes. */
const ASKED_AGAIN_MS = 11 * MINUTE_MS

/** Tells who is paid: a person or a company. */
async function tellPayee(page: Page, kind: '개인' | '법인사업자', name: string): Promise<void> {
  const card = page.getByRole('region', { name: '받는 분 정보' })
  await card.getByText(kind, { exact: true }).click()
  if (kind === '법인사업자') {
    await card.getByLabel('상호').fill(name)
    await card.getByLabel('대표자 이름').fill('김하늘')
    await card.getByLabel('사업자등록번호').fill('124-81-00998')
    await card.getByLabel('전화번호').fill('02-1234-5678')
  } else {
    await card.getByLabel('이름').fill(name)
    await card.getByLabel('휴대폰 번호').fill('010-1234-5678')
  }
  await card.getByRole('button', { name: '저장하기' }).click()
  await expect(card.getByText('받는 분 정보를 저장했어요.')).toBeVisible()
  await expect(card.getByText(name)).toBeVisible()
}

async function withdrawAll(page: Page): Promise<void> {
  await page.goto('/owner/withdrawals')
  await page.getByRole('button', { name: /^전액/ }).click()
  await page.getByRole('button', { name: '27,000원 출금하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '27,000원 출금하기' }).click()
}

/** Toss has taken it up, and a minute later it is there. */
async function expectArrival(page: Page, owner: Account): Promise<void> {
  await expect.poll(() => payoutsTo(owner.email), MOVED).toMatchObject([{ amount: { value: 27_000 } }])
  await advanceClock(2 * MINUTE_MS)
  await expect(title(page, '출금이 끝났어요')).toBeVisible(MOVED)
  await expect(detail(page, '출금 금액')).toHaveText('27,000원')
  expect((await readWithdrawals(owner))[0]).toMatchObject({ status: 'COMPLETED', amount: 27_000 })
}

test('a company is paid once Toss has money for it, and the console says what is missing until then', async ({
  page,
  context,
  browser,
}) => {
  await haveFunds(0)
  const { owner } = await newEarner()
  await haveAccount(owner, '1234')
  await logIn(context, owner)
  await page.goto('/owner')
  const why = page.getByRole('region', { name: '왜 아직 못 받나요?' })
  await expect(why).toContainText('받는 분 정보를 아직 입력하지 않았어요.')
  await why.getByRole('link', { name: '정보 입력하기' }).click()
  await expect(page.getByRole('heading', { name: '받는 분 정보' })).toBeVisible()
  await expectAccessible(page)
  await tellPayee(page, '법인사업자', '하늘공간')
  await expectAccessible(page)

  await withdrawAll(page)
  await expect(page.getByText('준비되는 대로 자동으로 보내요.')).toBeVisible(MOVED)
  const desk = await openDesk(browser, 'finance_maker', '/admin/withdrawals')
  const balance = desk.getByRole('region', { name: '토스 지급 잔액' })
  await expect(balance).toContainText('원이 모자라요')
  await expectAccessible(desk)
  await desk.close()

  await haveFunds(1_000_000)
  await advanceClock(ASKED_AGAIN_MS)
  await expectArrival(page, owner)
})

test('a person answers the text of Toss first, and is told that they have to', async ({ page, context }) => {
  await haveFunds(1_000_000)
  const { owner } = await newEarner()
  await haveAccount(owner, '2345')
  await logIn(context, owner)
  await page.goto('/owner/account')
  await tellPayee(page, '개인', owner.name)
  await withdrawAll(page)
  await expect(title(page, '본인 확인이 필요해요')).toBeVisible(MOVED)
  await expect(page.getByRole('main')).toContainText('토스페이먼츠가 보낸 문자에서 본인 확인을 마쳐 주세요.')
  await expectAccessible(page)
  await page.goto('/owner')
  const why = page.getByRole('region', { name: '왜 아직 못 받나요?' })
  await expect(why).toContainText('내가 본인 확인을 해야 해요')
  await why.getByRole('link', { name: '보기 · 취소하기' }).click()

  await approveSeller(owner.email)
  await expectArrival(page, owner)
})

test('what waits for its owner is taken back, and whoever is paid may be changed after the password', async ({
  page,
  context,
}) => {
  await haveFunds(1_000_000)
  const { owner } = await newEarner()
  await haveAccount(owner, '3456')
  await logIn(context, owner)
  await page.goto('/owner/account')
  await tellPayee(page, '개인', owner.name)
  await withdrawAll(page)
  await expect(title(page, '본인 확인이 필요해요')).toBeVisible(MOVED)
  await page.getByRole('button', { name: '출금 취소하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '출금 취소하기' }).click()
  await expect(title(page, '출금을 취소했어요')).toBeVisible(MOVED)
  await expect(page.getByRole('main')).toContainText('27,000원은 출금 가능 금액으로 되돌려 놓았어요.')
  await page.goto('/owner')
  await expect(page.getByRole('region', { name: '출금 가능', exact: true })).toContainText('27,000원')

  await page.goto('/owner/account')
  await page.getByRole('link', { name: '정보 바꾸기' }).click()
  await expectAccessible(page)
  await tellPayee(page, '법인사업자', '하늘공간')
  await withdrawAll(page)
  await expectArrival(page, owner)
})

test('what Toss has set aside for the next business day is said to be, and may be taken back until then', async ({
  page,
  context,
}) => {
  await haveFunds(1_000_000)
  await goToBusinessDayAt(15.5)
  const { owner } = await newEarner()
  await haveAccount(owner, '4567')
  await logIn(context, owner)
  await page.goto('/owner/account')
  await tellPayee(page, '법인사업자', '하늘공간')
  await withdrawAll(page)
  await expect(title(page, '은행으로 보내려고 예약했어요')).toBeVisible(MOVED)
  await expectAccessible(page)
  await page.getByRole('button', { name: '출금 취소하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '출금 취소하기' }).click()
  await expect(title(page, '출금을 취소했어요')).toBeVisible(MOVED)
  expect(await payoutsTo(owner.email)).toMatchObject([{ status: 'CANCELED' }])
})
