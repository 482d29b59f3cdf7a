import { openAccount } from '../support/api'
import { title } from '../support/pages'
import { startLimitedWeb, type SecondWeb } from '../support/second-web'
import { expect, logInByForm, test } from '../support/test'

let web: SecondWeb

test.setTimeout(90_000)
test.beforeAll(async () => {
  web = await startLimitedWeb()
})
test.afterAll(() => web.stop())

test('after five wrong passwords even the right one waits, and the page says for how long', async ({
  page,
  trouble,
}) => {
  trouble.expect(/status of 401/)
  const renter = await openAccount()
  await page.goto(`${web.url}/login`)
  const refusal = page.getByRole('alert').filter({ hasText: '맞지 않아요' })
  for (let wrong = 1; wrong <= 5; wrong++) {
    await logInByForm(page, { ...renter, password: `wrong-${wrong}` })
    await expect(refusal).toBeVisible()
  }
  await logInByForm(page, renter)
  await expect(page.getByText('로그인을 여러 번 실패해서 잠시 막아 두었어요.')).toBeVisible()
  await expect(page.getByText('10분 뒤에')).toBeVisible()
  await page.goto(`${web.url}/wallet`)
  await expect(title(page, '로그인')).toBeVisible()
})
