const CARD_DETAILS = '카드 정보가 맞지 않아요. 번호와 유효기간을 확인하거나 다른 결제 수단을 골라 주세요.'
const CARD_UNUSABLE = '사용할 수 없는 카드예요. 다른 카드를 쓰거나 카드사에 문의해 주세요.'
const OVER_LIMIT = '결제 수단의 한도를 넘었어요. 금액을 낮추거나 다른 결제 수단을 골라 주세요.'
const INSTALMENT = '고른 할부를 쓸 수 없는 카드예요. 일시불로 다시 시도해 주세요.'
const BANK_CLOSED = '지금은 은행 서비스 시간이 아니에요. 잠시 후 다시 시도해 주세요.'
const RE_REGISTER = '등록한 카드를 더 쓸 수 없어요. 카드를 다시 등록해 주세요.'
const OUR_SIDE = '지금은 이 결제 수단을 쓸 수 없어요. 다른 결제 수단을 골라 주세요.'

/** Why a charge was declined, in our words. Toss's texts may change any day, so they are never shown. */
const MESSAGES: Record<string, string> = {
  REJECT_CARD_PAYMENT: '카드 한도가 넘었거나 잔액이 부족해요. 다른 결제 수단을 골라 주세요.',
  REJECT_ACCOUNT_PAYMENT: '계좌 잔액이 부족해요. 계좌를 확인하거나 다른 결제 수단을 골라 주세요.',
  REJECT_CARD_COMPANY: '카드사에서 결제를 거절했어요. 다른 카드를 쓰거나 카드사에 문의해 주세요.',
  REJECT_TOSSPAY_INVALID_ACCOUNT:
    '출금이 등록되지 않은 계좌예요. 계좌를 다시 등록하거나 다른 결제 수단을 골라 주세요.',
  INVALID_REJECT_CARD: CARD_UNUSABLE,
  INVALID_STOPPED_CARD: '정지된 카드예요. 다른 카드를 골라 주세요.',
  INVALID_CARD_LOST_OR_STOLEN: '분실이나 도난으로 신고된 카드예요. 다른 카드를 골라 주세요.',
  INVALID_CARD_EXPIRATION: CARD_DETAILS,
  INVALID_CARD_NUMBER: CARD_DETAILS,
  INVALID_PASSWORD: '결제 비밀번호가 맞지 않아요. 다시 확인해 주세요.',
  EXCEED_MAX_AUTH_COUNT: '인증을 여러 번 실패해 카드사가 막았어요. 카드사에 문의해 주세요.',
  EXCEED_MAX_ONE_DAY_AMOUNT: OVER_LIMIT,
  EXCEED_MAX_DAILY_PAYMENT_COUNT: OVER_LIMIT,
  EXCEED_MAX_PAYMENT_AMOUNT: OVER_LIMIT,
  EXCEED_MAX_AMOUNT: OVER_LIMIT,
  EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT: OVER_LIMIT,
  EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT: OVER_LIMIT,
  EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT: OVER_LIMIT,
  EXCEED_MAX_CARD_INSTALLMENT_PLAN: INSTALMENT,
  NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT: INSTALMENT,
  INVALID_CARD_INSTALLMENT_PLAN: INSTALMENT,
  NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN: INSTALMENT,
  NOT_ALLOWED_POINT_USE: '카드 포인트를 쓸 수 없는 카드예요. 포인트 없이 다시 시도해 주세요.',
  BELOW_MINIMUM_AMOUNT: '이 결제 수단으로 결제할 수 있는 금액보다 적어요.',
  RESTRICTED_TRANSFER_ACCOUNT: '등록하고 12시간이 지나야 쓸 수 있는 계좌예요. 다른 결제 수단을 골라 주세요.',
  INVALID_ACCOUNT_INFO_RE_REGISTER: '계좌를 다시 등록해야 해요. 등록한 뒤 다시 시도해 주세요.',
  NOT_AVAILABLE_BANK: BANK_CLOSED,
  NOT_AVAILABLE_PAYMENT: '지금은 결제할 수 없는 시간이에요. 잠시 후 다시 시도해 주세요.',
  FDS_ERROR: '이상 거래로 보여 결제가 막혔어요. 토스페이먼츠 고객센터(1644-8051)에 문의해 주세요.',
  INVALID_BILL_KEY_REQUEST: RE_REGISTER,
  INVALID_BILLING_AUTH: RE_REGISTER,
  NOT_MATCHES_CUSTOMER_KEY: RE_REGISTER,
  ALREADY_REMOVED_BILLING_KEY: RE_REGISTER,
  NOT_FOUND_BILLING: '카드 등록 시간이 지났거나 이미 끝난 등록이에요. 카드를 다시 등록해 주세요.',
  FAILED_BILL_KEY_AUTH_CREATION: '카드 등록 결과를 확인하지 못했어요. 카드를 다시 등록해 주세요.',
  NOT_SUPPORTED_CARD_TYPE: '자동충전에 쓸 수 없는 카드예요. 다른 카드를 등록해 주세요.',
  NOT_REGISTERED_CARD_COMPANY: '자동충전에 쓸 수 없는 카드예요. 다른 카드를 등록해 주세요.',
  NOT_FOUND_TERMINAL_ID: OUR_SIDE,
  INVALID_UNREGISTERED_SUBMALL: OUR_SIDE,
  NOT_REGISTERED_BUSINESS: OUR_SIDE,
}

export function failureMessage(code: string): string {
  return MESSAGES[code] ?? '결제가 승인되지 않았어요. 다른 결제 수단으로 다시 시도해 주세요.'
}
