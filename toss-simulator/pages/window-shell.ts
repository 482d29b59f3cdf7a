import type { Answer } from '@/toss-simulator/http/message'
import { documentAnswer } from '@/toss-simulator/pages/document'
import { html, type Html } from '@/toss-simulator/pages/html'
import type { ReturnAddress } from '@/toss-simulator/payments/record'

interface Shell {
  /** As people call it, such as 결제창. */
  name: string
  note: string
  /** Where its steps are sent. */
  steps: string
  amount?: number
  framed: boolean
  returnAddress: ReturnAddress | null
}

/** What every window of Toss's has around its content. */
export function windowShell({ name, note, steps, amount, framed, returnAddress }: Shell, body: Html): Answer {
  return documentAnswer({
    title: `테스트 ${name}`,
    style: 'window.css',
    script: 'window.js',
    body: html`<main
      aria-label="${name}"
      class="window"
      data-steps="${steps}"
      data-amount="${amount}"
      data-framed="${framed ? 'true' : 'false'}"
      data-origin="${returnAddress?.origin ?? ''}"
    >
      <header>
        <h1 tabindex="-1">테스트 ${name}</h1>
        <button type="button" class="close" id="close" aria-label="닫기">
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18" /></svg>
        </button>
      </header>
      <p class="simulated">${note}</p>
      ${body}
    </main>`,
  })
}
