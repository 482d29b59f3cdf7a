import type { FaultWish } from '@/toss-simulator/faults'
import type { Ending, Scenario, Subject } from '@/toss-simulator/scenarios/scenario'

const CONFIRM = 'POST /v1/payments/confirm'
const CANCEL = 'POST /v1/payments/*/cancel'
const CHARGE_CARD = 'POST /v1/billing/*'
const QUERY = 'GET /v1/payments/orders/*'
const PAY_OUT = 'POST /v2/payouts'
const LIST_PAYOUTS = 'GET /v2/payouts'
/** Until somebody clears the faults. */
const FOREVER = 10_000

/** Some time longer than anybody waits for an answer. */
const TOO_LATE_MS = 12_000

const about =
  (subject: Subject) =>
  (title: string, story: string, ending: Ending, faults: FaultWish[]): Omit<Scenario, 'id'> => ({
    subject,
    title,
    story,
    ending,
    faults,
  })
const [charge, topup, refund, payout] = [about('charge'), about('topup'), about('refund'), about('payout')]
/** Whatever happens to its messages, what Toss did must come out. */
const webhook = (title: string, story: string, faults: FaultWish[]) =>
  about('webhook')(title, story, 'charged', faults)

/** Every scenario by its id. A new one is offered in the lab and acted out by the tests, without a line elsewhere. */
const CATALOG = {
  'confirm-answer-lost': charge('승인했는데 답이 사라져요', '돈을 받은 뒤 연결이 끊겨요.', 'charged', [
    { match: CONFIRM, fault: 'drop-after' },
  ]),
  'confirm-not-arrived': charge(
    '승인 요청이 닿지 않아요',
    '요청이 토스에 닿기 전에 연결이 끊겨요.',
    'charged',
    [{ match: CONFIRM, fault: 'drop-before' }],
  ),
  'confirm-answer-slow': charge('승인 답이 1초 늦어요', '돈은 바로 받고, 답만 늦게 보내요.', 'charged', [
    { match: CONFIRM, fault: 'delay', param: 1000 },
  ]),
  'confirm-answer-too-late': charge(
    '승인 답이 너무 늦어요',
    '돈은 바로 받지만, 아무도 기다리지 않을 만큼 늦게 답해요.',
    'charged',
    [{ match: CONFIRM, fault: 'delay', param: TOO_LATE_MS }],
  ),
  'confirm-done-late': charge('승인이 나중에 처리돼요', '기다리던 쪽이 떠난 뒤에야 돈을 받아요.', 'charged', [
    { match: CONFIRM, fault: 'late', param: TOO_LATE_MS },
  ]),
  'confirm-error-after': charge('승인하고 오류라고 답해요', '돈을 받고도 500 오류를 돌려줘요.', 'charged', [
    { match: CONFIRM, fault: 'http5xx-after' },
  ]),
  'confirm-error-before': charge('승인 전에 오류가 나요', '돈을 받지 않고 500 오류를 돌려줘요.', 'charged', [
    { match: CONFIRM, fault: 'http5xx-before' },
  ]),
  'confirm-garbage': charge('승인 답을 읽을 수 없어요', '돈을 받았지만 답이 HTML이에요.', 'charged', [
    { match: CONFIRM, fault: 'garbage' },
  ]),
  'confirm-truncated': charge('승인 답이 중간에 끊겨요', '돈을 받았지만 답이 반만 와요.', 'charged', [
    { match: CONFIRM, fault: 'truncate' },
  ]),
  'confirm-unlisted-code': charge(
    '승인 답이 모르는 코드예요',
    '문서에 없는 오류 코드를 돌려줘요. 돈이 빠졌는지는 조회해야 알 수 있어요.',
    'charged',
    [{ match: CONFIRM, fault: 'code:NEW_CODE_OF_TOMORROW', param: { status: 400, message: '새 오류예요.' } }],
  ),
  'confirm-declined': charge('카드사가 거절해요', '한도가 넘거나 잔액이 부족한 카드예요.', 'declined', [
    { match: CONFIRM, fault: 'decline:REJECT_CARD_PAYMENT' },
  ]),
  'confirm-and-query-lost': charge(
    '승인 답도, 두 번의 조회도 사라져요',
    '돈을 받은 뒤 연결이 끊기고, 조회도 두 번 실패해요.',
    'charged',
    [
      { match: CONFIRM, fault: 'drop-after' },
      { match: QUERY, fault: 'drop-before', times: 2 },
    ],
  ),
  'toss-down': charge('토스가 멈춰요', '장애를 지울 때까지 승인도 조회도 되지 않아요.', 'charged', [
    { match: CONFIRM, fault: 'drop-before', times: FOREVER },
    { match: QUERY, fault: 'drop-before', times: FOREVER },
  ]),
  'confirm-lost-queries-down': charge(
    '승인한 뒤로 토스가 멈춰요',
    '돈을 받은 뒤로는, 장애를 지울 때까지 아무 답도 하지 않아요.',
    'charged',
    [
      { match: CONFIRM, fault: 'drop-after', times: FOREVER },
      { match: QUERY, fault: 'drop-before', times: FOREVER },
    ],
  ),
  'topup-answer-lost': topup('카드에서 받았는데 답이 사라져요', '돈을 받은 뒤 연결이 끊겨요.', 'charged', [
    { match: CHARGE_CARD, fault: 'drop-after' },
  ]),
  'topup-answer-slow': topup('카드 결제 답이 1초 늦어요', '돈은 바로 받고, 답만 늦게 보내요.', 'charged', [
    { match: CHARGE_CARD, fault: 'delay', param: 1000 },
  ]),
  'topup-not-arrived': topup(
    '카드 결제 요청이 닿지 않아요',
    '요청이 토스에 닿기 전에 연결이 끊겨요.',
    'charged',
    [{ match: CHARGE_CARD, fault: 'drop-before' }],
  ),
  'topup-declined': topup('등록한 카드가 거절돼요', '한도가 넘거나 잔액이 부족한 카드예요.', 'declined', [
    { match: CHARGE_CARD, fault: 'decline:REJECT_CARD_PAYMENT' },
  ]),
  'cancel-answer-lost': refund('환불하고 답이 사라져요', '돈을 돌려준 뒤 연결이 끊겨요.', 'refunded', [
    { match: CANCEL, fault: 'drop-after' },
  ]),
  'cancel-answer-slow': refund('환불 답이 1초 늦어요', '돈은 바로 돌려주고, 답만 늦게 보내요.', 'refunded', [
    { match: CANCEL, fault: 'delay', param: 1000 },
  ]),
  'cancel-answer-and-query-lost': refund(
    '환불 답도, 두 번의 조회도 사라져요',
    '돈을 돌려준 뒤 연결이 끊기고, 조회도 두 번 실패해요.',
    'refunded',
    [
      { match: CANCEL, fault: 'drop-after' },
      { match: QUERY, fault: 'http5xx-before', nth: 2, times: 2 },
    ],
  ),
  'cancel-not-arrived': refund(
    '환불 요청이 닿지 않아요',
    '요청이 토스에 닿기 전에 연결이 끊겨요.',
    'refunded',
    [{ match: CANCEL, fault: 'drop-before' }],
  ),
  'cancel-error-after': refund(
    '환불하고 오류라고 답해요',
    '돈을 돌려주고도 500 오류를 돌려줘요.',
    'refunded',
    [{ match: CANCEL, fault: 'http5xx-after' }],
  ),
  'cancel-refused': refund('환불을 거절해요', '취소할 수 없는 결제라고 답해요.', 'kept', [
    { match: CANCEL, fault: 'code:NOT_CANCELABLE_PAYMENT' },
  ]),
  'payout-answer-lost': payout('지급하고 답이 사라져요', '은행에 보낸 뒤 연결이 끊겨요.', 'paid', [
    { match: PAY_OUT, fault: 'drop-after' },
  ]),
  'payout-not-arrived': payout('지급 요청이 닿지 않아요', '요청이 토스에 닿기 전에 연결이 끊겨요.', 'paid', [
    { match: PAY_OUT, fault: 'drop-before' },
  ]),
  'payout-answer-slow': payout('지급 답이 1초 늦어요', '은행에는 바로 보내고, 답만 늦게 보내요.', 'paid', [
    { match: PAY_OUT, fault: 'delay', param: 1000 },
  ]),
  'payout-error-after': payout('지급하고 오류라고 답해요', '은행에 보내고도 500 오류를 돌려줘요.', 'paid', [
    { match: PAY_OUT, fault: 'http5xx-after' },
  ]),
  'payout-garbage': payout('지급 답을 읽을 수 없어요', '은행에 보냈지만 답이 HTML이에요.', 'paid', [
    { match: PAY_OUT, fault: 'garbage' },
  ]),
  'payout-answer-and-list-lost': payout(
    '지급 답도, 두 번의 조회도 사라져요',
    '은행에 보낸 뒤 연결이 끊기고, 목록 조회도 두 번 실패해요.',
    'paid',
    [
      { match: PAY_OUT, fault: 'drop-after' },
      { match: LIST_PAYOUTS, fault: 'drop-before', times: 2 },
    ],
  ),
  'payout-refused': payout(
    '셀러에게 지급할 수 없어요',
    '고객 확인(KYC)을 마치지 않은 셀러라고 답해요.',
    'unpaid',
    [
      {
        match: PAY_OUT,
        fault: 'code:FORBIDDEN_SELLER_PAYOUT',
        param: { status: 403, message: '지급할 수 없는 셀러입니다.' },
      },
    ],
  ),
  'webhooks-lost': webhook('웹훅이 모두 사라져요', '장애를 지울 때까지 한 통도 보내지 않아요.', [
    { match: 'webhook', fault: 'lose', times: FOREVER },
  ]),
  'webhook-twice': webhook('웹훅이 두 번 와요', '다음 웹훅을 같은 번호로 두 번 보내요.', [
    { match: 'webhook', fault: 'duplicate' },
  ]),
  'webhooks-reordered': webhook('웹훅의 순서가 바뀌어요', '다음 웹훅을 그다음 웹훅보다 늦게 보내요.', [
    { match: 'webhook', fault: 'reorder' },
  ]),
  'webhook-late': webhook('웹훅이 1분 늦게 와요', '다음 웹훅을 1분 뒤에 보내요.', [
    { match: 'webhook', fault: 'late', param: 60_000 },
  ]),
} satisfies Record<string, Omit<Scenario, 'id'>>

export type ScenarioId = keyof typeof CATALOG

export const SCENARIOS: Scenario[] = Object.entries(CATALOG).map(([id, scenario]) => ({ id, ...scenario }))

export function findScenario(id: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id)
}
