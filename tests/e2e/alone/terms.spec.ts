import { logInAgain } from '../support/api'
import { expectAccessible } from '../support/accessible'
import { amountField, title } from '../support/pages'
import { advanceClock, resetClock } from '../support/simulator'
import { expect, logIn, openDesk, test } from '../support/test'

const DAY_MS = 24 * 60 * 60_000
/** The worker tells people at its own pace. */
const TOLD = { timeout: 60_000 }

test.setTimeout(240_000)
test.beforeEach(resetClock)
test.afterAll(resetClock)

test('terms are drafted by one, published by another, told to everybody, asked for on their day and agreed to', async ({
  page,
  context,
  browser,
  renter,
}) => {
  const drafter = await openDesk(browser, 'admin', '/admin/terms/new?document=terms')
  await expect(title(drafter, '포스페이 이용약관')).toBeVisible()
  const text = drafter.getByLabel('글', { exact: true })
  await text.fill(`${await text.inputValue()}\n\n# 부칙 ${Date.now()}\n이 약관은 적용일부터 시행합니다.`)
  await expect(drafter.getByText('이 약관은 적용일부터 시행합니다.').last()).toBeVisible()
  await drafter.getByLabel('무엇이 바뀌나요').fill('부칙을 더했어요.')
  await drafter.getByLabel('왜 바꾸나요').fill('시행일을 분명히 하려고요.')
  const day = drafter.getByLabel('적용일')
  await day.fill((await day.getAttribute('min'))!)
  await expectAccessible(drafter)
  await drafter.getByRole('button', { name: '초안 올리기' }).click()
  await expect(drafter.getByText('내가 써서 다른 담당자가 결정해야 해요.')).toBeVisible()
  await expect(drafter.getByRole('button', { name: '이 글 그대로 게시하기' })).toHaveCount(0)
  await expectAccessible(drafter)

  const path = new URL(drafter.url()).pathname
  const publisher = await openDesk(browser, 'finance_approver', path)
  await publisher.getByRole('button', { name: '이 글 그대로 게시하기' }).click()
  await expect(publisher.getByRole('link', { name: '게시된 화면 보기' })).toBeVisible()

  await page.goto('/wallet')
  const banner = page.getByRole('complementary', { name: '바뀌는 약관' })
  await expect(banner).toContainText('포스페이 이용약관이 바뀌어요')
  await expectAccessible(page)
  await banner.getByRole('link').last().click()
  await expect(
    page.getByText('동의하지 않으면 그날 전에 잔액을 모두 환불받고 탈퇴할 수 있어요.'),
  ).toBeVisible()
  await expectAccessible(page)
  await expect(async () => {
    await page.goto('/notifications')
    await expect(page.getByText(/부터 포스페이 이용약관이 바뀌어요/).first()).toBeVisible({ timeout: 1_000 })
  }).toPass(TOLD)

  await advanceClock(33 * DAY_MS)
  await logIn(context, await logInAgain(renter))
  await page.goto('/wallet/charge')
  await expect(title(page, '약관이 바뀌었어요')).toBeVisible()
  await expect(page.getByText('부칙을 더했어요.')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: '나중에 하기' }).click()
  await expect(page.getByText('바뀐 약관에 동의하면 충전할 수 있어요')).toBeVisible()
  await expect(amountField(page)).toHaveCount(0)
  await page.goto('/wallet/refund')
  await expect(title(page, '약관이 바뀌었어요')).toHaveCount(0)

  await page.goto('/consent?next=/wallet/charge')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '동의하고 계속하기' }).click()
  await expect(page).toHaveURL('/wallet/charge')
  await amountField(page).fill('10000')
  await page.getByRole('button', { name: '10,000원 충전하기' }).click()
  await expect(page).toHaveURL(/\/wallet\/charge\/ord_/)
})
