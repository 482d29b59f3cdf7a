import { TossError } from '@/toss-simulator/errors'

/**
 * The fields of a POST body.
 * @throws {TossError} INVALID_REQUEST unless it is a JSON object
 */
export function readBody(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TossError('INVALID_REQUEST')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TossError('INVALID_REQUEST')
  return value as Record<string, unknown>
}

/** @throws {TossError} INVALID_REQUEST unless it is a text of 1 to `limit` characters */
export function readText(value: unknown, limit: number): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > limit)
    throw new TossError('INVALID_REQUEST')
  return value
}

/**
 * Won. Toss also takes an amount as a numeric text.
 * @throws {TossError} INVALID_REQUEST unless it is a whole number
 */
export function readAmount(value: unknown): number {
  const amount = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) throw new TossError('INVALID_REQUEST')
  return amount
}
