import { formatTime } from '@/toss-simulator/clock'
import { html, type Html } from '@/toss-simulator/pages/html'
import type { Simulator } from '@/toss-simulator/simulator'

const MINUTE_MS = 60_000
const STEPS: [name: string, minutes: number][] = [
  ['1분', 1],
  ['10분', 10],
  ['30분', 30],
  ['1시간', 60],
  ['1일', 24 * 60],
  ['7일', 7 * 24 * 60],
]

/** The time here and in everything that follows the clock file, and how to move it. */
export function clockSection({ clock }: Simulator): Html {
  const ahead = Math.round(clock.offsetMs() / MINUTE_MS)
  return html`<p class="time">${formatTime(clock.now()).slice(0, 16).replace('T', ' ')}</p>
    <p>
      ${ahead === 0 ? '이 컴퓨터의 시각이에요.' : `이 컴퓨터보다 ${ahead.toLocaleString('ko-KR')}분 앞서 있어요.`}
      지갑도 이 시계를 따라가요.
    </p>
    <div class="buttons">
      ${STEPS.map(
        ([name, minutes]) =>
          html`<button
            type="button"
            class="quiet"
            data-control="POST /__sim/clock"
            data-body="${JSON.stringify({ advanceMs: minutes * MINUTE_MS })}"
          >
            +${name}
          </button>`,
      )}
      ${ahead !== 0 && html`<button type="button" data-control="DELETE /__sim/clock">지금으로 되돌리기</button>`}
    </div>`
}
