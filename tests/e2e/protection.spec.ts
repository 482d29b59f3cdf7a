import type { Page } from '@playwright/test'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

/** A site that has just begun closes the day before at once, and proves it within a minute. */
async function openProved(page: Page): Promise<void> {
  await page.goto('/protection')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: /밤 12시, 이용자 예치금/ })).toBeVisible({
      timeout: 2_000,
    })
  }).toPass({ timeout: 90_000 })
}

test('anybody reads how deposits are kept, and gets what proves it', async ({ page }) => {
  await openProved(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('충전금은 맡겨 두신 돈이에요')
  await expect(page.getByText('연습은행(연습)에 예치 방식으로')).toBeVisible()
  await expectAccessible(page)
  const file = (await (await page.request.get('/protection/proof')).json()) as Record<string, unknown>
  expect(Object.keys(file)).toEqual(['statement', 'publicKey', 'signature', 'own'])
})

test('somebody who is logged in reads whether they are inside', async ({ page, renter: _ }) => {
  await openProved(page)
  await expect(page.getByRole('region', { name: '내 잔액' })).toContainText('지갑이 비어 있었어요')
})
