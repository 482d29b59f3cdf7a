import type { Answer } from '@/toss-simulator/http/message'
import { findByClientKey } from '@/toss-simulator/merchants'
import { documentAnswer } from '@/toss-simulator/pages/document'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { html, type Html } from '@/toss-simulator/pages/html'
import { methodPicker } from '@/toss-simulator/pages/method-picker'
import type { Simulator } from '@/toss-simulator/simulator'

/** The frame behind `renderPaymentMethods`. */
export const paymentMethodsPage: PageHandler = (simulator, { query }) =>
  widgetPage(simulator, query, {
    variants: ['DEFAULT'],
    title: '결제 방법',
    script: 'payment-methods.js',
    body: html`<h1>결제 방법</h1>
      ${methodPicker({ transfer: true })}`,
  })

/** The frame behind `renderAgreement`. */
export const agreementPage: PageHandler = (simulator, { query }) =>
  widgetPage(simulator, query, {
    variants: ['DEFAULT', 'AGREEMENT'],
    title: '약관 동의',
    script: 'agreement.js',
    body: html`<h1 class="visually-hidden">약관 동의</h1>
      <div class="agreement">
        <label class="agree">
          <input type="checkbox" id="agree" />
          <span>[필수] 결제 서비스 이용 약관, 개인정보 처리 동의</span>
        </label>
        <details>
          <summary>내용 보기</summary>
          <p>시뮬레이터의 예시 약관이에요. 결제를 요청하고 결과를 확인하는 데 필요한 정보를 처리해요.</p>
          <p>실제 결제는 일어나지 않고, 입력한 내용은 이 컴퓨터 밖으로 나가지 않아요.</p>
        </details>
      </div>`,
  })

interface Widget {
  variants: string[]
  title: string
  script: string
  body: Html
}

/** Toss: an unknown client key or variant shows up as a 404 of the widget's layout and INVALID_VARIANT_KEY. */
function widgetPage({ merchants }: Simulator, query: URLSearchParams, widget: Widget): Answer {
  const { title, script } = widget
  const known = findByClientKey(merchants, query.get('clientKey') ?? '')?.family === 'widget'
  const code = !known
    ? 'INVALID_CLIENT_KEY'
    : widget.variants.includes(query.get('variantKey') ?? '')
      ? null
      : 'INVALID_VARIANT_KEY'
  if (!code)
    return documentAnswer({
      title,
      script,
      style: 'widget.css',
      body: html`<main aria-label="${title}">${widget.body}</main>`,
    })
  return documentAnswer({
    title,
    script,
    style: 'widget.css',
    status: 404,
    body: html`<main aria-label="${title}" data-failure="${code}">
      <p>결제 화면을 불러오지 못했어요. (${code})</p>
    </main>`,
  })
}
