import { balanceOf, historyOf, newRenter, openAccount } from './support/api'
import { Checkout, type Method } from './support/checkout'
import { balance, detail, title } from './support/pages'
import { expect, logInByForm, test } from './support/test'

test(
  'a card charge goes from login to receipt, balance, history and wallet',
  { tag: '@toss' },
  async ({ page }) => {
    const renter = await openAccount(newRenter())
    await page.goto('/wallet/charge')
    await logInByForm(page, renter)

    const checkout = new Checkout(page)
    await expect(title(page, '얼마를 충전할까요?')).toBeVisible()
    const orderId = await checkout.order(50_000)
    await checkout.openWindow('카드')
    await checkout.window.payButton.click()

    await expect(title(page, '충전 완료')).toBeVisible()
    await expect(page).toHaveURL(`/wallet/charge/${orderId}`)
    await expect(detail(page, '충전 금액')).toHaveText('50,000원')
    await expect(detail(page, '지금 잔액')).toHaveText('50,000원')
    await expect(detail(page, '결제 방법')).toHaveText('카드')
    await expect(page.getByRole('link', { name: /결제 영수증 보기/ })).toHaveAttribute('href', /^http/)

    await page.getByRole('link', { name: '지갑으로 가기' }).click()
    await expect(balance(page)).toContainText('50,000원')
    await expect(page.getByRole('region', { name: '최근 내역' })).toContainText('+50,000원')
    await page.getByRole('link', { name: '전체 보기' }).click()
    await expect(page.getByRole('button', { name: /\+50,000원/ })).toContainText('잔액 50,000원')
    expect(await historyOf(renter)).toMatchObject([{ amount: 50_000, reference: orderId }])
  },
)

for (const method of ['토스페이', '계좌이체'] satisfies Method[]) {
  test(
    `a charge by ${method} ends with its receipt and the money`,
    { tag: '@toss' },
    async ({ page, renter }) => {
      const checkout = new Checkout(page)
      const orderId = await checkout.order(20_000)
      await checkout.openWindow(method)
      await checkout.window.payButton.click()
      await expect(title(page, '충전 완료')).toBeVisible()
      await expect(detail(page, '결제 방법')).toHaveText(method === '토스페이' ? /토스페이|간편결제/ : method)
      expect(await balanceOf(renter)).toBe(20_000)
      expect(await historyOf(renter)).toMatchObject([
        { amount: 20_000, balanceAfter: 20_000, reference: orderId },
      ])
    },
  )
}
