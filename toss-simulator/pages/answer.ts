import { serverError } from '@/toss-simulator/api/answer'
import { errorAnswer } from '@/toss-simulator/api/error-answer'
import { wantsEnglish } from '@/toss-simulator/api/english'
import { TossError } from '@/toss-simulator/errors'
import type { Injection } from '@/toss-simulator/faults'
import { textAnswer, type Answer, type Request } from '@/toss-simulator/http/message'
import { matchRoute, type Route } from '@/toss-simulator/http/router'
import { loadAsset } from '@/toss-simulator/pages/assets'
import { bankStatement } from '@/toss-simulator/pages/bank-statement'
import { billingWindowPage } from '@/toss-simulator/pages/billing-window-page'
import {
  cancelRegistration,
  openBilling,
  registerInWindow,
} from '@/toss-simulator/pages/billing-window-steps'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { indexPage } from '@/toss-simulator/pages/index-page'
import { labPage } from '@/toss-simulator/pages/lab/page'
import { receiptPage } from '@/toss-simulator/pages/receipt-page'
import { agreementPage, paymentMethodsPage } from '@/toss-simulator/pages/widget-pages'
import { windowPage } from '@/toss-simulator/pages/window-page'
import { approveInWindow, cancelInWindow, openWindow } from '@/toss-simulator/pages/window-steps'
import type { Simulator } from '@/toss-simulator/simulator'

const standardScript: PageHandler = () => sendAsset('standard')
const asset: PageHandler = (_simulator, { params }) => sendAsset(params.name ?? '')

/** Where `checkout.url` of a payment leads. */
const checkout: PageHandler = (_simulator, { params }) =>
  textAnswer(302, 'text/plain', '', { location: `/window/${encodeURIComponent(params.paymentKey ?? '')}` })

const PAGE_ROUTES: Route<PageHandler>[] = [
  { method: 'GET', pattern: '/', handle: indexPage },
  { method: 'GET', pattern: '/lab', handle: labPage },
  { method: 'GET', pattern: '/v2/standard', handle: standardScript },
  { method: 'GET', pattern: '/assets/:name', handle: asset },
  { method: 'GET', pattern: '/widget/payment-methods', handle: paymentMethodsPage },
  { method: 'GET', pattern: '/widget/agreement', handle: agreementPage },
  { method: 'POST', pattern: '/window', handle: openWindow },
  { method: 'GET', pattern: '/window/:paymentKey', handle: windowPage },
  { method: 'POST', pattern: '/window/:paymentKey/approve', handle: approveInWindow },
  { method: 'POST', pattern: '/window/:paymentKey/cancel', handle: cancelInWindow },
  { method: 'POST', pattern: '/billing-window', handle: openBilling },
  { method: 'GET', pattern: '/billing-window/:id', handle: billingWindowPage },
  { method: 'POST', pattern: '/billing-window/:id/approve', handle: registerInWindow },
  { method: 'POST', pattern: '/billing-window/:id/cancel', handle: cancelRegistration },
  { method: 'GET', pattern: '/v1/payments/:paymentKey/checkout', handle: checkout },
  { method: 'GET', pattern: '/bank/statement', handle: bankStatement },
  { method: 'GET', pattern: '/receipt/redirection', handle: receiptPage },
]

/** Whether a browser asks, not a shop's server. */
export function isPage({ method, path }: Request): boolean {
  return matchRoute(PAGE_ROUTES, method, path) !== undefined
}

export async function answerPage(
  simulator: Simulator,
  request: Request,
  fault: Injection | null,
): Promise<Answer> {
  try {
    if (fault?.code) throw new TossError(fault.code, fault.param)
    if (fault?.name === 'http5xx-before') throw serverError(fault)
    const route = matchRoute(PAGE_ROUTES, request.method, request.path)
    if (!route) throw new TossError('NOT_FOUND')
    const { params } = route
    return await route.handle(simulator, {
      params,
      query: new URLSearchParams(request.search),
      body: request.body,
    })
  } catch (error) {
    return errorAnswer(error, wantsEnglish(request.headers['accept-language']))
  }
}

async function sendAsset(name: string): Promise<Answer> {
  const text = await loadAsset(name)
  if (text === undefined) throw new TossError('NOT_FOUND')
  return textAnswer(200, name.endsWith('.css') ? 'text/css' : 'text/javascript', text)
}
