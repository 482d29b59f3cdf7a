import { devices } from '@playwright/test'
import { balanceOf, charge, historyOf, holdSpace, payBooking, readOrder } from './support/api'
import { Checkout, PaymentWindow } from './support/checkout'
import { expectAccessible } from './support/accessible'
import { newOffer, timeOf } from './support/market'
import { detail, title } from './support/pages'
import { chargeback, deposit } from './support/simulator'
import { SIMULATOR_URL } from './support/site'
import { expect, test } from './support/test'

test.use({
  ...devices['Galaxy S9+'],
  viewport: { width: 360, height: 740 },
  permissions: ['clipboard-read', 'clipboard-write'],
})

// The accessibility of every state is looked at in both themes and sizes.
test.setTimeout(120_000)

test('a charge by virtual account goes from choosing it to the money, and back when the bank undoes it', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(30_000)
  await checkout.choose('가상계좌')
  await checkout.payButton.click()
  await expect(page).toHaveURL(new RegExp(`^${SIMULATOR_URL}/window/`))
  const window = new PaymentWindow(page)
  await window.ready('가상계좌')
  await window.payButton.click()

  await expect(title(page, '입금을 기다리고 있어요')).toBeVisible()
  await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
  await expect(page.getByText('30,000원', { exact: true })).toBeVisible()
  await expect(page.getByText('카카오뱅크')).toBeVisible()
  await expect(detail(page, '남은 시간')).toHaveText('6일 23시간')
  const number = await page.getByText(/^X\d+$/).textContent()
  await page.getByRole('button', { name: '계좌번호 복사' }).click()
  await expect(page.getByText('복사됨')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number)
  await page.getByText('입금했는데 반영이 안 돼요').click()
  await expect(page.getByText('늦어도 5분 안에')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)
  await expectAccessible(page)

  await page.goto('/wallet')
  await page.getByRole('region', { name: '입금을 기다리는 충전' }).getByRole('link').click()
  await expect(title(page, '입금을 기다리고 있어요')).toBeVisible()

  await deposit(orderId)
  await expect(title(page, '충전 완료')).toBeVisible()
  await expect(detail(page, '결제 방법')).toHaveText('가상계좌')
  expect(await historyOf(renter)).toMatchObject([{ amount: 30_000, reference: orderId }])

  await deposit(orderId, { undo: true })
  await expect(title(page, '입금을 기다리고 있어요')).toBeVisible()
  await expect(page.getByText('지난 입금이 취소됐어요')).toBeVisible()
  expect(await balanceOf(renter)).toBe(0)

  await deposit(orderId)
  await expect(title(page, '충전 완료')).toBeVisible()
  expect(await balanceOf(renter)).toBe(30_000)
  await page.goto('/notifications')
  await expect(page.getByText('은행에서 입금을 되돌려')).toBeVisible()
})

test('a deposit comes back to an account of the buyer, which is asked for and checked by Toss', async ({
  page,
  renter,
}) => {
  const checkout = new Checkout(page)
  const orderId = await checkout.order(30_000)
  await checkout.choose('가상계좌')
  await checkout.payButton.click()
  const window = new PaymentWindow(page)
  await window.ready('가상계좌')
  await window.payButton.click()
  await expect(title(page, '입금을 기다리고 있어요')).toBeVisible()
  await deposit(orderId)
  await expect(title(page, '충전 완료')).toBeVisible()

  await page.getByRole('link', { name: '쓰지 않은 30,000원 돌려받기' }).click()
  await page.getByRole('textbox', { name: '돌려받을 금액' }).fill('20000')
  await expect(page.getByRole('list', { name: '돌려드리는 곳' })).toContainText('입력한 계좌로')
  await page.getByRole('button', { name: '20,000원 돌려받기' }).click()
  const sheet = page.getByRole('dialog', { name: '이렇게 돌려드려요' })
  await expectAccessible(page)

  const submit = sheet.getByRole('button', { name: '20,000원 돌려받기' })
  await submit.click()
  await expect(sheet.getByLabel('은행')).toBeFocused()
  expect(await balanceOf(renter)).toBe(30_000)
  await sheet.getByLabel('은행').selectOption({ label: '카카오뱅크' })
  await sheet.getByLabel('계좌번호').fill('3333-01-23가45678')
  await sheet.getByLabel('예금주').fill('김하늘')
  await submit.click()
  await expect(sheet.getByText('계좌번호는 숫자로만 20자리까지 입력해 주세요.')).toBeVisible()
  await expect(sheet.getByLabel('예금주')).toHaveValue('김하늘')
  await expect(sheet.getByLabel('은행')).toHaveValue('90')
  await sheet.getByLabel('계좌번호').fill('3333-01-2345678')
  await submit.click()

  await expect(title(page, '환불 완료')).toBeVisible()
  await expect(page.getByText('20,000원을 알려 주신 계좌로 돌려보냈어요. 2영업일 안에')).toBeVisible()
  await expect(detail(page, '지금 잔액')).toHaveText('10,000원')
  expect(await readOrder(renter, orderId)).toMatchObject({
    status: 'DONE',
    refundable: 10_000,
    refunds: [{ amount: 20_000, status: 'DONE' }],
  })
  await expectAccessible(page)
})

test('a chargeback of what was spent says what is owed, and the next charge repays it first', async ({
  page,
  renter,
}) => {
  const orderId = await charge(renter, 30_000)
  const bookingId = await holdSpace(renter, timeOf(await newOffer()))
  await payBooking(renter, bookingId)
  await page.goto(`/wallet/charge/${orderId}`)
  await expect(title(page, '충전 완료')).toBeVisible()
  await chargeback(orderId)
  await expect(title(page, '취소된 충전')).toBeVisible()
  await expect(detail(page, '취소된 금액')).toHaveText('30,000원')

  await page.goto('/wallet')
  await expect(page.getByText('갚아야 할 금액이 있어요')).toBeVisible()
  await expect(page.getByText('갚을 때까지 결제와 출금을 할 수 없어요')).toBeVisible()
  await expectAccessible(page)
  await charge(renter, 50_000)
  await expect(page.getByText('갚아야 할 금액이 있어요')).toBeHidden()
  expect(await balanceOf(renter)).toBe(20_000)
})
