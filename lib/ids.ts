import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** Time-ordered and unique; for rows that nobody must be unable to guess. */
export function newId(): string {
  return v7()
}

/** Whether a text could be an id of ours; there is no need to look for any other. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

/** Toss's orderId: 26 characters of `[A-Za-z0-9_-]`, 128 random bits, so that none can be guessed. */
export function newOrderId(): string {
  return `ord_${randomBytes(16).toString('base64url')}`
}

/** Whether a text could be an order's id; there is no need to look for any other. */
export function isOrderId(text: string): boolean {
  return /^[A-Za-z0-9_-]{22,64}$/.test(text)
}

/** Toss's customerKey: unguessable and without a trace of who it is (Toss: 2–50 of `[A-Za-z0-9-_=.@]`). */
export function newCustomerKey(): string {
  return `cus_${randomBytes(16).toString('base64url')}`
}

/** Toss's refSellerId: 7 to 20 characters, 64 random bits, since one is good once for ever. */
export function newRefSellerId(): string {
  return `sel${randomBytes(8).toString('hex')}`
}
