import { html, type Html } from '@/toss-simulator/pages/html'
import type { Outcome } from '@/toss-simulator/payments/outcomes'

type Offered = Pick<Outcome, 'code' | 'label' | 'stage'>

/** The ways for a window to go wrong, of which the buyer may pick one. */
export function outcomes(offered: Offered[], allIsWell: string, laterTitle: string): Html {
  const group = (stage: Outcome['stage'], title: string) =>
    html`<fieldset>
      <legend>${title}</legend>
      ${offered.filter((outcome) => outcome.stage === stage).map(outcomeRadio)}
    </fieldset>`
  return html`<details class="outcomes">
    <summary>실패 시키기</summary>
    <label class="outcome"
      ><input type="radio" name="outcome" value="" checked /> <span>${allIsWell}</span></label
    >
    ${group('authentication', '이 창에서 실패해요')} ${group('confirm', laterTitle)}
  </details>`
}

function outcomeRadio({ stage, code, label }: Offered): Html {
  return html`<label class="outcome">
    <input type="radio" name="outcome" value="${stage} ${code}" />
    <span>${label}<small>${code}</small></span>
  </label>`
}
