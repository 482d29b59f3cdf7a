import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { SIMULATOR_URL } from './site'

type Fault = { match?: string; nth?: number; times?: number; fault: string; param?: unknown }
type Call = { method: string; path: string; body: { orderId?: string } | null; status: number | null }

/** Plays the buyer up to the return address; answers with the payment key that confirm needs. */
export async function authenticate(orderId: string, amount: number): Promise<string> {
  const buyer = { clientKey: DEFAULT_MERCHANT.widget.clientKey, customerKey: '@@ANONYMOUS', method: 'CARD' }
  const { paymentKey } = await control<{ paymentKey: string }>('POST', 'authenticate', {
    ...buyer,
    orderId,
    amount,
  })
  return paymentKey
}

/** The next confirm goes wrong in this way. */
export const breakConfirm = (fault: string, options: Omit<Fault, 'fault'> = {}) =>
  control('POST', 'faults', { match: 'POST /v1/payments/confirm', fault, ...options })

/** The next cancel goes wrong in this way. */
export const breakCancel = (fault: string, options: Omit<Fault, 'fault'> = {}) =>
  control('POST', 'faults', { match: 'POST /v1/payments/*/cancel', fault, ...options })

export const breakQueries = (fault: string, options: Omit<Fault, 'fault'> = {}) =>
  control('POST', 'faults', { match: 'GET /v1/payments/orders/*', fault, ...options })

/** Toss's messages get lost, for as long as it takes. */
export const loseMessages = () =>
  control('POST', 'faults', { match: 'webhook', fault: 'lose', times: 10_000 })

export const clearFaults = () => control('DELETE', 'faults')

/** A payment as Toss would hold it, even one that it would refuse to make. */
export const plantPayment = (payment: Record<string, unknown>) => control('POST', 'payments', payment)

/** The payment key under which Toss holds an order's payment. */
async function paymentKeyOf(orderId: string): Promise<string> {
  type Item = { payment: { orderId: string; paymentKey: string } }
  const { items } = await control<{ items: Item[] }>('GET', 'book')
  return items.find(({ payment }) => payment.orderId === orderId)!.payment.paymentKey
}

/** The buyer pays to the virtual account, or the bank takes it back. */
export const deposit = async (orderId: string, wish: { undo?: boolean } = {}) =>
  control('POST', `payments/${await paymentKeyOf(orderId)}/deposit`, wish)

/** The card company takes back what is left of a payment. */
export const chargeback = async (orderId: string) =>
  control('POST', `payments/${await paymentKeyOf(orderId)}/chargeback`, {})

export const advanceClock = (advanceMs: number) => control('POST', 'clock', { advanceMs })

export const resetClock = () => control('DELETE', 'clock')

/** Every confirm that Toss was asked for an order. */
export async function confirmsOf(orderId: string): Promise<Call[]> {
  const { items } = await control<{ items: Call[] }>('GET', 'calls')
  return items.filter(({ path, body }) => path === '/v1/payments/confirm' && body?.orderId === orderId)
}

async function control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${SIMULATOR_URL}/__sim/${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
