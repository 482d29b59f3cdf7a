import { TossError } from '@/toss-simulator/errors'
import { documentAnswer } from '@/toss-simulator/pages/document'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { html, won, type Html } from '@/toss-simulator/pages/html'
import { findCardCompany } from '@/toss-simulator/payments/institutions'
import type { Payment } from '@/toss-simulator/payments/payment'

/** `GET /receipt/redirection?transactionId=`: a sales slip. */
export const receiptPage: PageHandler = (simulator, { query }) => {
  const record = simulator.store.findPayment(query.get('transactionId') ?? '')
  if (!record?.payment.receipt) throw new TossError('NOT_FOUND_PAYMENT')
  const { payment } = record
  const merchant = simulator.merchants.find(({ mId }) => mId === payment.mId)
  return documentAnswer({
    title: '매출전표',
    style: 'page.css',
    body: html`<main class="receipt">
      <h1>매출전표</h1>
      <p class="simulated">시뮬레이터가 만든 예시예요. 거래 증빙으로 쓸 수 없어요.</p>
      <dl>
        ${line('상점', merchant?.name ?? payment.mId)} ${line('주문', payment.orderName)}
        ${line('주문번호', payment.orderId)} ${line('결제 수단', methodName(payment))}
        ${line('승인 시각', payment.approvedAt?.slice(0, 19).replace('T', ' ') ?? '-')}
        ${line('공급가액', `${won(payment.suppliedAmount)}원`)} ${line('부가세', `${won(payment.vat)}원`)}
        ${line('합계', `${won(payment.totalAmount)}원`)}
      </dl>
    </main>`,
  })
}

function line(term: string, value: string): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`
}

function methodName({ method, card, easyPay }: Payment): string {
  if (easyPay) return easyPay.provider
  if (card) return `${findCardCompany(card.issuerCode)?.name ?? card.issuerCode} ${card.number}`
  return method ?? '-'
}
