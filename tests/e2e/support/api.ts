import { randomUUID } from 'node:crypto'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { authenticate, codeFor } from './simulator'
import { SITE_URL } from './site'

export type Renter = { email: string; password: string; name: string }
export type Account = Renter & { token: string }
type Order = { orderId: string; amount: number; status: string; refundable: number; refunds: unknown[] }
type Confirmation = { paymentKey: string; amount: number }
type HistoryItem = { id: string; amount: number; balanceAfter: number; title: string; reference: string }

export function newRenter(name = '김하늘'): Renter {
  return { email: `${randomUUID()}@example.com`, password: `pocket-${randomUUID()}`, name }
}

/** Signs somebody up and logs them in, as the mobile app would. */
export async function openAccount(renter: Renter = newRenter()): Promise<Account> {
  await ask('POST', '/users', { body: { ...renter, ...FIRST_VERSIONS } })
  return logInAgain(renter)
}

/** The same person with a new login of the mobile app. */
export async function logInAgain({ email, password, name }: Renter): Promise<Account> {
  const { token } = await ask<{ token: string }>('POST', '/sessions', { body: { email, password } })
  return { email, password, name, token }
}

export const createOrder = ({ token }: Account, amount: number) =>
  ask<Order>('POST', '/orders', { token, body: { amount } })

export const readOrder = ({ token }: Account, orderId: string) =>
  ask<Order>('GET', `/orders/${orderId}`, { token })

export const confirmOrder = ({ token }: Account, orderId: string, body: Confirmation) =>
  ask<Order>('POST', `/orders/${orderId}/confirm`, { token, body })

/** An order whose buyer has just come through the payment window; `returnPath` is where Toss sends them. */
export async function paidOrder(account: Account, amount: number) {
  const { orderId } = await createOrder(account, amount)
  const paymentKey = await authenticate(orderId, amount)
  return { orderId, paymentKey, amount, returnPath: successPath({ orderId, paymentKey, amount }) }
}

export function successPath(order: { orderId: string; paymentKey: string; amount: number }): string {
  const { orderId, paymentKey, amount } = order
  return `/wallet/charge/success?${new URLSearchParams({ orderId, paymentKey, amount: String(amount) })}`
}

/** Money in the wallet, by the whole way but for the browser. Answers with the order's id. */
export async function charge(account: Account, amount: number): Promise<string> {
  const { orderId, paymentKey } = await paidOrder(account, amount)
  await confirmOrder(account, orderId, { paymentKey, amount })
  return orderId
}

type Booking = { status: string; price: number; refunded: number; refundNow: number }
type Time = { spaceId: string; startAt: string; endAt: string }

/** Holds a time, or asks for it; answers with the booking's id. */
export async function holdSpace({ token }: Account, time: Time): Promise<string> {
  return (await ask<{ bookingId: string }>('POST', '/bookings', { token, body: time })).bookingId
}

export const payBooking = ({ token }: Account, bookingId: string) =>
  ask<{ balance: number }>('POST', `/bookings/${bookingId}/pay`, { token, body: {} })

export const cancelBooking = ({ token }: Account, bookingId: string) =>
  ask<{ refunded: number }>('POST', `/bookings/${bookingId}/cancel`, { token, body: {} })

export const readBooking = ({ token }: Account, bookingId: string) =>
  ask<Booking>('GET', `/bookings/${bookingId}`, { token })

export async function balanceOf({ token }: Account): Promise<number> {
  return (await ask<{ balance: number }>('GET', '/wallet', { token })).balance
}

export async function historyOf({ token }: Account, wallet = 'balance'): Promise<HistoryItem[]> {
  const path = `/wallet/transactions?wallet=${wallet}`
  return (await ask<{ items: HistoryItem[] }>('GET', path, { token })).items
}

/** Registers a bank account whose number ends so. */
export async function haveAccount({ token, name }: Account, tail: string): Promise<void> {
  const accountNumber = `333030${String(Math.floor(Math.random() * 1e5)).padStart(5, '0')}${tail}`
  const body = { bankCode: '90', accountNumber, holderName: name }
  await ask('PUT', '/owner/bank-account', { token, body })
  await ask('POST', '/owner/bank-account/verify', { token, body: { code: await codeFor(accountNumber) } })
}

export const requestWithdrawal = ({ token }: Account, amount: number) =>
  ask('POST', '/withdrawals', { token, body: { amount } })

export const readWithdrawals = async ({ token }: Account) =>
  (await ask<{ items: { status: string; amount: number }[] }>('GET', '/withdrawals', { token })).items

async function ask<Answer>(
  method: string,
  path: string,
  { token, body }: { token?: string; body?: unknown },
) {
  const response = await fetch(`${SITE_URL}/api/v1${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
