import type { TossAnswer } from './client'
import { classifyConfirmCode } from './codes'
import type { Payment } from './payment'

type Shown = { kind: 'payment'; payment: Payment }

/** Money may have been taken or not. */
type Unknown = { kind: 'unknown'; code: string; alarm: 'configuration' | 'unlisted_code' | null }

/** What an answer to confirm says. */
export type ConfirmOutcome =
  | Shown
  /** Nothing was taken, and this attempt is over. */
  | { kind: 'declined'; code: string }
  /** The request was refused: final once a query shows no effect. */
  | { kind: 'refused'; code: string }
  | Unknown

/** What an answer to a query says; `absent` is Toss knowing no payment for the order. */
export type QueryOutcome = Shown | { kind: 'absent' } | Unknown

export function confirmOutcome(answer: TossAnswer): ConfirmOutcome {
  if (answer.kind === 'payment') return { kind: 'payment', payment: answer.payment }
  if (answer.kind === 'unanswered') return { kind: 'unknown', code: answer.reason, alarm: null }
  const { code } = answer
  const known = classifyConfirmCode(code)
  if (known === 'declined' || known === 'refused') return { kind: known, code }
  return {
    kind: 'unknown',
    code,
    alarm: known === null ? 'unlisted_code' : known === 'configuration' ? known : null,
  }
}

export function queryOutcome(answer: TossAnswer): QueryOutcome {
  if (answer.kind === 'payment') return { kind: 'payment', payment: answer.payment }
  if (answer.kind === 'unanswered') return { kind: 'unknown', code: answer.reason, alarm: null }
  const { code } = answer
  if (code === 'NOT_FOUND_PAYMENT' || code === 'NOT_FOUND') return { kind: 'absent' }
  return {
    kind: 'unknown',
    code,
    alarm: classifyConfirmCode(code) === 'configuration' ? 'configuration' : null,
  }
}
