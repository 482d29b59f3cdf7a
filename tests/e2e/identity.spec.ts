import type { Page } from '@playwright/test'
import { charge, newRenter, openAccount, type Renter } from './support/api'
import { balance, title } from './support/pages'
import { SITE_URL } from './support/site'
import { expect, logIn, logInByForm, test } from './support/test'

const consent = (page: Page, document: string) => page.getByRole('checkbox', { name: new RegExp(document) })
const signUp = (page: Page) => page.getByRole('button', { name: '가입하기' })

async function fillSignUp(page: Page, { name, email, password }: Renter): Promise<void> {
  await page.goto('/signup')
  await page.getByLabel('이름').fill(name)
  await page.getByLabel('이메일').fill(email)
  await page.getByLabel('비밀번호', { exact: true }).fill(password)
}

test('signing up needs both consents, unticked at first, and ends in an empty wallet', async ({ page }) => {
  const renter = newRenter('이도윤')
  await fillSignUp(page, renter)
  for (const document of ['이용약관', '개인정보']) {
    await expect(consent(page, document)).not.toBeChecked()
    await signUp(page).click()
    await expect(page).toHaveURL('/signup')
    await consent(page, document).check()
  }
  await signUp(page).click()
  await expect(page).toHaveURL('/wallet')
  await expect(title(page, '이도윤님의 지갑')).toBeAttached()
  await expect(balance(page)).toContainText('0원')
})

test('a taken e-mail is answered with a look into the mailbox, and lets nobody in', async ({
  page,
  trouble,
}) => {
  trouble.expect(/status of 401/)
  const taken = await openAccount()
  await fillSignUp(page, { ...newRenter('이도윤'), email: taken.email.toUpperCase() })
  await consent(page, '이용약관').check()
  await consent(page, '개인정보').check()
  await signUp(page).click()
  await expect(page.getByRole('status').filter({ hasText: '메일함을 확인해 주세요' })).toBeVisible()
  await logInByForm(page, taken)
  await expect(page).toHaveURL('/wallet')
})

for (const [password, says] of [
  ['password1', '많이 쓰이는 비밀번호라 위험해요.'],
  ['짧아요1', '비밀번호는 8자 이상이어야 해요.'],
] as const) {
  test(`the password "${password}" is refused with a reason`, async ({ page }) => {
    await fillSignUp(page, { ...newRenter(), password })
    await consent(page, '이용약관').check()
    await consent(page, '개인정보').check()
    await signUp(page).click()
    await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible()
    await expect(page).toHaveURL('/signup')
  })
}

test('a wrong password and an unknown e-mail get the same answer', async ({ page, trouble }) => {
  trouble.expect(/status of 401/)
  const renter = await openAccount()
  const refusal = page.getByRole('alert').filter({ hasText: '이메일이나 비밀번호가 맞지 않아요.' })
  for (const email of [renter.email, newRenter().email]) {
    await page.goto('/login')
    await logInByForm(page, { ...renter, email, password: 'not-the-password' })
    await expect(refusal).toBeVisible()
  }
  await logInByForm(page, renter)
  await expect(page).toHaveURL('/wallet')
})

test('after logging out no button of the browser brings the balance back', async ({ page, renter }) => {
  await charge(renter, 77_000)
  await page.goto('/wallet')
  await expect(balance(page)).toContainText('77,000원')
  await page.getByRole('link', { name: '내 정보' }).click()
  await page.getByRole('button', { name: '로그아웃' }).click()
  await expect(page).toHaveURL('/')
  for (let back = 1; back <= 2; back++) {
    await page.goBack()
    await expect(page.getByText('77,000원')).toHaveCount(0)
  }
  await expect(title(page, '로그인')).toBeVisible()
})

test('changing the password ends every login and lets the new one in', async ({ page, renter, browser }) => {
  const elsewhere = await browser.newContext({ baseURL: SITE_URL })
  await logIn(elsewhere, renter)
  const other = await elsewhere.newPage()
  await other.goto('/wallet')
  await expect(balance(other)).toBeVisible()

  const password = `${renter.password}-new`
  await page.goto('/account')
  await page.getByLabel('지금 비밀번호', { exact: true }).fill(renter.password)
  await page.getByLabel('새 비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await expect(page.getByText('비밀번호를 바꿨어요.')).toBeVisible()

  await other.reload()
  await expect(title(other, '로그인')).toBeVisible()
  await elsewhere.close()
  await logInByForm(page, { ...renter, password })
  await expect(page).toHaveURL('/wallet')
})

const FOREIGN_PLACES = [
  '//evil.example',
  'https://evil.example/wallet',
  '/\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  'javascript:alert(document.domain)',
  'https:evil.example',
  `${SITE_URL}@evil.example`,
  '///evil.example',
  '/.//evil.example',
  '\\\\evil.example',
]

test('whatever `next` says, a login stays on our site', async ({ page, renter, trouble }) => {
  trouble.expect(/status of 404/)
  for (const next of FOREIGN_PLACES) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`, { waitUntil: 'commit' })
    expect(new URL(page.url()).origin, next).toBe(SITE_URL)
  }
  await page.context().clearCookies()
  await page.goto(`/login?next=${encodeURIComponent('//evil.example')}`)
  await logInByForm(page, renter)
  await expect(page).toHaveURL('/wallet')
})

test('a page asked for before the login is the one shown after it', async ({ page }) => {
  const renter = await openAccount()
  await page.goto('/wallet/charge?amount=30000')
  await logInByForm(page, renter)
  await expect(page).toHaveURL('/wallet/charge?amount=30000')
})
