const MESSAGES: Record<string, string> = {
  USER_CANCEL: '취소되었습니다.',
  UNKNOWN: '알 수 없는 오류가 발생했어요.',
  INVALID_CLIENT_KEY: '잘못된 클라이언트 연동 정보 입니다.',
  INVALID_CUSTOMER_KEY: 'customerKey가 올바르지 않습니다.',
  INVALID_PARAMETERS: '파라미터가 올바르지 않아요.',
  INVALID_PARAMETER: '이벤트 이름이나 콜백이 올바르지 않아요.',
  INVALID_METHOD_TRANSACTION: '이미 다른 요청을 수행하고 있어요.',
  INVALID_AMOUNT_VALUE: '결제 금액이 올바르지 않아요.',
  INVALID_AMOUNT_CURRENCY: '결제 통화가 올바르지 않아요.',
  BELOW_ZERO_AMOUNT: '금액은 0보다 커야 합니다.',
  INCORRECT_SUCCESS_URL_FORMAT: '잘못된 successUrl 입니다.',
  INCORRECT_FAIL_URL_FORMAT: '잘못된 failUrl 입니다.',
  INSECURE_KEY_USAGE: '시크릿 키는 브라우저에서 쓸 수 없어요. 클라이언트 키를 사용해 주세요.',
  NOT_SUPPORTED_METHOD: '지원되지 않는 결제수단입니다.',
  NOT_SUPPORTED_PROMISE: '이 환경에서는 Promise 방식을 쓸 수 없어요. successUrl과 failUrl을 넣어 주세요.',
  NOT_SUPPORTED_WIDGET_KEY: '결제위젯 연동 키는 지원하지 않아요. API 개별 연동 키를 사용해 주세요.',
  NOT_SUPPORTED_API_INDIVIDUAL_KEY: 'API 개별 연동 키는 지원하지 않아요. 결제위젯 연동 키를 사용해 주세요.',
  NOT_SETUP_AMOUNT: '결제 금액을 먼저 설정해 주세요.',
  INVALID_SELECTOR: 'selector에 맞는 요소를 찾을 수 없어요.',
  INVALID_VARIANT_KEY: 'variantKey가 올바르지 않아요.',
  PAYMENT_METHODS_WIDGET_ALREADY_RENDERED: '결제 UI가 이미 렌더링되었어요.',
  AGREEMENT_WIDGET_ALREADY_RENDERED: '약관 UI가 이미 렌더링되었어요.',
  NOT_SELECTED_PAYMENT_METHOD: '결제 수단을 선택해 주세요.',
  NEED_AGREEMENT_WITH_REQUIRED_TERMS: '필수 약관에 동의해 주세요.',
  NEED_CARD_PAYMENT_DETAIL: '카드사를 선택해 주세요.',
  PAYMENT_REQUEST_ABORTED: '결제 요청이 중단되었어요.',
  NO_ACTIVE_PAYMENT_REQUEST: '진행 중인 결제 요청이 없어요.',
}

/** What the script throws and rejects with: a documented `code` and a Korean message. */
export class PublicError extends Error {
  constructor(
    readonly code: string,
    message = MESSAGES[code] ?? code,
    name = 'TossPaymentsError',
  ) {
    super(message)
    this.name = name
  }
}
