import type { Billing, IssueAnswer } from './billing'
import type { Failed } from './caller'
import type { TossAnswer } from './client'
import {
  classifyCancelCode,
  classifyChargeCode,
  classifyConfirmCode,
  classifyIssueCode,
  type CodeClass,
} from './codes'
import { NOT_DECRYPTABLE } from './jwe'
import type { Payment } from './payment'

type Shown = { kind: 'payment'; payment: Payment }

/** Money may have moved or not. */
export type Unknown = {
  kind: 'unknown'
  code: string
  alarm: 'configuration' | 'unlisted_code' | 'paid_twice' | null
}

/** What an answer to a request that moves money says. */
export type ActionOutcome =
  | Shown
  /** No money moved, and this attempt is over. */
  | { kind: 'declined'; code: string }
  /** The request was refused: final once a query shows no effect. */
  | { kind: 'refused'; code: string }
  | Unknown

/** What an answer to a query says; `absent` is Toss knowing no payment for the order. */
export type QueryOutcome = Shown | { kind: 'absent' } | Unknown

export function confirmOutcome(answer: TossAnswer): ActionOutcome {
  return actionOutcome(answer, classifyConfirmCode)
}

export function cancelOutcome(answer: TossAnswer): ActionOutcome {
  return actionOutcome(answer, classifyCancelCode)
}

export function chargeOutcome(answer: TossAnswer): ActionOutcome {
  return actionOutcome(answer, classifyChargeCode)
}

/** What an answer to registering a card says; it moves no money. */
export type IssueOutcome =
  { kind: 'billing'; billing: Billing } | { kind: 'declined'; code: string } | Unknown

export function issueOutcome(answer: IssueAnswer): IssueOutcome {
  return answer.kind === 'billing'
    ? { kind: 'billing', billing: answer.billing }
    : failedOutcome(answer, classifyIssueCode)
}

function actionOutcome(answer: TossAnswer, classify: (code: string) => CodeClass | null): ActionOutcome {
  return answer.kind === 'payment'
    ? { kind: 'payment', payment: answer.payment }
    : failedOutcome(answer, classify)
}

/** What an answer that is none, or an error, says of a request; `classify` knows the classes that its codes can be of. */
export function failedOutcome<Kind extends 'declined' | 'refused'>(
  answer: Failed,
  classify: (code: string) => Kind | 'configuration' | 'unknown' | null,
): { kind: Kind; code: string } | Unknown {
  if (answer.kind === 'unanswered') return unanswered(answer.reason)
  const { code } = answer
  const known = classify(code)
  if (known === null) return { kind: 'unknown', code, alarm: 'unlisted_code' }
  if (known === 'configuration') return { kind: 'unknown', code, alarm: known }
  return known === 'unknown' ? { kind: known, code, alarm: null } : { kind: known, code }
}

export function queryOutcome(answer: TossAnswer): QueryOutcome {
  return answer.kind === 'payment'
    ? { kind: 'payment', payment: answer.payment }
    : lookOutcome(answer, ['NOT_FOUND_PAYMENT', 'NOT_FOUND'], classifyConfirmCode)
}

/** What an answer that is none, or an error, says of a look: it takes nothing, and so declines nothing. */
export function lookOutcome(
  answer: Failed,
  absent: string[],
  classify: (code: string) => CodeClass | null,
): { kind: 'absent' } | Unknown {
  if (answer.kind === 'unanswered') return unanswered(answer.reason)
  const { code } = answer
  if (absent.includes(code)) return { kind: 'absent' }
  return { kind: 'unknown', code, alarm: classify(code) === 'configuration' ? 'configuration' : null }
}

function unanswered(reason: string): Unknown {
  return { kind: 'unknown', code: reason, alarm: reason === NOT_DECRYPTABLE ? 'configuration' : null }
}
