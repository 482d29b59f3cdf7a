import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScene, type Scene } from './support/scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const FAKE = { paymentKey: 'no-such-payment', orderId: 'order_12345', amount: 1000 }
const force = (code: string, key?: string) =>
  scene.confirm(FAKE, { key, headers: { 'tosspayments-test-code': code } })

test.each([
  ['REJECT_CARD_PAYMENT', 403, '한도초과 혹은 잔액부족으로 결제에 실패했습니다.'],
  ['REJECT_CARD_COMPANY', 403, '결제 승인이 거절되었습니다.'],
  ['REJECT_ACCOUNT_PAYMENT', 403, '잔액부족으로 결제에 실패했습니다.'],
  ['ALREADY_PROCESSED_PAYMENT', 400, '이미 처리된 결제 입니다.'],
  [
    'DUPLICATED_ORDER_ID',
    400,
    '이미 승인 및 취소가 진행된 중복된 주문번호 입니다. 다른 주문번호로 진행해주세요.',
  ],
  ['PROVIDER_ERROR', 400, '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.'],
  ['INVALID_STOPPED_CARD', 400, '정지된 카드 입니다.'],
  ['FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING', 500, '결제가 완료되지 않았어요. 다시 시도해주세요.'],
  ['COMMON_ERROR', 500, '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.'],
  ['UNAUTHORIZED_KEY', 401, '인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.'],
])(
  'Toss: %s is answered with its documented status, even for a payment that does not exist',
  async (code, status, message) => {
    expect(await force(code)).toMatchObject({ status, json: { code, message } })
  },
)

test('Toss §8, §11.1 no. 13: IDEMPOTENT_REQUEST_PROCESSING is 409', async () => {
  expect(await force('IDEMPOTENT_REQUEST_PROCESSING')).toMatchObject({
    status: 409,
    json: { code: 'IDEMPOTENT_REQUEST_PROCESSING' },
  })
})

test('Toss §8, §11.1 no. 13: an unknown code is 400 INVALID_TEST_CODE', async () => {
  expect(await force('NO_SUCH_CODE')).toMatchObject({
    status: 400,
    json: { code: 'INVALID_TEST_CODE', message: '유효하지 않은 테스트 코드입니다.' },
  })
})

test('Toss §8, §11.1 no. 13: authentication comes first', async () => {
  expect(await force('REJECT_CARD_PAYMENT', 'test_gsk_wrong')).toMatchObject({
    status: 401,
    json: { code: 'UNAUTHORIZED_KEY' },
  })
})

test('Toss §8, §11.1 no. 13: a forced error takes no money', async () => {
  const ticket = await scene.authenticate()
  await scene.confirm(ticket, { headers: { 'tosspayments-test-code': 'REJECT_CARD_PAYMENT' } })
  expect((await scene.confirm(ticket)).status).toBe(200)
})
