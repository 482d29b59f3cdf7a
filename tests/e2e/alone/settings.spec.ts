import type { Page } from '@playwright/test'
import { charge, holdSpace } from '../support/api'
import { expectAccessible } from '../support/accessible'
import { newOffer, timeOf } from '../support/market'
import { amountField, title } from '../support/pages'
import { expect, openDesk, test } from '../support/test'

/** Stops something on the settings page, or lets it go on. */
async function flip(desk: Page, name: string, to: '멈추기' | '다시 열기'): Promise<void> {
  await desk.getByRole('button', { name: `${to} ${name}` }).click()
  const sheet = desk.getByRole('dialog')
  await sheet.getByLabel('이유').fill('은행 점검')
  await sheet.getByRole('button', { name: to }).click()
  await expect(
    desk.getByRole('button', { name: `${to === '멈추기' ? '다시 열기' : '멈추기'} ${name}` }),
  ).toBeVisible()
}

test('what is stopped says so to everybody at once, and goes on where it was', async ({
  page,
  browser,
  renter,
}) => {
  await charge(renter, 100_000)
  const booking = await holdSpace(renter, timeOf(await newOffer()))
  const desk = await openDesk(browser, 'admin', '/admin/settings')
  await expect(title(desk, '설정')).toBeVisible()
  for (const name of ['충전', '결제']) await flip(desk, name, '멈추기')
  await expectAccessible(desk)

  await page.goto('/wallet/charge')
  await expect(page.getByText('충전을 잠시 멈췄어요')).toBeVisible()
  await expect(amountField(page)).toHaveCount(0)
  await page.goto(`/bookings/${booking}`)
  await expect(page.getByText('지금은 결제를 잠시 멈췄어요. 잔액은 그대로 있어요.')).toBeVisible()
  await expectAccessible(page)

  for (const name of ['충전', '결제']) await flip(desk, name, '다시 열기')
  await page.goto('/wallet/charge')
  await expect(amountField(page)).toBeVisible()
  await page.goto(`/bookings/${booking}`)
  await page.getByRole('button', { name: /결제하기/ }).click()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
})

test('a setting is changed by two people, and says so before and after', async ({ browser }) => {
  const maker = await openDesk(browser, 'finance_approver', '/admin/settings/autoTopUp')
  const value = String(1_000_000 + (Date.now() % 900_000))
  await maker.getByLabel('월 한도 최대').fill(value)
  await maker.getByLabel('이유').fill('한도를 다시 정했어요')
  await expectAccessible(maker)
  await maker.getByRole('button', { name: '변경 제안하기' }).click()
  const proposal = maker.getByRole('region', { name: '자동충전' })
  await expect(proposal).toContainText(`${Number(value).toLocaleString('ko-KR')}원`)
  await expect(proposal.getByRole('button', { name: '승인하기' })).toHaveCount(0)

  const checker = await openDesk(browser, 'admin', '/admin/settings')
  await expect(title(checker, '설정')).toBeVisible()
  await expectAccessible(checker)
  await checker.getByRole('region', { name: '자동충전' }).getByRole('button', { name: '승인하기' }).click()
  await expect(checker.getByRole('region', { name: '자동충전' })).toHaveCount(0)
  await expect(checker.getByRole('link', { name: /자동충전/ })).toContainText(
    Number(value).toLocaleString('ko-KR'),
  )
})
