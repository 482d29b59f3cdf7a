import type { Locator, Page } from '@playwright/test'

/** The one thing that a page says. */
export const title = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name })

/** What a page says about `term`. */
export const detail = (page: Page, term: string): Locator =>
  page.getByRole('term').filter({ hasText: term }).locator('xpath=following-sibling::dd')

export const balance = (page: Page): Locator => page.getByRole('region', { name: '쓸 수 있는 잔액' })

export const amountField = (page: Page): Locator => page.getByRole('textbox', { name: '충전할 금액' })

/** Waits until fonts are there and what was asked of the page before is drawn. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  })
}
