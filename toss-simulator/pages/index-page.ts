import { documentAnswer } from '@/toss-simulator/pages/document'
import type { PageHandler } from '@/toss-simulator/pages/handler'
import { html } from '@/toss-simulator/pages/html'

const CONTROLS: [string, string][] = [
  ['POST /__sim/authenticate', '구매자 대신 결제창에서 인증을 마쳐요'],
  ['GET /__sim/scenarios', '준비된 시나리오를 보여줘요'],
  ['POST /__sim/scenarios/{id}', '시나리오의 장애를 다음 요청에 넣어요'],
  ['POST /__sim/billing/authenticate', '구매자 대신 자동결제 카드를 등록해요'],
  ['GET · POST /__sim/billing/keys', '등록한 카드를 보고, 결제를 거절하게 하거나 지워요'],
  ['GET · POST · DELETE /__sim/faults', '다음 요청에 장애를 넣거나 지워요'],
  ['GET · POST · DELETE /__sim/clock', '시계를 보고, 옮기고, 되돌려요'],
  ['POST /__sim/payments', '원하는 모양의 결제를 심어요'],
  ['POST /__sim/payments/{paymentKey}/decline', '앞으로 올 승인을 거절해요'],
  ['POST /__sim/payments/{paymentKey}/deposit', '가상계좌에 입금하거나 입금을 되돌려요'],
  ['POST /__sim/payments/{paymentKey}/dashboard-cancel', '상점 관리자에서 취소해요'],
  ['POST /__sim/payments/{paymentKey}/chargeback', '카드사가 돈을 되찾아가요'],
  ['POST /__sim/settlements', '정산 내역을 다르게 하거나 숨겨요'],
  ['POST /__sim/bank/lines', '우리 계좌에 요청하지 않은 입금이나 출금을 만들어요'],
  ['GET /__sim/payouts', '지급대행 잔액과 지급 요청을 보여줘요'],
  ['POST /__sim/payouts/{id}', '은행이 지급을 받거나, 거절하거나, 되돌려보내요'],
  ['POST /__sim/balances', '지급할 수 있는 돈을 늘리거나 줄여요'],
  ['POST /__sim/contract', '정산한 돈을 지급대행 잔액에 두거나 은행으로 보내요'],
  ['GET /__sim/sellers', '등록한 셀러를 보여줘요'],
  ['POST /__sim/sellers/{id}', '셀러의 승인 상태를 바꿔요'],
  ['POST /__sim/security-key', '보안 키를 다시 발급해요. 예전 키는 7일 더 쓸 수 있어요'],
  ['POST /__sim/cash-receipts/{receiptKey}/refuse', '국세청이 현금영수증을 반려해요'],
  ['GET /__sim/webhooks', '보낸 웹훅과 결과를 보여줘요'],
  ['POST /__sim/webhooks/{id}/resend', '웹훅을 한 번 더 보내요'],
  ['GET /__sim/calls', '받은 API 요청과 답을 보여줘요'],
  ['GET /__sim/book', '모든 결제와 거래, 합계를 보여줘요'],
  ['POST /__sim/reset', '모두 지우고 처음으로 돌아가요'],
]

/** `GET /`: what this program is and how to drive it. */
export const indexPage: PageHandler = (simulator) =>
  documentAnswer({
    title: '토스페이먼츠 시뮬레이터',
    style: 'page.css',
    body: html`<main>
      <h1>토스페이먼츠 시뮬레이터</h1>
      <p>개발과 테스트에서 토스페이먼츠를 대신해요. 실제 결제는 일어나지 않고, 이 컴퓨터에서만 열려요.</p>
      <p><a href="/lab">실패 실험실</a>에서 생길 수 있는 일을 모두 눌러서 만들어 볼 수 있어요.</p>
      <h2>연결</h2>
      <dl>
        <div>
          <dt>API 주소</dt>
          <dd><code>${simulator.baseUrl}</code></dd>
        </div>
        <div>
          <dt>브라우저 스크립트</dt>
          <dd><code>${simulator.baseUrl}/v2/standard</code></dd>
        </div>
      </dl>
      <h2>조작</h2>
      <dl>
        ${CONTROLS.map(
          ([address, meaning]) =>
            html`<div>
              <dt><code>${address}</code></dt>
              <dd>${meaning}</dd>
            </div>`,
        )}
      </dl>
    </main>`,
  })
