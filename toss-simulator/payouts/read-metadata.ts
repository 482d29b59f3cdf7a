import { readText } from '@/toss-simulator/api/read-body'
import { TossError } from '@/toss-simulator/errors'

const PAIRS = 5
const KEY_LENGTH = 40
const VALUE_LENGTH = 500

/** Toss: at most five pairs. */
export function readMetadata(value: unknown): Record<string, string> | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) throw new TossError('INVALID_REQUEST')
  const pairs = Object.entries(value)
  if (pairs.length > PAIRS) throw new TossError('INVALID_REQUEST')
  return Object.fromEntries(
    pairs.map(([key, text]) => [readText(key, KEY_LENGTH), readText(text, VALUE_LENGTH)]),
  )
}
