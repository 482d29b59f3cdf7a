import type { Page } from '@playwright/test'
import { newRenter, openAccount } from './support/api'
import { expectAccessible } from './support/accessible'
import { title } from './support/pages'
import { expect, logInByForm, test } from './support/test'

/** What the mailbox holds for an address, once the worker has sent it. */
async function openLetter(page: Page, to: string, subject: string) {
  const letter = page.getByRole('article', { name: subject }).first()
  await expect(async () => {
    await page.goto(`/mailbox?to=${encodeURIComponent(to)}`)
    await expect(letter).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
  return letter
}

async function askForLink(page: Page, email: string): Promise<void> {
  await page.goto('/login')
  await page.getByRole('link', { name: '비밀번호를 잊었어요' }).click()
  await expect(title(page, '비밀번호 다시 정하기')).toBeVisible()
  await page.getByLabel('이메일').fill(email)
  await page.getByRole('button', { name: '메일 받기' }).click()
  await expect(page.getByRole('status').filter({ hasText: '메일함을 확인해 주세요' })).toBeVisible()
}

test('a forgotten password is set anew by the link in the mail, once', async ({ page }) => {
  const renter = await openAccount()
  await askForLink(page, renter.email)
  const letter = await openLetter(page, renter.email, '비밀번호 다시 정하기')
  await expectAccessible(page)
  const link = await letter.getByRole('link', { name: /login\/reset/ }).getAttribute('href')

  await page.goto(link!)
  await expect(title(page, '새 비밀번호')).toBeVisible()
  await expectAccessible(page)
  const password = `${renter.password}-new`
  await page.getByLabel('새 비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await expect(page.getByText('비밀번호를 바꿨어요.')).toBeVisible()
  await logInByForm(page, { ...renter, password })
  await expect(page).toHaveURL('/wallet')

  await page.goto(link!)
  await expect(title(page, '쓸 수 없는 링크예요')).toBeVisible()
  await expectAccessible(page)
})

test('a link for an address that nobody has is asked for in the same words', async ({ page }) => {
  await askForLink(page, newRenter().email)
  await expectAccessible(page)
})

test('the bell counts what is unread, until it was read', async ({ page, renter }) => {
  await page.goto('/notifications')
  await expect(page.getByText('아직 알림이 없어요')).toBeVisible()
  await expectAccessible(page)

  await page.goto('/account')
  const password = `${renter.password}-new`
  await page.getByLabel('지금 비밀번호', { exact: true }).fill(renter.password)
  await page.getByLabel('새 비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await logInByForm(page, { ...renter, password })
  await expect(page).toHaveURL('/wallet')

  const bell = page.getByRole('link', { name: /^알림/ }).filter({ visible: true })
  await expect(bell).toHaveAccessibleName('알림, 읽지 않은 알림 1개')
  await bell.click()
  await expect(page.getByRole('link', { name: /읽지 않음: 비밀번호를 바꿨어요/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '모두 읽음' }).click()
  await expect(bell).toHaveAccessibleName('알림')
  await expect(page.getByText('읽지 않음:')).toHaveCount(0)
})

test('mail is shown as text and as HTML', async ({ page }) => {
  const renter = await openAccount()
  await askForLink(page, renter.email)
  const letter = await openLetter(page, renter.email, '비밀번호 다시 정하기')
  await letter.getByRole('link', { name: 'HTML로 보기' }).click()
  const frame = page.frameLocator('iframe')
  await expect(frame.getByRole('heading', { name: '비밀번호를 새로 정해 주세요' })).toBeVisible()
})
