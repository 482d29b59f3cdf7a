import { codeOf, stepAt } from '@/lib/identity/second-factor/totp'
import { expectAccessible } from './support/accessible'
import { newOperator } from './support/market'
import { title } from './support/pages'
import { enterShownCode, expect, logInByForm, test } from './support/test'

test.setTimeout(180_000)

test('an operator enrols an app, gets in, and the next time with a recovery code', async ({
  page,
  context,
}) => {
  const operator = await newOperator('auditor')
  await page.goto('/login?next=%2Fadmin%2Faudit')
  await logInByForm(page, operator)
  await expect(title(page, '인증 앱 등록')).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR 코드' })).toBeVisible()
  await expectAccessible(page)
  const key = (await page.locator('code').innerText()).replaceAll(' ', '')
  const recoveryCode = await page.getByRole('listitem').first().innerText()
  const field = page.getByLabel('인증 코드', { exact: true })
  await field.fill('000000')
  await page.getByRole('button', { name: '등록하고 시작하기' }).click()
  await expect(page.getByText('코드가 맞지 않아요.')).toBeVisible()
  await field.fill(codeOf(key, stepAt(new Date())))
  await page.getByRole('button', { name: '등록하고 시작하기' }).click()
  await expect(title(page, '감사 로그')).toBeVisible()
  await expect(page.getByText('인증 앱을 등록했어요').first()).toBeVisible()
  await expectAccessible(page)

  await context.clearCookies()
  await page.goto('/login?next=%2Fadmin%2Faudit')
  await logInByForm(page, operator)
  await expect(title(page, '인증 코드 입력')).toBeVisible()
  await expectAccessible(page)
  await field.fill(recoveryCode)
  await page.getByRole('button', { name: '확인하기' }).click()
  await expect(title(page, '감사 로그')).toBeVisible()
})

test('a demo login is shown its code, and may take another’s second factor away', async ({ page }) => {
  await page.goto('/login?next=%2Fadmin%2Foperators')
  await logInByForm(page, { email: 'admin@pospay.test', password: 'pospay-demo-1', name: '' })
  await enterShownCode(page)
  await expect(title(page, '운영자')).toBeVisible()
  await expectAccessible(page)
  const finance = page.getByRole('listitem').filter({ hasText: 'finance@pospay.test' })
  await finance.getByRole('button', { name: '인증 앱 해제' }).click()
  const sheet = page.getByRole('dialog', { name: '최유진님의 인증 앱을 해제할까요?' })
  await sheet.getByRole('button', { name: '인증 앱 해제' }).click()
  await expect(sheet.getByText('이유를 적어 주세요.')).toBeVisible()
})
