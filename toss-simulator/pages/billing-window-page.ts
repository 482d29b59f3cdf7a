import type { BillingAuth } from '@/toss-simulator/billing/record'
import { TossError } from '@/toss-simulator/errors'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { html, type Html } from '@/toss-simulator/pages/html'
import { option } from '@/toss-simulator/pages/method-picker'
import { outcomes } from '@/toss-simulator/pages/window-outcomes'
import { windowShell } from '@/toss-simulator/pages/window-shell'
import { BILLING_OUTCOMES } from '@/toss-simulator/payments/outcomes'
import { CARD_COMPANIES } from '@/toss-simulator/payments/institutions'

/** `GET /billing-window/{id}`: the window in which a customer registers a card. */
export const billingWindowPage: PageHandler = (simulator, { params, query }) => {
  const auth = simulator.store.findBillingAuth(params.id ?? '')
  if (!auth) throw new TossError('NOT_FOUND_BILLING')
  const shop = simulator.merchants.find(({ mId }) => mId === auth.mId)?.name ?? auth.mId
  const note = '시뮬레이터예요. 실제 카드 번호는 필요 없고, 실제로 결제되지 않아요.'
  const steps = `/billing-window/${auth.id}`
  const framed = query.get('target') === 'iframe'
  return windowShell(
    { name: '카드 등록창', note, steps, framed, returnAddress: auth.returnAddress },
    auth.authKey ? closed() : form(auth, shop),
  )
}

function form({ customerKey }: BillingAuth, shop: string): Html {
  return html`<form id="window-form">
    <section class="order" aria-label="등록">
      <p class="merchant">${shop}</p>
      <p class="order-name">자동결제에 쓸 카드를 등록해요</p>
      <p class="order-name"><small>${customerKey}</small></p>
    </section>
    <section class="pay-with" aria-label="카드">
      <h2>카드</h2>
      <label class="field">
        <span>카드사</span>
        <select id="billing-card">
          <option value="">선택해 주세요</option>
          ${CARD_COMPANIES.map(option)}
        </select>
      </label>
    </section>
    ${outcomes(BILLING_OUTCOMES, '정상으로 등록돼요', '등록한 뒤 결제가 거절돼요')}
    <p class="error" id="error" role="alert"></p>
    <footer>
      <button type="button" class="secondary" id="cancel" disabled>취소</button>
      <button type="submit" class="primary" id="pay" disabled>카드 등록하기</button>
    </footer>
  </form>`
}

function closed(): Html {
  return html`<section class="closed">
    <p>이미 등록을 마친 창이에요. 상점 화면에서 결과를 확인해 주세요.</p>
    <button type="button" class="primary" id="cancel">상점으로 돌아가기</button>
  </section>`
}
