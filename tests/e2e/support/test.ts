import type { Role } from '@/lib/identity/duties'
import { codeOf, stepAt } from '@/lib/identity/second-factor/totp'
import { newOperator } from './market'
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { newRenter, openAccount, type Account, type Renter } from './api'
import { readClock } from './simulator'
import { SITE_URL } from './site'
import { title } from './pages'
import { watchForTrouble, type Trouble } from './trouble'

type Fixtures = {
  /** Fails the test for anything that the pages complained about, unless `trouble.expect` named it. */
  trouble: Trouble
  /** Somebody new, logged in in this browser. */
  renter: Account
}

export const test = base.extend<Fixtures>({
  trouble: [
    async ({ context }, provide) => {
      const trouble = await watchForTrouble(context)
      await provide(trouble)
      expect(trouble.unexpected(), 'errors in the pages').toEqual([])
    },
    { auto: true },
  ],
  renter: async ({ context }, provide) => {
    const renter = await openAccount(newRenter())
    await logIn(context, renter)
    await provide(renter)
  },
})

export { expect }

/** Logs a browser in without its login page. */
export async function logIn(context: BrowserContext, { email, password }: Account): Promise<void> {
  const { csrfToken } = (await (await context.request.get(`${SITE_URL}/api/auth/csrf`)).json()) as {
    csrfToken: string
  }
  const answer = await context.request.post(`${SITE_URL}/api/auth/callback/credentials`, {
    headers: { origin: SITE_URL },
    form: { email, password, csrfToken, json: 'true' },
  })
  expect(answer.ok(), 'logging in').toBe(true)
}

/** Logs in on the login page that `page` shows. */
export async function logInByForm(page: Page, { email, password }: Renter): Promise<void> {
  await expect(title(page, '로그인')).toBeVisible()
  await page.getByLabel('이메일').fill(email)
  await page.getByLabel('비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '로그인' }).click()
}

/** Types the code that the page shows for a demo login; all that are good may have been used, until the next one. */
export async function enterShownCode(page: Page): Promise<void> {
  await expect(title(page, '인증 코드 입력')).toBeVisible()
  const shown = page.locator('[data-practice-code]')
  await expect(async () => {
    if ((await shown.count()) === 0) await page.reload()
    await expect(shown).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 40_000 })
  await page.getByLabel('인증 코드', { exact: true }).fill(await shown.innerText())
  await page.getByRole('button', { name: '확인하기' }).click()
}

/** The browser of a new operator who has just enrolled their app, at a page of the console. */
export async function openDesk(browser: Browser, role: Role, path: string): Promise<Page> {
  const operator = await newOperator(role)
  const desk = await (await browser.newContext()).newPage()
  await desk.goto(`/login?next=${encodeURIComponent(path)}`)
  await logInByForm(desk, operator)
  await expect(title(desk, '인증 앱 등록')).toBeVisible()
  const key = (await desk.locator('code').innerText()).replaceAll(' ', '')
  await desk.getByLabel('인증 코드', { exact: true }).fill(codeOf(key, stepAt(await readClock())))
  await desk.getByRole('button', { name: '등록하고 시작하기' }).click()
  return desk
}
