import { readBody } from '@/toss-simulator/api/read-body'
import { TossError } from '@/toss-simulator/errors'
import { jsonAnswer, type Answer } from '@/toss-simulator/http/message'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { readReturnAddress } from '@/toss-simulator/pages/return-address'
import { authenticateBuyer } from '@/toss-simulator/payments/authenticate'
import { readChoice, type ChoiceInput, type MethodChoice } from '@/toss-simulator/payments/choice'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import { openPayment } from '@/toss-simulator/payments/open'
import { FAIL_URL_MESSAGES, findOutcome } from '@/toss-simulator/payments/outcomes'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import { failRedirect, successRedirect } from '@/toss-simulator/payments/return-url'
import type { Simulator } from '@/toss-simulator/simulator'

/** `POST /window`: what the browser script sends for `requestPayment`. */
export const openWindow: PageHandler = (simulator, { body }) => {
  const request = readBody(body)
  const { payment } = openPayment(simulator, request, readReturnAddress(request))
  return jsonAnswer(200, { paymentKey: payment.paymentKey, windowUrl: `/window/${payment.paymentKey}` })
}

/** `POST /window/{paymentKey}/approve {choice?, source?, outcome?}`: the buyer pressed the button. */
export const approveInWindow: PageHandler = (simulator, { params, body }) => {
  const record = findOpenWindow(simulator, params.paymentKey)
  const { choice, easyPaySource, outcome } = readBody(body)
  const [stage, code] = String(outcome ?? '').split(' ')
  const failure = findOutcome(stage, code)
  if (failure?.stage === 'authentication') return refusal(record, failure.code)
  const decided = decideChoice(record, choice, easyPaySource)
  const authenticated = authenticateBuyer(simulator, record, decided, failure?.code ?? null)
  const { paymentKey, orderId, totalAmount } = authenticated.payment
  return jsonAnswer(200, {
    type: 'approved',
    redirectUrl: successRedirect(authenticated),
    result: {
      ...(record.family === 'widget' ? { paymentType: 'NORMAL' } : {}),
      paymentKey,
      orderId,
      amount: { currency: 'KRW', value: totalAmount },
    },
  })
}

/** `POST /window/{paymentKey}/cancel`. Toss: the payment stays READY until it expires. */
export const cancelInWindow: PageHandler = (simulator, { params }) => {
  const record = simulator.store.findPayment(params.paymentKey ?? '')
  if (!record) throw new TossError('NOT_FOUND_PAYMENT')
  return refusal(record, 'PAY_PROCESS_CANCELED')
}

function refusal(record: PaymentRecord, code: string): Answer {
  return jsonAnswer(200, {
    type: 'refused',
    redirectUrl: failRedirect(record, code),
    code,
    message: FAIL_URL_MESSAGES[code],
  })
}

function findOpenWindow(simulator: Simulator, paymentKey = ''): PaymentRecord {
  const found = simulator.store.findPayment(paymentKey)
  const record = found && expireIfDue(simulator, found)
  if (record?.payment.status !== 'READY') throw new TossError('NOT_FOUND_PAYMENT_SESSION')
  return record
}

function decideChoice(record: PaymentRecord, choice: unknown, easyPaySource: unknown): MethodChoice {
  const { choice: preset, asked, payment } = record
  const open = !preset || (preset.kind === 'VIRTUAL_ACCOUNT' && choice)
  if (open) return readChoice((choice ?? { method: asked }) as ChoiceInput, payment.totalAmount)
  return preset.kind === 'EASY_PAY' && easyPaySource === 'MONEY' ? { ...preset, source: 'MONEY' } : preset
}
