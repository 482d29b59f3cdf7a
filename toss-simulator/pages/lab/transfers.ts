import { bringUpToDate, type Transfer, type TransferStatus } from '@/toss-simulator/bank/transfer'
import { html, won, type Html } from '@/toss-simulator/pages/html'
import { findBank } from '@/toss-simulator/payments/institutions'
import type { Simulator } from '@/toss-simulator/simulator'

const NEWEST = 8

const STATUSES: Record<TransferStatus, string> = {
  ACCEPTED: '보내고 있어요',
  COMPLETED: '도착했어요',
  FAILED: '보내지 못했어요',
  RETURNED: '되돌아왔어요',
}

/** The newest transfers of the bank that stands in beside Toss, each with what may still happen to it. */
export function transfersSection(simulator: Simulator): Html {
  const transfers = simulator.store.listTransfers().slice(-NEWEST).reverse()
  return html`<p>계좌를 인증할 때 보낸 1원의 숫자도 여기에서 볼 수 있어요.</p>
    <p><a href="/bank/statement" download>우리 계좌의 거래내역 받기 (CSV)</a></p>
    <form class="act" data-control="POST /__sim/bank/lines">
      <label class="field"
        ><span>요청하지 않은 입금 (출금은 -)</span><input name="amount" type="number" required value="10000"
      /></label>
      <label class="field"
        ><span>보낸분/받는분</span><input name="counterparty" value="포켓스페이스"
      /></label>
      <button type="submit" class="quiet">우리 계좌에 만들기</button>
    </form>
    ${transfers.length === 0 && html`<p>아직 이체가 없어요.</p>`}
    <ul class="rows">
      ${transfers.map((transfer) => row(bringUpToDate(simulator, transfer)))}
    </ul>`
}

function row({ reference, amount, status, memo, bankCode, accountNumber }: Transfer): Html {
  return html`<li class="payment">
    <details id="transfer-${reference}">
      <summary>${won(amount)}원 <span class="chip">${STATUSES[status]}</span></summary>
      <div class="buttons">${actions(reference, status)}</div>
    </details>
    <p>받는통장표시 <strong>${memo}</strong></p>
    <p>${findBank(bankCode)?.name ?? bankCode} ****${accountNumber.slice(-4)}</p>
  </li>`
}

const NEXT: Record<TransferStatus, [status: TransferStatus, label: string][]> = {
  ACCEPTED: [
    ['COMPLETED', '도착시키기'],
    ['FAILED', '실패시키기'],
  ],
  COMPLETED: [
    ['RETURNED', '되돌려보내기'],
    ['FAILED', '실패로 바꾸기'],
  ],
  FAILED: [['COMPLETED', '뒤늦게 도착시키기']],
  RETURNED: [],
}

/** No bank would do some of these to the same transfer; shops must survive them all the same. */
function actions(reference: string, status: TransferStatus): Html {
  const control = `POST /__sim/bank/transfers/${encodeURIComponent(reference)}`
  if (NEXT[status].length === 0) return html`<p>더 일어날 일이 없어요.</p>`
  return html`${NEXT[status].map(
    ([next, label], nth) =>
      html`<button
        type="button"
        class="${nth ? 'quiet' : ''}"
        data-control="${control}"
        data-body="${JSON.stringify({ status: next })}"
      >
        ${label}
      </button>`,
  )}`
}
