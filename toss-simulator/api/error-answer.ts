import { TossError } from '@/toss-simulator/errors'
import { jsonAnswer, type Answer } from '@/toss-simulator/http/message'

export function errorAnswer(error: unknown, english: boolean, headers: Record<string, string> = {}): Answer {
  const refusal = toTossError(error)
  return jsonAnswer(refusal.status, refusal.body(english), headers)
}

/** What is no refusal of ours is a fault of ours, and shown as Toss shows its own. */
export function toTossError(error: unknown): TossError {
  if (error instanceof TossError) return error
  console.error(error)
  return new TossError('UNKNOWN_ERROR')
}
