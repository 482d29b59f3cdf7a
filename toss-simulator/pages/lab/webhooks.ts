import { html, type Html } from '@/toss-simulator/pages/html'
import type { Simulator } from '@/toss-simulator/simulator'
import type { Webhook } from '@/toss-simulator/webhooks/webhook'

const NEWEST = 6

const STATES: Record<Webhook['state'], string> = {
  pending: '보낼 차례를 기다려요',
  held: '다음 것 뒤로 미뤘어요',
  delivered: '전달됐어요',
  failed: '전달하지 못했어요',
  lost: '사라졌어요',
}

/** The newest messages to the shop, and sending them again. */
export function webhooksSection({ store, webhookUrl }: Simulator): Html {
  if (!webhookUrl) return html`<p>웹훅을 받을 주소가 없어서 보내지 않아요.</p>`
  const webhooks = store.listWebhooks().slice(-NEWEST).reverse()
  if (webhooks.length === 0) return html`<p>아직 보낸 웹훅이 없어요.</p>`
  return html`<ul class="rows">
    ${webhooks.map(row)}
  </ul>`
}

function row({ id, event, orderId, entity, state, attempts }: Webhook): Html {
  const tries = attempts.map(({ status }) => status ?? '답 없음').join(', ')
  return html`<li>
    <div>
      <strong>${event}</strong> <span class="chip">${STATES[state]}</span>
      <p><code>${orderId ?? entity?.id}</code></p>
      ${attempts.length > 0 && html`<p>${attempts.length}번 보냄: ${tries}</p>`}
    </div>
    <button type="button" class="quiet" data-control="POST /__sim/webhooks/${encodeURIComponent(id)}/resend">
      다시 보내기
    </button>
  </li>`
}
