import type { PaymentResult, WindowEnd } from '../messages'
import { PublicError } from './errors'
import { openOverlay, type Overlay } from './overlay'
import { post } from './post'
import type { Session } from './session'

export interface PaymentRequest {
  orderId?: unknown
  orderName?: unknown
  successUrl?: unknown
  failUrl?: unknown
  windowTarget?: 'iframe' | 'self' | null
  sandbox?: { paymentResult?: 'SUCCESS' | 'FAIL' }
  [field: string]: unknown
}

/** One request at a time; `destroy` ends the one whose window is open. */
export class PaymentRequester {
  private overlay: Overlay | null = null
  private busy = false
  private abort: ((error: PublicError) => void) | null = null

  constructor(private readonly session: Session) {
    // A buyer who comes back by the Back button finds the page as it was left: nothing is under way then.
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) this.finish()
    })
  }

  /**
   * Registering a card only redirects: it never settles, except for what goes wrong before the window opens and for a
   * buyer who closes it.
   */
  async register(request: PaymentRequest): Promise<void> {
    if (request.successUrl == null) throw new PublicError('INCORRECT_SUCCESS_URL_FORMAT')
    await this.request(request, {}, '/billing-window')
  }

  /**
   * Promise mode resolves with the result. Redirect mode leaves the page and never settles, except for what goes
   * wrong before the window opens and for a buyer who closes it.
   */
  async request(
    request: PaymentRequest,
    fields: Record<string, unknown>,
    opener = '/window',
  ): Promise<PaymentResult> {
    if (this.busy) throw new PublicError('INVALID_METHOD_TRANSACTION')
    this.busy = true
    try {
      return await this.run(request, fields, opener)
    } finally {
      this.finish()
    }
  }

  destroy(): void {
    if (!this.overlay) {
      throw new PublicError('NO_ACTIVE_PAYMENT_REQUEST', undefined, 'NoActivePaymentRequestError')
    }
    this.abort?.(new PublicError('PAYMENT_REQUEST_ABORTED', undefined, 'PaymentRequestAbortedError'))
  }

  private async run(
    request: PaymentRequest,
    fields: Record<string, unknown>,
    opener: string,
  ): Promise<PaymentResult> {
    checkUrls(request)
    const promised = request.successUrl == null
    const target = isMobile() ? 'self' : (request.windowTarget ?? 'iframe')
    if (promised && target === 'self') throw new PublicError('NOT_SUPPORTED_PROMISE')
    const { windowUrl } = await post<{ windowUrl: string }>(this.session.origin + opener, {
      ...request,
      ...fields,
      clientKey: this.session.clientKey,
      customerKey: this.session.customerKey,
      origin: window.location.origin,
    })
    if (request.sandbox?.paymentResult)
      return settle(await this.play(windowUrl, request.sandbox.paymentResult))
    if (target === 'self') {
      window.location.assign(this.session.origin + windowUrl)
      return never()
    }
    return settle(await this.show(windowUrl))
  }

  private play(windowUrl: string, result: 'SUCCESS' | 'FAIL'): Promise<WindowEnd> {
    const outcome = result === 'FAIL' ? 'authentication PAY_PROCESS_ABORTED' : ''
    return post<WindowEnd>(`${this.session.origin}${windowUrl}/approve`, { outcome })
  }

  private show(windowUrl: string): Promise<WindowEnd> {
    const overlay = openOverlay(this.session, windowUrl)
    this.overlay = overlay
    return new Promise((resolve, reject) => {
      this.abort = reject
      overlay.end.then(resolve, reject)
    })
  }

  private finish(): void {
    this.overlay?.remove()
    this.overlay = null
    this.abort = null
    this.busy = false
  }
}

function settle(end: WindowEnd): PaymentResult | Promise<never> {
  if (end.type === 'closed') throw new PublicError('USER_CANCEL')
  if (end.redirectUrl) {
    window.location.assign(end.redirectUrl)
    return never()
  }
  if (end.type === 'refused') throw new PublicError(end.code, end.message)
  return end.result
}

function never(): Promise<never> {
  return new Promise(() => {})
}

function checkUrls({ successUrl, failUrl }: PaymentRequest): void {
  if (successUrl == null && failUrl == null) return
  if (!isAbsolute(successUrl)) throw new PublicError('INCORRECT_SUCCESS_URL_FORMAT')
  if (!isAbsolute(failUrl)) throw new PublicError('INCORRECT_FAIL_URL_FORMAT')
}

function isAbsolute(url: unknown): boolean {
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return false
  try {
    return Boolean(new URL(url))
  } catch {
    return false
  }
}

/** Toss: on a phone the window takes over the page; a frame is not possible there. */
function isMobile(): boolean {
  const touchMac = /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1
  return /Android|iPhone|iPad|iPod|Mobile/i.test(navigator.userAgent) || touchMac
}
