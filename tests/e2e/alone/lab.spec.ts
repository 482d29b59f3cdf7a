import type { Page } from '@playwright/test'
import { balanceOf, paidOrder } from '../support/api'
import { expectAccessible } from '../support/accessible'
import { Checkout } from '../support/checkout'
import { balance, title } from '../support/pages'
import { clearFaults, resetClock } from '../support/simulator'
import { SIMULATOR_URL } from '../support/site'
import { expect, test } from '../support/test'

test.beforeEach(clearFaults)
test.afterEach(clearFaults)
test.afterAll(resetClock)

async function openLab(page: Page): Promise<Page> {
  const lab = await page.context().newPage()
  await lab.goto(`${SIMULATOR_URL}/lab`)
  await expect(title(lab, '실패 실험실')).toBeVisible()
  return lab
}

const said = (lab: Page) => lab.getByRole('status')
const section = (lab: Page, name: string) => lab.getByRole('region', { name, exact: true })

test('a scenario is acted out by a click, and the wallet ends as the lab says', async ({ page, renter }) => {
  const { returnPath } = await paidOrder(renter, 10_000)
  const lab = await openLab(page)
  const scenario = section(lab, '시나리오')
    .getByRole('listitem')
    .filter({ hasText: '승인했는데 답이 사라져요' })
  await expect(scenario).toContainText('한 번만 충전돼요')
  await scenario.getByRole('button').click()
  await expect(said(lab)).toHaveText('그렇게 했어요.')
  await expect(scenario).toContainText('요청을 기다려요')
  await expectAccessible(lab)
  await page.goto(returnPath)
  await expect(title(page, '충전 완료')).toBeVisible({ timeout: 60_000 })
  await expect(section(lab, '걸린 장애')).toContainText('걸린 장애가 없어요')
  await expect(section(lab, 'API 요청')).toContainText('drop-after')
  expect(await balanceOf(renter)).toBe(10_000)
})

test('a payment in its window is declined with a code picked in the lab', async ({ page, renter }) => {
  const checkout = new Checkout(page)
  await checkout.order(10_000)
  await checkout.openWindow()
  const lab = await openLab(page)
  const payment = section(lab, '결제').getByRole('listitem').first()
  await payment.getByText('결제창이 열려 있어요').click()
  await payment.getByLabel('승인을 거절할 코드').fill('INVALID_CARD_LOST_OR_STOLEN')
  await payment.getByRole('button', { name: '거절하기' }).click()
  await expect(payment).toContainText('승인하면 INVALID_CARD_LOST_OR_STOLEN')
  await checkout.window.payButton.click()
  await expect(page.getByRole('main')).toContainText('분실')
  expect(await balanceOf(renter)).toBe(0)
})

test('money goes into a wallet and out again as the lab has it', async ({ page, renter }) => {
  const { returnPath } = await paidOrder(renter, 10_000)
  await page.goto(returnPath)
  await expect(title(page, '충전 완료')).toBeVisible()
  const lab = await openLab(page)
  const payment = section(lab, '결제').getByRole('listitem').first()
  await payment.getByText('승인됐어요').click()
  await payment.getByLabel('되돌릴 금액').fill('4000')
  await payment.getByRole('button', { name: '카드사가 되찾아가기' }).click()
  await expect(payment).toContainText('6,000원 남음')
  await page.goto('/wallet')
  await expect(balance(page)).toContainText('6,000원', { timeout: 60_000 })
  await expect(section(lab, '웹훅')).toContainText('전달됐어요')
})

test('the clock is moved and put back', async ({ page }) => {
  const lab = await openLab(page)
  const clock = section(lab, '시계')
  await clock.getByRole('button', { name: '+10분' }).click()
  await expect(clock).toContainText('10분 앞서 있어요')
  await clock.getByRole('button', { name: '지금으로 되돌리기' }).click()
  await expect(clock).toContainText('이 컴퓨터의 시각이에요')
})
