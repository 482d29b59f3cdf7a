import { html, type Html } from '@/toss-simulator/pages/html'
import { SCENARIOS } from '@/toss-simulator/scenarios/catalog'
import type { Ending, Scenario, Subject } from '@/toss-simulator/scenarios/scenario'
import type { Simulator } from '@/toss-simulator/simulator'

const SUBJECTS: Record<Subject, string> = {
  charge: '충전 승인',
  topup: '자동충전',
  refund: '충전 환불',
  payout: '지급대행',
  webhook: '웹훅',
}

const ENDINGS: Record<Ending, string> = {
  charged: '한 번만 충전돼요',
  declined: '충전되지 않고, 빠져나간 돈도 없어요',
  refunded: '결제한 곳으로 한 번만 돌아가요',
  kept: '지갑에 돈이 다시 들어와요',
  paid: '계좌로 한 번만 이체돼요',
  unpaid: '이체되지 않고, 출금 가능한 돈으로 돌아와요',
}

/** What can be acted out, by subject, each with how the wallet must end. */
export function scenariosSection({ faults }: Simulator): Html {
  const armed = new Set(faults.waiting().map(({ scenario }) => scenario))
  return html`<p>누르면 다음 요청에 일어나요.</p>
    ${Object.entries(SUBJECTS).map(
      ([subject, title]) =>
        html`<details id="of-${subject}" ${subject === 'charge' && 'open'}>
          <summary>${title}</summary>
          <ul class="rows">
            ${SCENARIOS.filter((scenario) => scenario.subject === subject).map((scenario) =>
              row(scenario, armed.has(scenario.id)),
            )}
          </ul>
        </details>`,
    )}`
}

function row({ id, title, story, ending }: Scenario, armed: boolean): Html {
  return html`<li>
    <div>
      <strong id="scenario-${id}">${title}</strong>
      <p>${story}</p>
      <p class="ending">지갑은 이렇게 끝나야 해요: ${ENDINGS[ending]}</p>
    </div>
    ${
      armed
        ? html`<span class="chip waiting">요청을 기다려요</span>`
        : html`<button
            type="button"
            data-control="POST /__sim/scenarios/${id}"
            aria-describedby="scenario-${id}"
          >
            일으키기
          </button>`
    }
  </li>`
}
