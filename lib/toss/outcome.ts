import type { TossAnswer } from './client'
import type { Billing, IssueAnswer } from './billing'
import {
  classifyCancelCode,
  classifyChargeCode,
  classifyConfirmCode,
  classifyIssueCode,
  type CodeClass,
} from './codes'
import type { Payment } from './payment'

type Shown = { kind: 'payment'; payment: Payment }

/** Money may have moved or not. */
type Unknown = { kind: 'unknown'; code: string; alarm: 'configuration' | 'unlisted_code' | null }

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
  if (answer.kind === 'billing') return { kind: 'billing', billing: answer.billing }
  const outcome = actionOutcome(answer, classifyIssueCode)
  return outcome.kind === 'declined' || outcome.kind === 'unknown'
    ? outcome
    : { kind: 'unknown', code: outcome.kind, alarm: null }
}

function actionOutcome(answer: TossAnswer, classify: (code: string) => CodeClass | null): ActionOutcome {
  if (answer.kind === 'payment') return { kind: 'payment', payment: answer.payment }
  if (answer.kind === 'unanswered') return { kind: 'unknown', code: answer.reason, alarm: null }
  const { code } = answer
  const known = classify(code)
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
