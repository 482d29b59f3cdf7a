import { html, won, type Html } from '@/toss-simulator/pages/html'
import { balanceOf } from '@/toss-simulator/payouts/balance'
import type { PayoutRecord, PayoutStatus } from '@/toss-simulator/payouts/payout'
import { progressPayout } from '@/toss-simulator/payouts/progress-payout'
import type { Simulator } from '@/toss-simulator/simulator'

const NEWEST = 8

const STATUSES: Record<PayoutStatus, string> = {
  REQUESTED: '지급일을 기다려요',
  IN_PROGRESS: '은행에 보내고 있어요',
  COMPLETED: '지급했어요',
  FAILED: '지급하지 못했어요',
  CANCELED: '취소됐어요',
}

/** What there is to pay out, and the newest payouts, each with what may still happen to it. */
export function payoutsSection(simulator: Simulator): Html {
  const { available, pending } = balanceOf(simulator, simulator.merchants[0]!.mId)
  const payouts = simulator.store.payouts.list().slice(-NEWEST).reverse()
  return html`<p class="time">${won(available)}원</p>
    <p>지금 지급할 수 있는 돈이에요. 이틀 안에 ${won(pending)}원이 더 정산돼요.</p>
    <form class="act" data-control="POST /__sim/balances">
      <label class="field"
        ><span>더 넣을 금액 (빼려면 -)</span><input name="amount" type="number" required value="1000000"
      /></label>
      <button type="submit" class="quiet">잔액 바꾸기</button>
    </form>
    ${payouts.length === 0 && html`<p>아직 지급 요청이 없어요.</p>`}
    <ul class="rows">
      ${payouts.map((payout) => row(progressPayout(simulator, payout)))}
    </ul>`
}

function row(payout: PayoutRecord): Html {
  const { id, status, error, fields } = payout
  return html`<li class="payment">
    <details id="payout-${id}">
      <summary>${won(fields.amount.value)}원 <span class="chip">${STATUSES[status]}</span></summary>
      ${actions(payout)}
    </details>
    <p>${fields.scheduleType === 'EXPRESS' ? '바로 지급' : `${fields.payoutDate} 지급`}</p>
    <p><code>${fields.refPayoutId}</code></p>
    ${error && html`<p><code>${error.code}</code> ${error.message}</p>`}
  </li>`
}

/** Toss would never do some of these to the same payout; shops must survive them all the same. */
function actions({ id, status }: PayoutRecord): Html {
  const control = `POST /__sim/payouts/${encodeURIComponent(id)}`
  if (status === 'CANCELED') return html`<p>더 일어날 일이 없어요.</p>`
  const complete = html`<button type="button" data-control="${control}" data-body='{"status":"complete"}'>
    은행이 받기
  </button>`
  const giveBack = html`<button
    type="button"
    class="quiet"
    data-control="${control}"
    data-body='{"status":"return"}'
  >
    은행이 되돌려보내기
  </button>`
  const fail = html`<form class="act" data-control="${control}">
    <input type="hidden" name="status" value="fail" />
    <label class="field"
      ><span>실패할 코드</span><input name="code" list="codes" required value="NOT_AVAILABLE_BANK"
    /></label>
    <button type="submit" class="quiet">은행이 거절하기</button>
  </form>`
  return html`<div class="buttons">
      ${status !== 'COMPLETED' && complete} ${status === 'COMPLETED' && giveBack}
    </div>
    ${status !== 'FAILED' && fail}`
}
