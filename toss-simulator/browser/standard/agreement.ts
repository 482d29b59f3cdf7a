import type { AgreementStatus } from '../messages'
import { PublicError } from './errors'
import { mountFrame, type WidgetFrame } from './frame'
import { Listeners } from './listeners'
import type { Session } from './session'

const MINIMUM_HEIGHT_PX = 96

/** The terms of a widget, at most one per `widgets()`. */
export class Agreement {
  private rendered = false
  private frame: WidgetFrame | null = null
  private agreed = false

  constructor(private readonly session: Session) {}

  /** @throws {PublicError} AGREEMENT_WIDGET_ALREADY_RENDERED, INVALID_SELECTOR, INVALID_VARIANT_KEY */
  async render(target: Element, variantKey: string) {
    if (this.rendered || target.querySelector('iframe[data-toss-simulator]')) {
      throw new PublicError('AGREEMENT_WIDGET_ALREADY_RENDERED')
    }
    this.rendered = true
    const changes = new Listeners<AgreementStatus>('agreementStatusChange')
    try {
      this.frame = await mountFrame(this.session, {
        target,
        variantKey,
        path: '/widget/agreement',
        title: '약관 동의',
        minimumHeight: MINIMUM_HEIGHT_PX,
        onMessage: (message) => {
          if (message.type !== 'agreed') return
          this.agreed = message.status.agreedRequiredTerms
          changes.emit(message.status)
        },
      })
    } catch (error) {
      this.rendered = false
      throw error
    }
    return {
      on: (eventName: unknown, callback: unknown) => changes.add(eventName, callback),
      destroy: async () => this.destroy(),
    }
  }

  /** @throws {PublicError} NEED_AGREEMENT_WITH_REQUIRED_TERMS */
  check(): void {
    if (!this.agreed) throw new PublicError('NEED_AGREEMENT_WITH_REQUIRED_TERMS')
  }

  private destroy(): void {
    this.frame?.remove()
    this.frame = null
    this.agreed = false
    this.rendered = false
  }
}
