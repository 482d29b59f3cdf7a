import { html, type Html } from '@/toss-simulator/pages/html'
import { findScenario } from '@/toss-simulator/scenarios/catalog'
import type { Simulator } from '@/toss-simulator/simulator'

const REQUESTS: [match: string, name: string][] = [
  ['POST /v1/payments/confirm', '결제 승인'],
  ['GET /v1/payments/orders/*', '주문번호로 조회'],
  ['GET /v1/payments/*', '결제 키로 조회'],
  ['POST /v1/payments/*/cancel', '결제 취소'],
  ['POST /v1/billing/*', '자동결제 승인'],
  ['POST /v1/billing/authorizations/issue', '자동결제 카드 등록'],
  ['DELETE /v1/billing/*', '자동결제 카드 지우기'],
  ['GET /v1/transactions', '거래 조회'],
  ['GET /v1/settlements', '정산 조회'],
  ['POST /v2/payouts', '지급 요청'],
  ['GET /v2/payouts', '지급 목록 조회'],
  ['GET /v2/payouts/*', '지급 조회'],
  ['POST /v2/payouts/*/cancel', '지급 취소'],
  ['POST /v2/sellers', '셀러 등록'],
  ['GET /v2/balances', '지급 잔액 조회'],
  ['GET /v2/standard', '브라우저 스크립트'],
  ['POST /window', '결제창 열기'],
]

const FAULTS: [fault: string, name: string][] = [
  ['drop-before', '닿기 전에 끊겨요'],
  ['drop-after', '처리한 뒤 끊겨요'],
  ['delay', '바로 처리하고 늦게 답해요'],
  ['late', '늦게 처리해요'],
  ['http5xx-before', '처리하지 않고 500이라고 답해요'],
  ['http5xx-after', '처리하고 500이라고 답해요'],
  ['garbage', '답이 HTML이에요'],
  ['truncate', '답이 중간에 끊겨요'],
  ['code', '처리하지 않고 아래 코드로 답해요'],
  ['decline', '결제 승인을 아래 코드로 거절해요'],
]

const WEBHOOKS: [match: string, name: string][] = [
  ['webhook', '모든 웹훅'],
  ['webhook PAYMENT_STATUS_CHANGED', 'PAYMENT_STATUS_CHANGED'],
  ['webhook DEPOSIT_CALLBACK', 'DEPOSIT_CALLBACK'],
  ['webhook payout.changed', 'payout.changed'],
  ['webhook seller.changed', 'seller.changed'],
]

const WEBHOOK_FAULTS: [fault: string, name: string][] = [
  ['duplicate', '두 번 보내요'],
  ['reorder', '다음 것보다 늦게 보내요'],
  ['lose', '보내지 않아요'],
  ['late', '늦게 보내요'],
]

/** What is to go wrong next, and two forms for what no scenario does. */
export function faultsSection({ faults }: Simulator): Html {
  const waiting = faults.waiting()
  return html`${waiting.length === 0 ? html`<p>걸린 장애가 없어요. 토스가 평소처럼 답해요.</p>` : ''}
    <ul class="rows">
      ${waiting.map(
        ({ match, fault, left, scenario }) =>
          html`<li>
            <div>
              <strong>${(scenario && findScenario(scenario)?.title) || '직접 만든 장애'}</strong>
              <p>
                <code>${match}</code> <code>${fault}</code> ·
                ${left >= 1000 ? '지울 때까지' : `${left}번 남음`}
              </p>
            </div>
          </li>`,
      )}
    </ul>
    ${
      waiting.length > 0 &&
      html`<button type="button" class="quiet" data-control="DELETE /__sim/faults">장애 모두 지우기</button>`
    }
    <details id="own-fault">
      <summary>요청에 직접 걸기</summary>
      ${form(
        REQUESTS,
        FAULTS,
        html`<label class="field"
          ><span>코드</span><input name="code" list="codes" placeholder="코드로 답하거나 거절할 때만"
        /></label>`,
      )}
    </details>
    <details id="own-webhook-fault">
      <summary>웹훅에 직접 걸기</summary>
      ${form(WEBHOOKS, WEBHOOK_FAULTS, html``)}
    </details>`
}

function form(matches: [string, string][], faults: [string, string][], more: Html): Html {
  return html`<form data-control="POST /__sim/faults" class="fields">
    ${select('match', '어디에', matches)} ${select('fault', '무슨 일이', faults)} ${more}
    <label class="field"
      ><span>얼마나 늦게 (밀리초)</span
      ><input name="param" type="number" min="0" step="100" placeholder="늦게 하는 장애에만"
    /></label>
    <label class="field"><span>몇 번째부터</span><input name="nth" type="number" min="1" value="1" /></label>
    <label class="field"><span>몇 번</span><input name="times" type="number" min="1" value="1" /></label>
    <button type="submit">장애 걸기</button>
  </form>`
}

function select(name: string, label: string, options: [string, string][]): Html {
  return html`<label class="field"
    ><span>${label}</span
    ><select name="${name}">
      ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select></label
  >`
}
