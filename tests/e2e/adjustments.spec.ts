import { balanceOf, charge } from './support/api'
import { expectAccessible } from './support/accessible'
import { title } from './support/pages'
import { expect, openDesk, test } from './support/test'

test.setTimeout(240_000)

test('money is moved by hand when a second operator agrees to the very entries, and taken back the same way', async ({
  page,
  browser,
  renter,
}) => {
  await charge(renter, 50_000)
  const maker = await openDesk(browser, 'admin', '/admin/members')
  await maker.getByRole('searchbox', { name: '찾을 것' }).fill(renter.email)
  await maker.getByRole('button', { name: '찾기' }).click()
  await maker.getByRole('link', { name: '회원 보기' }).click()
  await expect(title(maker, '김*늘 회원')).toBeVisible()
  const userId = new URL(maker.url()).pathname.split('/').at(-1)!

  await maker.goto('/admin/adjustments/new')
  await maker.getByLabel('계정 1').selectOption({ label: '고객 예치금' })
  await maker.getByLabel('금액').first().fill('7,000')
  await maker.getByLabel('회원 번호').first().fill(userId)
  await maker.getByLabel('계정 2').selectOption({ label: '플랫폼 수수료 매출' })
  await maker.getByLabel('금액').nth(1).fill('7000')
  await maker.getByRole('button', { name: '분개 미리 보기' }).click()
  const preview = maker.getByRole('region', { name: '이렇게 장부에 올라가요' })
  await expect(preview).toContainText('43,000원')
  await expectAccessible(maker)
  await preview.getByLabel('이유').fill('추가 이용 시간 요금')
  await preview.getByRole('button', { name: '승인 요청하기' }).click()
  const waiting = maker.getByRole('listitem').filter({ hasText: '추가 이용 시간 요금' }).first()
  await expect(waiting).toContainText('내가 올려서 다른 담당자가 결정해야 해요.')
  expect(await balanceOf(renter)).toBe(50_000)

  const approver = await openDesk(browser, 'finance_approver', '/admin/adjustments')
  const asked = approver
    .getByRole('listitem')
    .filter({ hasText: '추가 이용 시간 요금' })
    .filter({ has: approver.getByRole('button', { name: '이 분개 그대로 승인하기' }) })
  await expectAccessible(approver)
  await asked.getByRole('button', { name: '이 분개 그대로 승인하기' }).click()
  // While it is on its way the button says so, and is another one.
  await expect.poll(() => balanceOf(renter)).toBe(43_000)
  await expect(asked).toHaveCount(0)
  await page.goto('/wallet/history')
  await expect(page.getByText('추가 이용 시간 요금')).toBeVisible()

  await maker.goto('/admin/adjustments')
  const posted = maker.getByRole('listitem').filter({ hasText: '추가 이용 시간 요금' }).first()
  await posted.getByRole('link', { name: '되돌리는 조정 올리기' }).click()
  await maker.getByRole('button', { name: '분개 미리 보기' }).click()
  await expect(preview).toContainText('50,000원')
})
