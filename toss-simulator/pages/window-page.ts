import { TossError } from '@/toss-simulator/errors'
import type { Answer } from '@/toss-simulator/http/message'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { html, won, type Html } from '@/toss-simulator/pages/html'
import { methodPicker, option } from '@/toss-simulator/pages/method-picker'
import { outcomes } from '@/toss-simulator/pages/window-outcomes'
import { windowShell } from '@/toss-simulator/pages/window-shell'
import type { MethodChoice } from '@/toss-simulator/payments/choice'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import { BANKS, findBank, findCardCompany, findEasyPay } from '@/toss-simulator/payments/institutions'
import { OUTCOMES, type Outcome } from '@/toss-simulator/payments/outcomes'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** `GET /window/{paymentKey}`: the payment window. */
export const windowPage: PageHandler = (simulator, { params, query }) => {
  const found = simulator.store.findPayment(params.paymentKey ?? '')
  if (!found) throw new TossError('NOT_FOUND_PAYMENT')
  const record = expireIfDue(simulator, found)
  const framed = query.get('target') === 'iframe'
  const { status } = record.payment
  return page(record, framed, status === 'READY' ? form(simulator, record) : closedNotice(status))
}

function page({ payment, returnAddress }: PaymentRecord, framed: boolean, body: Html): Answer {
  const { paymentKey, totalAmount: amount } = payment
  const note = '시뮬레이터예요. 실제로 결제되지 않아요.'
  const steps = `/window/${paymentKey}`
  return windowShell({ name: '결제창', note, steps, amount, framed, returnAddress }, body)
}

function form(simulator: Simulator, { payment, choice, asked }: PaymentRecord): Html {
  const merchant = simulator.merchants.find(({ mId }) => mId === payment.mId)
  // The buttons wait for the script that takes their clicks.
  return html`<form id="window-form">
    <section class="order" aria-label="주문">
      <p class="merchant">${merchant?.name ?? payment.mId}</p>
      <p class="amount"><strong>${won(payment.totalAmount)}</strong>원</p>
      <p class="order-name">${payment.orderName}</p>
    </section>
    <section class="pay-with" aria-label="결제 수단">
      <h2>결제 수단</h2>
      ${choice ? chosen(choice) : asked === 'CARD' ? methodPicker({ transfer: false }) : bankPicker(asked)}
    </section>
    ${outcomes(offered(choice?.kind ?? asked), '정상으로 결제돼요', '돌아간 뒤 승인이 거절돼요')}
    <p class="error" id="error" role="alert"></p>
    <footer>
      <button type="button" class="secondary" id="cancel" disabled>취소</button>
      <button type="submit" class="primary" id="pay" disabled>결제하기</button>
    </footer>
  </form>`
}

function chosen(choice: MethodChoice): Html {
  if (choice.kind === 'CARD') {
    const months = choice.installmentPlanMonths
    return row(
      findCardCompany(choice.issuerCode)?.name ?? choice.issuerCode,
      months ? `${months}개월 할부` : '일시불',
    )
  }
  if (choice.kind === 'TRANSFER') return row(findBank(choice.bankCode)?.name ?? choice.bankCode, '계좌이체')
  if (choice.kind === 'VIRTUAL_ACCOUNT') return bankPicker(choice.kind)
  return html`${row(findEasyPay(choice.provider)?.name ?? choice.provider, '간편결제')}
    <fieldset class="source">
      <legend>어디에서 낼까요?</legend>
      <label><input type="radio" name="source" value="CARD" checked /> <span>연결한 카드</span></label>
      <label><input type="radio" name="source" value="MONEY" /> <span>페이 머니</span></label>
    </fieldset>`
}

function row(name: string, note: string): Html {
  return html`<p class="chosen"><span>${name}</span> <span class="note">${note}</span></p>`
}

function bankPicker(method: 'TRANSFER' | 'VIRTUAL_ACCOUNT'): Html {
  const deposit = method === 'VIRTUAL_ACCOUNT'
  return html`<label class="field">
      <span>${deposit ? '입금할 은행' : '출금 은행'}</span>
      <select id="bank" data-method="${method}">
        <option value="">은행을 선택해 주세요</option>
        ${BANKS.map(option)}
      </select>
    </label>
    ${
      deposit &&
      html`<label class="field">
        <span>현금영수증</span>
        <select id="cash-receipt">
          ${['미발행', '소득공제', '지출증빙'].map((type) => html`<option value="${type}">${type}</option>`)}
        </select>
      </label>`
    }`
}

function offered(kind: MethodChoice['kind']): Outcome[] {
  return OUTCOMES.filter(({ kinds }) => kinds.includes(kind))
}

const CLOSED_NOTICES: Record<string, string> = {
  IN_PROGRESS: '이미 인증을 마친 결제예요. 상점 화면에서 결과를 확인해 주세요.',
  WAITING_FOR_DEPOSIT: '이미 발급된 가상계좌예요. 상점 화면에서 계좌번호를 확인해 주세요.',
  DONE: '이미 끝난 결제예요. 상점 화면에서 결과를 확인해 주세요.',
  EXPIRED: '결제 시간이 지났어요. 상점에서 다시 시작해 주세요. 빠져나간 돈은 없어요.',
  ABORTED: '승인되지 않은 결제예요. 상점에서 다시 시작해 주세요. 빠져나간 돈은 없어요.',
}

function closedNotice(status: string): Html {
  return html`<section class="closed">
    <p>${CLOSED_NOTICES[status] ?? '더 진행할 수 없는 결제예요.'}</p>
    <button type="button" class="primary" id="cancel">상점으로 돌아가기</button>
  </section>`
}
