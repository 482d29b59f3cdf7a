import {
  chargeBillingKey,
  issueBillingKey,
  issueBillingKeyByCard,
  removeBillingKey,
} from '@/toss-simulator/api/billing'
import { cancelPayment } from '@/toss-simulator/api/cancel-payment'
import { cancelCashReceipt, issueCashReceipt, listCashReceipts } from '@/toss-simulator/api/cash-receipts'
import { confirmPayment, confirmPaymentByPath } from '@/toss-simulator/api/confirm-payment'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { listSettlements } from '@/toss-simulator/api/list-settlements'
import { listTransactions } from '@/toss-simulator/api/list-transactions'
import {
  cancelPayout,
  listPayouts,
  queryBalance,
  queryPayout,
  requestPayouts,
} from '@/toss-simulator/api/payouts'
import { queryByOrderId, queryByPaymentKey } from '@/toss-simulator/api/query-payment'
import { requestSettlement } from '@/toss-simulator/api/request-settlement'
import {
  listSellers,
  querySeller,
  registerSeller,
  removeSeller,
  updateSeller,
} from '@/toss-simulator/api/sellers'
import type { Route } from '@/toss-simulator/http/router'

export const API_ROUTES: Route<ApiHandler>[] = [
  { method: 'POST', pattern: '/v1/payments/confirm', handle: confirmPayment },
  // Toss: an older address, which the official sample still uses.
  { method: 'POST', pattern: '/v1/payments/cash-receipts', handle: issueCashReceipt },
  { method: 'POST', pattern: '/v1/payments/:paymentKey', handle: confirmPaymentByPath },
  { method: 'POST', pattern: '/v1/payments/:paymentKey/cancel', handle: cancelPayment },
  { method: 'GET', pattern: '/v1/payments/:paymentKey', handle: queryByPaymentKey },
  { method: 'GET', pattern: '/v1/payments/orders/:orderId', handle: queryByOrderId },
  { method: 'POST', pattern: '/v1/billing/authorizations/issue', handle: issueBillingKey },
  { method: 'POST', pattern: '/v1/billing/authorizations/card', handle: issueBillingKeyByCard },
  { method: 'POST', pattern: '/v1/billing/:billingKey', handle: chargeBillingKey },
  { method: 'DELETE', pattern: '/v1/billing/:billingKey', handle: removeBillingKey },
  { method: 'POST', pattern: '/v1/cash-receipts', handle: issueCashReceipt },
  { method: 'POST', pattern: '/v1/cash-receipts/:receiptKey/cancel', handle: cancelCashReceipt },
  { method: 'GET', pattern: '/v1/cash-receipts', handle: listCashReceipts },
  { method: 'GET', pattern: '/v1/transactions', handle: listTransactions },
  { method: 'GET', pattern: '/v1/settlements', handle: listSettlements },
  { method: 'POST', pattern: '/v1/settlements', handle: requestSettlement },
  { method: 'POST', pattern: '/v2/sellers', handle: registerSeller },
  { method: 'POST', pattern: '/v2/sellers/:id', handle: updateSeller },
  { method: 'GET', pattern: '/v2/sellers/:id', handle: querySeller },
  { method: 'GET', pattern: '/v2/sellers', handle: listSellers },
  { method: 'DELETE', pattern: '/v2/sellers/:id', handle: removeSeller },
  { method: 'POST', pattern: '/v2/payouts', handle: requestPayouts },
  { method: 'GET', pattern: '/v2/payouts/:id', handle: queryPayout },
  { method: 'GET', pattern: '/v2/payouts', handle: listPayouts },
  { method: 'POST', pattern: '/v2/payouts/:id/cancel', handle: cancelPayout },
  { method: 'GET', pattern: '/v2/balances', handle: queryBalance },
]
