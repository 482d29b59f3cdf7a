import { readFileSync } from 'node:fs'
import { charge, newRenter, openAccount } from './support/api'
import { expectAccessible } from './support/accessible'
import { title } from './support/pages'
import { expect, logIn, logInByForm, test } from './support/test'

test('who has money left is shown it and the way to have it back, and cannot leave', async ({
  page,
  renter,
}) => {
  await charge(renter, 10_000)
  await page.goto('/account/leave')
  await expect(page.getByText('잔액 10,000원이 남아 있어요')).toBeVisible()
  await expect(page.getByRole('button', { name: '탈퇴하기' })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('link', { name: '환불받기' }).click()
  await expect(page).toHaveURL('/wallet/refund')
})

test('who leaves takes their data along, is nobody afterwards, and may come anew', async ({
  page,
  context,
  renter,
  trouble,
}) => {
  await page.goto('/account/export')
  await expectAccessible(page)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '파일 받기' }).click(),
  ])
  const data = JSON.parse(readFileSync(await file.path(), 'utf8'))
  expect(data.profile).toMatchObject([{ email: renter.email, name: renter.name }])

  await page.goto('/account/leave')
  await expect(page.getByText('남은 돈도 예약도 없어서 바로 탈퇴할 수 있어요.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '탈퇴하기' }).click()
  await expect(page.getByText('확인했다고 표시해 주세요.')).toBeVisible()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '탈퇴하기' }).click()
  await expect(page.getByText('탈퇴가 끝났어요')).toBeVisible()

  trouble.expect(/401/)
  await logInByForm(page, renter)
  await expect(page.getByText('이메일이나 비밀번호가 맞지 않아요.')).toBeVisible()
  await logIn(context, await openAccount({ ...newRenter('정바람'), email: renter.email }))
  await page.goto('/account')
  await expect(page.getByText('정바람님')).toBeVisible()
})

test('news and offers are off, and one press either way', async ({ page, renter }) => {
  await page.goto('/account')
  await expect(title(page, '내 정보')).toBeVisible()
  await expect(page.getByText(renter.email)).toBeVisible()
  const card = page.getByRole('region', { name: '혜택과 소식' })
  await expect(card).toContainText('받지 않고 있어요.')
  await card.getByRole('button', { name: '소식 받기' }).click()
  await expect(card).toContainText('받겠다고 했어요.')
  await card.getByRole('button', { name: '그만 받기' }).click()
  await expect(card).toContainText('받지 않고 있어요.')
})
