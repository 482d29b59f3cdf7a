/** What a frame of the simulator and the page around it tell each other by postMessage. */
export const CHANNEL = 'toss-simulator'

export interface Selection {
  /** Toss's code for the SDK's `paymentMethodSelect`. */
  code: string
  /** What to open the window with; null while card details are missing. */
  choice: Record<string, unknown> | null
}

export interface AgreementStatus {
  agreedRequiredTerms: boolean
  agreements: { term: { id: string; required: boolean }; agreed: boolean }[]
}

export interface PaymentResult {
  paymentKey: string
  orderId: string
  amount: { currency: string; value: number }
  paymentType?: string
}

/** How the payment window ended. `redirectUrl` is null in promise mode. */
export type WindowEnd =
  | { type: 'approved'; redirectUrl: string | null; result: PaymentResult }
  | { type: 'refused'; redirectUrl: string | null; code: string; message: string }
  | { type: 'closed' }

export type FrameMessage =
  | { type: 'ready'; selection?: Selection | null; status?: AgreementStatus }
  | { type: 'failed'; code: string }
  | { type: 'height'; height: number }
  | { type: 'selected'; selection: Selection }
  | { type: 'agreed'; status: AgreementStatus }
  | WindowEnd

export type HostMessage = { type: 'amount'; amount: number } | { type: 'focus' }

/** The message inside an event, if it is one of ours. */
export function readMessage<Message>(event: MessageEvent): Message | null {
  const value = event.data as { channel?: unknown; message?: Message } | null
  return typeof value === 'object' && value?.channel === CHANNEL ? (value.message ?? null) : null
}

export function sendMessage(target: Window, origin: string, message: FrameMessage | HostMessage): void {
  target.postMessage({ channel: CHANNEL, message }, origin)
}
