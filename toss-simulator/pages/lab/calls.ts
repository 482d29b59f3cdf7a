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

/** Of the second version: what is in the envelope, of a list its first. */
interface Said {
  code?: unknown
  status?: unknown
  error?: Said | null
  entityBody?: (Said & { items?: Said[] }) | null
}

function said(answer: unknown): string {
  const { code, status, error, entityBody } = (answer ?? {}) as Said
  const entity = entityBody?.items?.[0] ?? entityBody
  return String(code ?? status ?? error?.code ?? entity?.status ?? '')
}
