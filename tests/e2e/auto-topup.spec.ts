import type { Page } from '@playwright/test'
import { balanceOf, charge, historyOf, holdSpace } from './support/api'
import { newOffer, timeOf } from './support/market'
import { detail, title } from './support/pages'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

test.setTimeout(90_000)

const window = (page: Page) => page.frameLocator('iframe[title="결제창"]')

/** Agrees to 30,000 won a time, and registers a card of KB in Toss's window. */
async function turnOn(page: Page, outcome?: string): Promise<void> {
  await page.goto('/wallet/auto-topup')
  await page.getByLabel('위 내용에 동의해요').check()
  await page.getByRole('button', { name: '동의하고 카드 등록하기' }).click()
  await window(page).getByRole('combobox').selectOption({ label: 'KB국민카드' })
  if (outcome) {
    await window(page).getByText('실패 시키기').click()
    await window(page).getByRole('radio', { name: outcome }).check()
  }
  await window(page).getByRole('button', { name: '카드 등록하기' }).click()
}

const isOn = (page: Page) => page.getByRole('heading', { name: '켜져 있어요' })

test('a renter registers a card, pays a short booking in one tap, and turns it off with one', async ({
  page,
  renter,
}) => {
  await charge(renter, 10_000)
  await page.goto('/wallet')
  await page.getByRole('link', { name: /자동충전 꺼져 있어요/ }).click()
  await expect(page.getByLabel('위 내용에 동의해요')).not.toBeChecked()
  await turnOn(page)
  await expect(isOn(page)).toBeVisible()
  expect(page.url()).not.toContain('authKey')
  await expect(detail(page, '카드')).toHaveText('KB국민카드 789*')
  expect(await balanceOf(renter)).toBe(10_000)

  const bookingId = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${bookingId}`)
  await expect(
    page.getByText('KB국민카드 789*로 30,000원을 자동충전하고 결제해요. 부족한 금액은 20,000원이고'),
  ).toBeVisible()
  await expect(detail(page, '결제 뒤 잔액')).toHaveText('10,000원')
  await page.getByRole('button', { name: '30,000원 자동충전하고 결제' }).dblclick()
  await expect(title(page, '예약이 확정됐어요')).toBeVisible()
  expect((await historyOf(renter)).map(({ amount }) => amount)).toEqual([-30_000, 30_000, 10_000])

  await page.goto('/wallet/auto-topup')
  await expect(detail(page, '이번 달')).toHaveText('30,000원 / 200,000원')
  await page.getByRole('button', { name: '자동충전 끄기' }).click()
  await expect(page.getByRole('button', { name: '동의하고 카드 등록하기' })).toBeVisible()
  await page.goto('/notifications')
  for (const notice of ['자동충전을 켰어요', '자동충전했어요', '자동충전을 껐어요'])
    await expect(page.getByRole('link', { name: `읽지 않음: ${notice}` })).toBeVisible()
})

test('a balance that falls is topped up by itself within seconds', async ({ page, renter }) => {
  await page.goto('/wallet/auto-topup')
  await page.getByLabel('잔액이 적어지면').check()
  await page.getByLabel('이 금액보다 적어지면').selectOption({ label: '10,000원' })
  await page.getByLabel('위 내용에 동의해요').check()
  await page.getByRole('button', { name: '동의하고 카드 등록하기' }).click()
  await window(page).getByRole('combobox').selectOption({ label: '신한카드' })
  await window(page).getByRole('button', { name: '카드 등록하기' }).click()
  await expect(isOn(page)).toBeVisible()
  await expect.poll(() => balanceOf(renter), { timeout: 20_000 }).toBe(30_000)
  await expect(page.getByRole('link', { name: /충전 완료/ })).toBeVisible({ timeout: 15_000 })
})

test('a card that is declined takes nothing, and the booking can be paid another way', async ({
  page,
  renter,
}) => {
  await turnOn(page, '한도가 넘거나 잔액이 부족해요')
  await expect(isOn(page)).toBeVisible()
  const bookingId = await holdSpace(renter, timeOf(await newOffer()))
  await page.goto(`/bookings/${bookingId}`)
  await page.getByRole('button', { name: '30,000원 자동충전하고 결제' }).click()
  await expect(page.getByText('빠져나간 돈은 없어요. 카드 한도가 넘었거나')).toBeVisible()
  await expect(page.getByRole('button', { name: '다른 방법으로 충전하고 결제' })).toBeEnabled()
  expect(await balanceOf(renter)).toBe(0)
})

test('whoever fails, cancels or closes the window has turned nothing on', async ({ page, renter }) => {
  await turnOn(page, '카드사가 등록을 거절해요')
  await expect(title(page, '카드를 등록하지 못했어요')).toBeVisible()
  await page.getByRole('link', { name: '다시 등록하기' }).click()
  await page.getByLabel('위 내용에 동의해요').check()
  await page.getByRole('button', { name: '동의하고 카드 등록하기' }).click()
  await window(page).getByRole('button', { name: '닫기' }).click()
  await expect(page.getByText('카드 등록을 취소했어요. 자동충전은 꺼져 있고')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)
})

test('its page is accessible in every state', async ({ page, renter }) => {
  await page.goto('/wallet/auto-topup')
  await page.getByLabel('잔액이 적어지면').check()
  await expectAccessible(page)
  await turnOn(page)
  await expect(isOn(page)).toBeVisible()
  await expectAccessible(page)
  expect(await balanceOf(renter)).toBe(0)
})
