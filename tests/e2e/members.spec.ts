import type { Page } from '@playwright/test'
import { charge } from './support/api'
import { expectAccessible } from './support/accessible'
import { detail, title } from './support/pages'
import { expect, openDesk, test } from './support/test'

test.setTimeout(240_000)

async function search(desk: Page, typed: string): Promise<void> {
  await desk.getByRole('searchbox', { name: '찾을 것' }).fill(typed)
  await desk.getByRole('button', { name: '찾기' }).click()
}

/** Presses a button that asks why, and says why. */
async function giveReason(desk: Page, button: string, reason: string): Promise<void> {
  await desk.getByRole('button', { name: button }).click()
  const sheet = desk.getByRole('dialog')
  await sheet.getByLabel('이유').fill(reason)
  await sheet.getByRole('button', { name: button }).click()
  await expect(sheet).toHaveCount(0)
}

test('somebody is found, shown in plain with a reason, frozen, told why, and let go by two people', async ({
  page,
  browser,
  renter,
}) => {
  const orderId = await charge(renter, 1_500_000)
  const desk = await openDesk(browser, 'support', '/admin/members')
  await expect(title(desk, '회원·추적')).toBeVisible()
  await expectAccessible(desk)

  await search(desk, orderId)
  await expect(desk.getByRole('listitem').filter({ hasText: orderId })).toContainText('충전 완료')
  await desk.getByRole('link', { name: '추적하기' }).click()
  await expect(title(desk, '충전 추적')).toBeVisible()
  await expect(desk.getByText('토스 호출 confirm')).toBeVisible()
  await expectAccessible(desk)

  await desk.goto('/admin/members')
  await search(desk, renter.email)
  await desk.getByRole('link', { name: '회원 보기' }).click()
  await expect(title(desk, '김*늘 회원')).toBeVisible()
  await expect(desk.getByText(renter.email)).toHaveCount(0)
  await expectAccessible(desk)
  await giveReason(desk, '가린 정보 보기', '본인 확인 전화')
  await expect(title(desk, '김하늘 회원')).toBeVisible()
  await expect(detail(desk, '이메일')).toHaveText(renter.email)

  const reason = '다른 사람이 쓴 것 같다는 신고를 확인하고 있어요.'
  await giveReason(desk, '이용 정지하기', reason)
  await expect(desk.getByRole('heading', { name: '이용을 멈췄어요' })).toBeVisible()
  await expectAccessible(desk)

  for (const path of ['/wallet', '/wallet/charge', '/wallet/refund', '/owner/withdrawals']) {
    await page.goto(path)
    await expect(page.getByText(`이유: ${reason}`)).toBeVisible()
    await expectAccessible(page)
  }
  await page.goto('/notifications')
  await expect(page.getByText('이용을 잠시 멈췄어요')).toBeVisible()

  await giveReason(desk, '정지 풀기', '본인이 쓴 것을 확인했어요.')
  await expect(desk.getByText('내가 요청해서 다른 운영자가 확인해야 풀려요.')).toBeVisible()
  const second = await openDesk(browser, 'admin', new URL(desk.url()).pathname)
  await expect(title(second, '김*늘 회원')).toBeVisible()
  await expectAccessible(second)
  await second.getByRole('button', { name: '확인하고 정지 풀기' }).click()
  await expect(second.getByRole('heading', { name: '이용 정지', exact: true })).toBeVisible()
  await expect(detail(second, '상태')).toHaveText('이용 중')

  const userId = new URL(second.url()).pathname.split('/').at(-1)!
  await second.goto(`/admin/audit?target=${userId}`)
  for (const what of [
    '가린 정보를 봤어요',
    '이용을 정지했어요',
    '정지 해제를 요청했어요',
    '정지를 풀었어요',
  ]) {
    await expect(second.getByText(what, { exact: true })).toBeVisible()
  }
  await page.goto('/wallet')
  await expect(page.getByText(reason)).toHaveCount(0)
})
