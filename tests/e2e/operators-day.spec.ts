import { expectAccessible } from './support/accessible'
import { title } from './support/pages'
import { plantPayment } from './support/simulator'
import { enterShownCode, expect, logInByForm, openDesk, test } from './support/test'

test.setTimeout(180_000)

const ADMIN = { email: 'admin@pospay.test', password: 'pospay-demo-1', name: '' }
/** Older than what a run leaves alone as still on its way. */
const HALF_AN_HOUR_MS = 30 * 60 * 1000

test('an operator starts with the morning’s page, reconciles a break and closes it with its cause', async ({
  page,
}) => {
  const orderId = `planted-${Date.now()}`
  await plantPayment({ orderId, approvedAt: new Date(Date.now() - HALF_AN_HOUR_MS).toISOString() })

  await page.goto('/login')
  await logInByForm(page, ADMIN)
  await enterShownCode(page)
  await expect(title(page, '오늘')).toBeVisible()
  for (const name of [
    ...['이용자에게 돌려줄 돈', '할 일', '법정 기한', '자동 점검', '멈춤 스위치', '선불업 등록 기준'],
  ])
    await expect(page.getByRole('region', { name })).toBeVisible()
  await expect(page.getByRole('region', { name: '법정 기한' })).toContainText('수수료 세금계산서')
  await expectAccessible(page)

  await page.getByRole('link', { name: /맞지 않는 내역/ }).click()
  await expect(title(page, '대사')).toBeVisible()
  await page.getByRole('button', { name: '지금 맞춰 보기' }).click()
  await page.getByRole('link', { name: orderId }).click({ timeout: 30_000 })

  await expect(title(page, '토스에만 있는 결제')).toBeVisible()
  await page.getByRole('button', { name: '내가 맡기' }).click()
  await expect(page.getByRole('button', { name: '내가 맡기' })).toHaveCount(0)
  await page.getByLabel('새 메모').fill('다른 상점의 결제로 보여요')
  await page.getByRole('button', { name: '메모 남기기' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: '다른 상점의 결제로 보여요' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: '종결하기' }).click()
  await expect(page.getByText('원인을 골라 주세요.')).toBeVisible()
  await page.getByLabel('원인').selectOption({ label: '우리 거래가 아니에요' })
  await page.getByLabel('이유').fill('토스에 물어보니 다른 상점의 결제예요')
  await page.getByRole('button', { name: '종결하기' }).click()
  await expect(page.getByText('금액이 달라지면 다음 대사에서 다시 열려요.')).toBeVisible()
  const breakId = page.url().split('/').at(-1)!

  await page.getByRole('link', { name: '대사', exact: true }).first().click()
  await expect(page.getByRole('region', { name: '최근에 종결한 내역' })).toContainText(orderId)
  await page.goto(`/admin/audit?target=${breakId}`)
  await expect(page.getByRole('main')).toContainText('토스에 물어보니 다른 상점의 결제예요')
})

test('what was filed with the tax office is said by an operator, and no longer due', async ({ browser }) => {
  const desk = await openDesk(browser, 'finance_maker', '/admin/reports')
  const filings = desk.getByRole('region', { name: '신고했나요?' })
  const period = filings.getByRole('listitem').filter({ hasText: '까지 신고해 주세요' }).first()
  const name = await period.locator('p').first().innerText()
  await period.getByRole('button', { name: '신고했어요' }).click()
  const sheet = desk.getByRole('dialog')
  await sheet.getByLabel('접수번호').fill('202611-0001')
  await sheet.getByRole('button', { name: '신고했어요' }).click()
  const filed = filings.getByRole('listitem').filter({ hasText: name })
  await expect(filed).toContainText('신고했어요 · 202611-0001')
  await expectAccessible(desk)
  await filed.getByRole('button', { name: '기록 거두기' }).click()
  await sheet.getByLabel('이유').fill('접수번호를 잘못 적었어요')
  await sheet.getByRole('button', { name: '기록 거두기' }).click()
  await expect(filed).toContainText('까지 신고해 주세요')
})
