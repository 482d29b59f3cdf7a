import { html, won, type Html } from '@/toss-simulator/pages/html'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import type { PaymentStatus } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

const NEWEST = 8

const STATUSES: Record<PaymentStatus, string> = {
  READY: '결제창이 열려 있어요',
  IN_PROGRESS: '승인을 기다려요',
  WAITING_FOR_DEPOSIT: '입금을 기다려요',
  DONE: '승인됐어요',
  CANCELED: '모두 취소됐어요',
  PARTIAL_CANCELED: '일부 취소됐어요',
  ABORTED: '거절됐어요',
  EXPIRED: '시간이 지났어요',
}

/** The newest payments, each with what may still happen to it. */
export function paymentsSection(simulator: Simulator): Html {
  const records = simulator.store.listPayments().slice(-NEWEST).reverse()
  if (records.length === 0) return html`<p>아직 결제가 없어요. 지갑에서 충전을 시작하면 여기에 나타나요.</p>`
  return html`<ul class="rows">
    ${records.map((record) => row(expireIfDue(simulator, record)))}
  </ul>`
}

function row(record: PaymentRecord): Html {
  const { orderName, orderId, paymentKey, status, method, totalAmount, balanceAmount } = record.payment
  const left = status === 'PARTIAL_CANCELED' && ` · ${won(balanceAmount)}원 남음`
  return html`<li class="payment">
    <details id="payment-${paymentKey}">
      <summary>${won(totalAmount)}원 <span class="chip">${STATUSES[status]}</span></summary>
      ${actions(record)}
    </details>
    <p>${orderName} · ${method ?? '결제 수단을 고르는 중'}${left}</p>
    <p><code>${orderId}</code></p>
    ${record.declineCode && status !== 'ABORTED' && html`<p>승인하면 <code>${record.declineCode}</code></p>`}
  </li>`
}

function actions({ payment }: PaymentRecord): Html {
  const of = (control: string) => `POST /__sim/payments/${encodeURIComponent(payment.paymentKey)}/${control}`
  switch (payment.status) {
    case 'READY':
    case 'IN_PROGRESS':
      return html`<form data-control="${of('decline')}" class="act">
        <label class="field"
          ><span>승인을 거절할 코드</span
          ><input name="code" list="codes" required value="REJECT_CARD_PAYMENT"
        /></label>
        <button type="submit" class="quiet">거절하기</button>
      </form>`
    case 'WAITING_FOR_DEPOSIT':
      return html`<div class="buttons">
        <button type="button" data-control="${of('deposit')}">입금하기</button>
      </div>`
    case 'DONE':
    case 'PARTIAL_CANCELED':
      return html`<form class="act">
        <label class="field"
          ><span>되돌릴 금액</span
          ><input
            name="amount"
            type="number"
            min="1"
            max="${payment.balanceAmount}"
            value="${payment.balanceAmount}"
        /></label>
        <button type="submit" class="quiet" data-control="${of('dashboard-cancel')}">
          상점 관리자에서 취소
        </button>
        <button type="submit" class="quiet" data-control="${of('chargeback')}">카드사가 되찾아가기</button>
        ${
          payment.virtualAccount &&
          payment.status === 'DONE' &&
          html`<button type="button" class="quiet" data-control="${of('deposit')}" data-body='{"undo":true}'>
            입금 되돌리기
          </button>`
        }
      </form>`
    default:
      return html`<p>더 일어날 일이 없어요.</p>`
  }
}
