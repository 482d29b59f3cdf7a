import type { FrameLocator, Locator, Page } from '@playwright/test'
import { expect } from './test'

export type Method = '카드' | '토스페이' | '계좌이체' | '가상계좌'

/** The page where an order is paid, with Toss's two frames in it. */
export class Checkout {
  readonly methods: FrameLocator
  readonly agreement: FrameLocator
  readonly payButton: Locator
  /** Toss's window over the page. */
  readonly window: PaymentWindow

  constructor(readonly page: Page) {
    this.methods = page.frameLocator('iframe[title="결제 방법"]')
    this.agreement = page.frameLocator('iframe[title="약관 동의"]')
    this.payButton = page.getByRole('button', { name: /원 충전하기$|결제창에서 진행해 주세요/ })
    this.window = new PaymentWindow(page.frameLocator('iframe[title="결제창"]'))
  }

  /** From the amount page to an order ready to be paid; answers with its id. */
  async order(amount: number): Promise<string> {
    await this.page.goto('/wallet/charge')
    await this.page.getByRole('textbox', { name: '충전할 금액' }).fill(String(amount))
    await this.page.getByRole('button', { name: /원 충전하기$/ }).click()
    await expect(this.page.getByRole('heading', { name: '어떻게 결제할까요?' })).toBeVisible()
    return new URL(this.page.url()).pathname.split('/').at(-1)!
  }

  async choose(method: Method): Promise<void> {
    await this.methods.getByRole('radio', { name: method === '카드' ? '신용·체크카드' : method }).check()
    if (method === '카드') await this.methods.getByLabel('카드사').selectOption({ label: '현대카드' })
    await this.agreement.getByRole('checkbox').check()
    await expect(this.payButton).toBeEnabled()
  }

  async openWindow(method: Method = '카드'): Promise<void> {
    await this.choose(method)
    await this.payButton.click()
    await this.window.ready(method)
  }
}

/** Toss's payment window: a frame on a desk, a page of its own on a phone. */
export class PaymentWindow {
  readonly payButton: Locator
  readonly cancelButton: Locator
  readonly closeButton: Locator

  constructor(readonly root: FrameLocator | Page) {
    this.payButton = root.getByRole('button', { name: '결제하기' })
    this.cancelButton = root.getByRole('button', { name: '취소' })
    this.closeButton = root.getByRole('button', { name: '닫기' })
  }

  /** Waits for it; the bank of a transfer or of an account is picked here. */
  async ready(method: Method): Promise<void> {
    await expect(this.payButton).toBeVisible()
    if (method === '계좌이체') await this.root.getByLabel('출금 은행').selectOption({ label: '토스뱅크' })
    if (method === '가상계좌') await this.root.getByLabel('입금할 은행').selectOption({ label: '카카오뱅크' })
  }

  /** Makes the payment end in this way once `payButton` is pressed. */
  async failWith(outcome: string): Promise<void> {
    await this.root.getByText('실패 시키기').click()
    await this.root.getByRole('radio', { name: outcome }).check()
  }
}
