import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** Time-ordered and unique; for rows that nobody must be unable to guess. */
export function newId(): string {
  return v7()
}

/** Toss's orderId: 26 characters of `[A-Za-z0-9_-]`, 128 random bits, so that none can be guessed. */
export function newOrderId(): string {
  return `ord_${randomBytes(16).toString('base64url')}`
}

/** Toss's customerKey: unguessable and without a trace of who it is (Toss: 2–50 of `[A-Za-z0-9-_=.@]`). */
export function newCustomerKey(): string {
  return `cus_${randomBytes(16).toString('base64url')}`
}
