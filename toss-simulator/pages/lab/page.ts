import { documentAnswer } from '@/toss-simulator/pages/document'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { html, type Html } from '@/toss-simulator/pages/html'
import { callsSection } from '@/toss-simulator/pages/lab/calls'
import { clockSection } from '@/toss-simulator/pages/lab/clock'
import { faultsSection } from '@/toss-simulator/pages/lab/faults'
import { paymentsSection } from '@/toss-simulator/pages/lab/payments'
import { payoutsSection } from '@/toss-simulator/pages/lab/payouts'
import { scenariosSection } from '@/toss-simulator/pages/lab/scenarios'
import { sellersSection } from '@/toss-simulator/pages/lab/sellers'
import { transfersSection } from '@/toss-simulator/pages/lab/transfers'
import { webhooksSection } from '@/toss-simulator/pages/lab/webhooks'
import { listErrors } from '@/toss-simulator/error-table'

/**
 * `GET /lab`: everything that can happen at Toss, to be acted out by clicking. Each button names its control, so what
 * a click does a program can do too; the script only sends it and draws the sections anew.
 */
export const labPage: PageHandler = (simulator) =>
  documentAnswer({
    title: '실패 실험실 · 토스페이먼츠 시뮬레이터',
    style: 'lab.css',
    script: 'lab.js',
    body: html`<header>
        <h1>실패 실험실</h1>
        <p>
          토스페이먼츠에서 생길 수 있는 일을 눌러서 만들어 봐요. 실제 결제는 일어나지 않고, 여기서 하는 일은
          이 시뮬레이터를 쓰는 모두에게 보여요.
        </p>
        <p id="said" role="status"></p>
      </header>
      <main>
        <div>
          ${section('scenarios', '시나리오', scenariosSection(simulator))}
          ${section('faults', '걸린 장애', faultsSection(simulator))}
        </div>
        <div>
          ${section('clock', '시계', clockSection(simulator))}
          ${section('payments', '결제', paymentsSection(simulator))}
          ${section('payouts', '지급대행', payoutsSection(simulator))}
          ${section('sellers', '셀러', sellersSection(simulator))}
          ${section('transfers', '은행 이체', transfersSection(simulator))}
          ${section('webhooks', '웹훅', webhooksSection(simulator))}
          ${section('calls', 'API 요청', callsSection(simulator))}
        </div>
        <datalist id="codes">
          ${listErrors().map(([code, message]) => html`<option value="${code}">${message}</option>`)}
        </datalist>
      </main>`,
  })

function section(id: string, title: string, body: Html): Html {
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <div data-live="${id}">${body}</div>
  </section>`
}
