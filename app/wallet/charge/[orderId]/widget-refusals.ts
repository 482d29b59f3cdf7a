/** What Toss's script says when it will not open the payment window, in our words. No money has moved by then. */
const REFUSALS: Record<string, string> = {
  USER_CANCEL: '결제를 취소했어요. 빠져나간 돈은 없어요.',
  NOT_SELECTED_PAYMENT_METHOD: '빠져나간 돈은 없어요. 결제 방법을 먼저 골라 주세요.',
  NEED_AGREEMENT_WITH_REQUIRED_TERMS: '빠져나간 돈은 없어요. 필수 약관에 동의해 주세요.',
  NEED_CARD_PAYMENT_DETAIL: '빠져나간 돈은 없어요. 카드사를 골라 주세요.',
  NEED_REFUND_ACCOUNT_DETAIL: '빠져나간 돈은 없어요. 환불받을 계좌를 입력해 주세요.',
  EXCEED_DEPOSIT_AMOUNT_LIMIT:
    '빠져나간 돈은 없어요. 이 방법으로는 결제할 수 없는 금액이에요. 다른 방법을 골라 주세요.',
  PROVIDER_STATUS_UNHEALTHY: '빠져나간 돈은 없어요. 고른 결제사가 점검 중이에요. 다른 방법을 골라 주세요.',
  UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD:
    '빠져나간 돈은 없어요. 테스트에서는 쓸 수 없는 방법이에요. 다른 방법을 골라 주세요.',
  CUSTOM_PAYMENT_METHOD_UNABLE_TO_PAY:
    '빠져나간 돈은 없어요. 지금 쓸 수 없는 방법이에요. 다른 방법을 골라 주세요.',
  INVALID_METHOD_TRANSACTION: '빠져나간 돈은 없어요. 다른 결제창이 열려 있어요. 닫고 다시 눌러 주세요.',
}

const UNKNOWN = '결제창을 열지 못했어요. 빠져나간 돈은 없어요. 잠시 후 다시 눌러 주세요.'

/** The buyer closed the window on purpose; everything else needs their attention. */
export const isCancel = (code: string) => code === 'USER_CANCEL'

export function refusalText(code: string): string {
  return REFUSALS[code] ?? UNKNOWN
}

/** The code of whatever the script threw: Toss's errors carry `code`, anything else has none. */
export function refusalCode(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : null
  return typeof code === 'string' ? code : 'UNKNOWN'
}
