import type { Selection } from '../messages'
import { PublicError } from './errors'
import { mountFrame, type WidgetFrame } from './frame'
import { Listeners } from './listeners'
import type { Session } from './session'

// As high as the content is before anything is chosen, in two columns and in four.
const NARROW = { belowWidth: 560, height: 320 }
const WIDE_HEIGHT = 260

/** The method chooser of a widget, at most one per `widgets()`. */
export class PaymentMethods {
  selection: Selection | null = null
  private rendered = false
  private frame: WidgetFrame | null = null

  constructor(private readonly session: Session) {}

  /** @throws {PublicError} PAYMENT_METHODS_WIDGET_ALREADY_RENDERED, INVALID_SELECTOR, INVALID_VARIANT_KEY */
  async render(target: Element, variantKey: string, amount: () => number) {
    if (this.rendered || target.querySelector('iframe[data-toss-simulator]')) {
      throw new PublicError('PAYMENT_METHODS_WIDGET_ALREADY_RENDERED')
    }
    this.rendered = true
    const selects = new Listeners<{ code: string }>('paymentMethodSelect')
    try {
      this.frame = await mountFrame(this.session, {
        target,
        variantKey,
        path: '/widget/payment-methods',
        title: '결제 방법',
        minimumHeight: target.clientWidth < NARROW.belowWidth ? NARROW.height : WIDE_HEIGHT,
        onMessage: (message) => {
          if (message.type !== 'selected') return
          const changed = this.selection?.code !== message.selection.code
          this.selection = message.selection
          if (changed) selects.emit({ code: message.selection.code })
        },
      })
    } catch (error) {
      this.rendered = false
      throw error
    }
    this.showAmount(amount())
    return {
      on: (eventName: unknown, callback: unknown) => selects.add(eventName, callback),
      getSelectedPaymentMethod: async () => this.selection && { code: this.selection.code },
      destroy: async () => this.destroy(),
    }
  }

  showAmount(amount: number): void {
    this.frame?.send({ type: 'amount', amount })
  }

  /** @throws {PublicError} NOT_SELECTED_PAYMENT_METHOD, NEED_CARD_PAYMENT_DETAIL */
  readChoice(): Record<string, unknown> {
    if (!this.selection) throw new PublicError('NOT_SELECTED_PAYMENT_METHOD')
    if (!this.selection.choice) throw new PublicError('NEED_CARD_PAYMENT_DETAIL')
    return this.selection.choice
  }

  private destroy(): void {
    this.frame?.remove()
    this.frame = null
    this.selection = null
    this.rendered = false
  }
}
