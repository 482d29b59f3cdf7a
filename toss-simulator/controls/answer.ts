import { errorAnswer } from '@/toss-simulator/api/error-answer'
import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { listCalls, reset, showBook } from '@/toss-simulator/controls/inspect'
import { advanceClock, readClock, resetClock } from '@/toss-simulator/controls/move-clock'
import { plantBankLine } from '@/toss-simulator/controls/plant-bank-line'
import { plantPayment } from '@/toss-simulator/controls/plant-payment'
import { plantSettlement } from '@/toss-simulator/controls/plant-settlement'
import { changeKeys, listKeys, playRegistration } from '@/toss-simulator/controls/play-billing'
import { playChargeback, playDashboardCancel, playDeposit } from '@/toss-simulator/controls/play-bank'
import { declinePayment, playBuyer } from '@/toss-simulator/controls/play-buyer'
import { changeTransfer, listTransfers } from '@/toss-simulator/controls/play-transfers'
import { addFunds, playContract, playPayout, showPayouts } from '@/toss-simulator/controls/play-payouts'
import { playSeller, showSellers } from '@/toss-simulator/controls/play-sellers'
import { refuseReceipt } from '@/toss-simulator/controls/refuse-receipt'
import { playReissue } from '@/toss-simulator/controls/reissue-key'
import { addFault, clearFaults, listFaults } from '@/toss-simulator/controls/set-faults'
import { listScenarios, playScenario } from '@/toss-simulator/controls/scenarios'
import { listWebhooks, resendWebhook } from '@/toss-simulator/controls/webhooks'
import { TossError } from '@/toss-simulator/errors'
import { jsonAnswer, type Answer, type Request } from '@/toss-simulator/http/message'
import { matchRoute, type Route } from '@/toss-simulator/http/router'
import type { Simulator } from '@/toss-simulator/simulator'

const CONTROL_ROUTES: Route<ControlHandler>[] = [
  { method: 'POST', pattern: '/__sim/authenticate', handle: playBuyer },
  { method: 'POST', pattern: '/__sim/payments', handle: plantPayment },
  { method: 'POST', pattern: '/__sim/payments/:paymentKey/decline', handle: declinePayment },
  { method: 'POST', pattern: '/__sim/payments/:paymentKey/deposit', handle: playDeposit },
  { method: 'POST', pattern: '/__sim/payments/:paymentKey/chargeback', handle: playChargeback },
  { method: 'POST', pattern: '/__sim/payments/:paymentKey/dashboard-cancel', handle: playDashboardCancel },
  { method: 'GET', pattern: '/__sim/bank/transfers', handle: listTransfers },
  { method: 'POST', pattern: '/__sim/bank/transfers/:reference', handle: changeTransfer },
  { method: 'POST', pattern: '/__sim/bank/lines', handle: plantBankLine },
  { method: 'GET', pattern: '/__sim/scenarios', handle: listScenarios },
  { method: 'POST', pattern: '/__sim/scenarios/:id', handle: playScenario },
  { method: 'POST', pattern: '/__sim/cash-receipts/:receiptKey/refuse', handle: refuseReceipt },
  { method: 'POST', pattern: '/__sim/settlements', handle: plantSettlement },
  { method: 'POST', pattern: '/__sim/billing/authenticate', handle: playRegistration },
  { method: 'GET', pattern: '/__sim/billing/keys', handle: listKeys },
  { method: 'POST', pattern: '/__sim/billing/keys', handle: changeKeys },
  { method: 'GET', pattern: '/__sim/sellers', handle: showSellers },
  { method: 'POST', pattern: '/__sim/sellers/:id', handle: playSeller },
  { method: 'GET', pattern: '/__sim/payouts', handle: showPayouts },
  { method: 'POST', pattern: '/__sim/payouts/:id', handle: playPayout },
  { method: 'POST', pattern: '/__sim/balances', handle: addFunds },
  { method: 'POST', pattern: '/__sim/contract', handle: playContract },
  { method: 'POST', pattern: '/__sim/security-key', handle: playReissue },
  { method: 'GET', pattern: '/__sim/faults', handle: listFaults },
  { method: 'POST', pattern: '/__sim/faults', handle: addFault },
  { method: 'DELETE', pattern: '/__sim/faults', handle: clearFaults },
  { method: 'GET', pattern: '/__sim/clock', handle: readClock },
  { method: 'POST', pattern: '/__sim/clock', handle: advanceClock },
  { method: 'DELETE', pattern: '/__sim/clock', handle: resetClock },
  { method: 'GET', pattern: '/__sim/webhooks', handle: listWebhooks },
  { method: 'POST', pattern: '/__sim/webhooks/:id/resend', handle: resendWebhook },
  { method: 'GET', pattern: '/__sim/calls', handle: listCalls },
  { method: 'GET', pattern: '/__sim/book', handle: showBook },
  { method: 'POST', pattern: '/__sim/reset', handle: reset },
]

/** Answers the simulator's own controls, which Toss does not have. */
export async function answerControl(simulator: Simulator, request: Request): Promise<Answer> {
  try {
    const route = matchRoute(CONTROL_ROUTES, request.method, request.path)
    if (!route) throw new TossError('NOT_FOUND', { message: 'There is no such control; / lists them all' })
    return jsonAnswer(200, await route.handle(simulator, readJson(request.body), route.params))
  } catch (error) {
    return errorAnswer(error, false)
  }
}

function readJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new TossError('INVALID_REQUEST', { message: 'The body is not JSON' })
  }
}
