import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import type { ScenarioId } from '@/toss-simulator/scenarios/catalog'
import { SIMULATOR_URL } from './site'

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

/** Acts out a scenario: on the next request or message that it is about. */
export const play = (scenario: ScenarioId) => control('POST', `scenarios/${scenario}`)

export const clearFaults = () => control('DELETE', 'faults')

/** A payment as Toss would hold it, even one that it would refuse to make. */
export const plantPayment = (payment: Record<string, unknown>) => control('POST', 'payments', payment)

/** Something that comes to the shop's account at its bank, or leaves it, with no request of ours behind it. */
export const plantBankLine = (line: { amount: number; description: string; counterparty: string }) =>
  control('POST', 'bank/lines', line)

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

type BankTransfer = { reference: string; amount: number; accountNumber: string; code: string | null }

/** The digits that came with the 1 won to an account that ends so. */
export async function codeFor(tail: string): Promise<string> {
  const { items } = await control<{ items: BankTransfer[] }>('GET', 'bank/transfers')
  return items.find(({ amount, accountNumber }) => amount === 1 && accountNumber.endsWith(tail))!.code!
}

/** So much can Toss pay out now. */
export async function haveFunds(amount: number): Promise<void> {
  const { balance } = await control<{ balance: { available: number } }>('GET', 'payouts')
  await control('POST', 'balances', { amount: amount - balance.available })
}

type Contact = { email: string }
type Seller = { id: string; individual: Contact | null; company: Contact | null }
type Payout = { destination: string; status: string; amount: { value: number } }

/** The ids under which Toss has known whoever is told so, the present one last. */
async function sellersOf(email: string): Promise<string[]> {
  const { items } = await control<{ items: Seller[] }>('GET', 'sellers')
  return items
    .filter(({ individual, company }) => (individual ?? company)!.email === email)
    .map(({ id }) => id)
}

/** They answered the text message. */
export const approveSeller = async (email: string) =>
  control('POST', `sellers/${(await sellersOf(email)).at(-1)}`, { status: 'PARTIALLY_APPROVED' })

/** What Toss was asked to pay them. */
export async function payoutsTo(email: string): Promise<Payout[]> {
  const sellers = await sellersOf(email)
  const { items } = await control<{ items: Payout[] }>('GET', 'payouts')
  return items.filter(({ destination }) => sellers.includes(destination))
}

export const advanceClock = (advanceMs: number) => control('POST', 'clock', { advanceMs })

/** What time it is on the site. */
export async function readClock(): Promise<Date> {
  return new Date((await control<{ now: string }>('GET', 'clock')).now)
}

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
