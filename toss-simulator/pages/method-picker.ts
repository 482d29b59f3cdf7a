import { CARD_COMPANIES, EASY_PAYS, type Institution } from '@/toss-simulator/payments/institutions'
import { html, type Html } from '@/toss-simulator/pages/html'

const OFFERED_EASY_PAYS = ['TOSSPAY', 'NAVERPAY', 'KAKAOPAY', 'SAMSUNGPAY']
const LONGEST_INSTALLMENT_MONTHS = 12

/** Radio buttons for the ways to pay, with the details of a card payment. */
export function methodPicker({ transfer }: { transfer: boolean }): Html {
  const easyPays = EASY_PAYS.filter(({ code }) => OFFERED_EASY_PAYS.includes(code))
  return html`<fieldset class="methods">
      <legend class="visually-hidden">결제 수단</legend>
      ${method('CARD', '신용·체크카드')} ${easyPays.map(({ code, name }) => method(code, name))}
      ${transfer && [method('TRANSFER', '계좌이체'), method('VIRTUAL_ACCOUNT', '가상계좌')]}
    </fieldset>
    <div class="card-detail" id="card-detail" hidden>
      <label class="field">
        <span>카드사</span>
        <select id="card-company">
          <option value="">선택해 주세요</option>
          ${CARD_COMPANIES.map(option)}
        </select>
      </label>
      <label class="field">
        <span>할부</span>
        <select id="installment">
          <option value="0">일시불</option>
          ${installments()}
        </select>
      </label>
      <p class="hint" id="installment-hint" hidden>할부는 5만원부터 고를 수 있어요.</p>
    </div>`
}

export function option({ code, name }: Institution): Html {
  return html`<option value="${code}">${name}</option>`
}

function method(code: string, name: string): Html {
  return html`<label class="method">
    <input type="radio" name="method" value="${code}" />
    <span class="mark mark-${code.toLowerCase()}" aria-hidden="true"></span>
    <span class="method-name">${name}</span>
  </label>`
}

function installments(): Html[] {
  return Array.from(
    { length: LONGEST_INSTALLMENT_MONTHS - 1 },
    (_, i) => html`<option value="${i + 2}">${i + 2}개월</option>`,
  )
}
