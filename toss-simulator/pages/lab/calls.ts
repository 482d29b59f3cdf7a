import { html, type Html } from '@/toss-simulator/pages/html'
import type { Simulator } from '@/toss-simulator/simulator'

const NEWEST = 10

/** The newest requests to the API, and what became of them. */
export function callsSection({ store }: Simulator): Html {
  const calls = store.calls.slice(-NEWEST).reverse()
  if (calls.length === 0) return html`<p>아직 받은 요청이 없어요.</p>`
  return html`<ul class="rows">
    ${calls.map(
      ({ at, method, path, status, answer, fault }) =>
        html`<li>
          <div>
            <p>${at.slice(11, 19)} <code>${method} ${path}</code></p>
            <p>
              ${status === null ? '답하지 않음' : `${status} ${said(answer)}`}
              ${fault && html`<span class="chip waiting">${fault}</span>`}
            </p>
          </div>
        </li>`,
    )}
  </ul>`
}

function said(answer: unknown): string {
  const { status, code } = (answer ?? {}) as { status?: unknown; code?: unknown }
  return String(code ?? status ?? '')
}
