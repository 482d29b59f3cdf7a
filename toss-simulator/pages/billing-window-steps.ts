import { readBody } from '@/toss-simulator/api/read-body'
import { openBillingWindow } from '@/toss-simulator/billing/open-window'
import type { BillingAuth } from '@/toss-simulator/billing/record'
import { authenticateCard } from '@/toss-simulator/billing/register-card'
import { TossError } from '@/toss-simulator/errors'
import { jsonAnswer, type Answer } from '@/toss-simulator/http/message'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { readReturnAddress } from '@/toss-simulator/pages/return-address'
import { BILLING_OUTCOMES, FAIL_URL_MESSAGES } from '@/toss-simulator/payments/outcomes'
import { withParameters } from '@/toss-simulator/payments/return-url'
import type { Simulator } from '@/toss-simulator/simulator'

/** `POST /billing-window`: what the browser script sends for `requestBillingAuth`. */
export const openBilling: PageHandler = (simulator, { body }) => {
  const request = readBody(body)
  const { id } = openBillingWindow(simulator, request, readReturnAddress(request))
  return jsonAnswer(200, { windowUrl: `/billing-window/${id}` })
}

/** `POST /billing-window/{id}/approve {choice, outcome?}`: the customer pressed the button. */
export const registerInWindow: PageHandler = (simulator, { params, body }) => {
  const auth = findAuth(simulator, params.id)
  const { choice, outcome } = readBody(body)
  const [stage, code] = String(outcome ?? '').split(' ')
  const failure = BILLING_OUTCOMES.find((each) => each.stage === stage && each.code === code)
  if (failure?.stage === 'authentication') return refusal(auth, failure.code)
  const { cardCompany } = (choice ?? {}) as Record<string, unknown>
  const { authKey, customerKey } = authenticateCard(simulator, auth, cardCompany, failure?.code ?? null)
  const successUrl = auth.returnAddress?.successUrl
  return jsonAnswer(200, {
    type: 'approved',
    redirectUrl: successUrl ? withParameters(successUrl, { customerKey, authKey }) : null,
  })
}

/** `POST /billing-window/{id}/cancel` */
export const cancelRegistration: PageHandler = (simulator, { params }) =>
  refusal(findAuth(simulator, params.id), 'PAY_PROCESS_CANCELED')

/** Toss: the fail address of a registration gets `code` and `message`, and no order. */
function refusal({ returnAddress }: BillingAuth, code: string): Answer {
  const message = FAIL_URL_MESSAGES[code] ?? ''
  const failUrl = returnAddress?.failUrl
  return jsonAnswer(200, {
    type: 'refused',
    redirectUrl: failUrl ? withParameters(failUrl, { code, message }) : null,
    code,
    message,
  })
}

function findAuth(simulator: Simulator, id = ''): BillingAuth {
  const auth = simulator.store.findBillingAuth(id)
  if (!auth) throw new TossError('NOT_FOUND_BILLING')
  return auth
}
