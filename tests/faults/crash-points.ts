import type { ScenarioId } from '@/toss-simulator/scenarios/catalog'

/** Every named place where a charge can die, in the order in which it comes to them. */
export const CHARGE_POINTS = ['charge.1', 'charge.2', 'charge.3', 'charge.4', 'charge.5', 'charge.6'] as const

/** The places that the worker comes to when it finishes a charge that a dead request left. */
export const RECOVERY_POINTS = ['charge.3', 'charge.4', 'charge.5', 'charge.6'] as const

/** The places where an act on a booking can die; a job's, where one booking waits for it at a time. */
export const BOOKING_POINTS = {
  pay: ['pay.1', 'pay.2'],
  cancel: ['cancel.1', 'cancel.2'],
  'pay from its charge': ['charge-pay.1', 'pay.1', 'pay.2', 'charge-pay.2'],
} as const

/** The places where the second person's yes to an adjustment can die. */
export const ADJUSTMENT_POINTS = ['adjustment.1', 'adjustment.2'] as const

/** The places where what is done at desks can die: before its tx ends, and after. */
export const DESK_POINTS = {
  leave: ['leave.1', 'leave.2'],
  'publish a version': ['publish.1', 'publish.2'],
  'close a break': ['break.1', 'break.2'],
  'answer a case': ['case.1', 'case.2'],
} as const

/** The places where a message of Toss's can be lost on its way from the wire into the book. */
export const WEBHOOK_POINTS = {
  receive: ['webhook.1', 'webhook.2'],
  apply: ['webhook.3', 'charge.5', 'charge.6', 'webhook.4'],
} as const

/** Every named place where a charge refund can die, in the order in which it comes to them. */
export const REFUND_POINTS = ['refund.1', 'refund.2', 'refund.3', 'refund.4', 'refund.5', 'refund.6'] as const

/** Every named place where a withdrawal can die, in the order in which it comes to them. */
export const WITHDRAWAL_POINTS = [
  'withdrawal.1',
  'withdrawal.2',
  'withdrawal.3',
  'withdrawal.4',
  'withdrawal.5',
  'withdrawal.6',
  'withdrawal.7',
] as const

/** The places where one that Toss carries can die as well, in the order in which it comes to them. */
export const PAYOUT_POINTS = ['seller.1', 'seller.2', 'payout.1', 'payout.2'] as const

/** The places where taking one back that Toss has set aside for a day can die, in the order in which it comes to them. */
export const TAKE_BACK_POINTS = ['payout.3', 'payout.4', 'withdrawal.6', 'withdrawal.7'] as const

/** Every named place where a run of the reconciliation can die, with what it repairs on its way. */
export const RECONCILIATION_POINTS = [
  'reconcile.1',
  'reconcile.2',
  'charge.5',
  'charge.6',
  'settlement.1',
  'bank_statement.1',
  'reconcile.3',
  'reconcile.4',
] as const

/** The places where an automatic top-up can die: its run, also for a booking, the registration of its card, and turning it off. */
export const TOPUP_POINTS = {
  run: CHARGE_POINTS,
  'pay a booking': ['topup.1', 'topup.2'],
  register: ['card.1', 'card.2', 'card.3', 'card.4'],
  'turn off': ['off.1', 'off.2', 'off.3', 'off.4'],
} as const

/** How the process ends there: an error, `kill -9`, or its database killed under it. */
export const DEATHS = { throws: 'throw', 'is killed': 'exit', 'loses its database': 'halt' } as const

export type Death = keyof typeof DEATHS

type TossOutcome = {
  charge?: ScenarioId
  /** The code with which the confirm of each payment is refused, whenever it comes. */
  decline?: string
  topup?: ScenarioId
  refund?: ScenarioId
}

/** What Toss does with the confirm, with the charge of a card, or with the cancel. */
export const OUTCOMES = {
  approves: {},
  declines: { decline: 'REJECT_CARD_PAYMENT', refund: 'cancel-refused' },
  'approves, and the answer is lost': {
    charge: 'confirm-answer-lost',
    topup: 'topup-answer-lost',
    refund: 'cancel-answer-lost',
  },
  'approves, and answers late': {
    charge: 'confirm-answer-slow',
    topup: 'topup-answer-slow',
    refund: 'cancel-answer-slow',
  },
} satisfies Record<string, TossOutcome>

export type Outcome = keyof typeof OUTCOMES

export const outcomeOf = (outcome: Outcome): TossOutcome => OUTCOMES[outcome]
