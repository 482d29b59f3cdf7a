/** An error code of Toss's API: its HTTP status and Korean message, and the English one where it is known. */
export interface ErrorEntry {
  status: number
  message: string
}

// Toss may reword a message any day; clients go by the code.
const MESSAGES: Record<number, Record<string, string>> = {
  400: {
    ACCOUNT_OWNER_CHECK_FAILED: '계좌 소유주를 가져오는데 실패했습니다. 은행코드, 계좌번호를 확인해주세요.',
    ALREADY_CANCELED_PAYMENT: '이미 취소된 결제 입니다.',
    ALREADY_CLOSE_ACCOUNT: '이미 해지된 계좌입니다.',
    ALREADY_COMPLETED_PAYMENT: '이미 완료된 결제 입니다.',
    ALREADY_PROCESSED_PAYMENT: '이미 처리된 결제 입니다.',
    ALREADY_REFUNDING_PAYMENT: '이미 환불 중인 결제입니다.',
    ALREADY_REFUND_PAYMENT: '이미 환불된 결제입니다.',
    ALREADY_REMOVED_BILLING_KEY: '이미 삭제된 빌링키입니다',
    BELOW_MINIMUM_AMOUNT: '신용카드는 결제금액이 100원 이상, 계좌는 200원이상부터 결제가 가능합니다.',
    BELOW_ZERO_AMOUNT: '금액은 0보다 커야 합니다.',
    CARD_PROCESSING_ERROR: '카드사에서 오류가 발생했습니다.',
    DUPLICATED_CASH_RECEIPT: '이미 현금영수증이 발급된 주문입니다.',
    DUPLICATED_ORDER_ID: '이미 승인 및 취소가 진행된 중복된 주문번호 입니다. 다른 주문번호로 진행해주세요.',
    DUPLICATED_REQUEST: '중복된 요청입니다.',
    EXCEEDS_TRANSFER_AMOUNT_MAXIMUM:
      '계좌이체는 한 번에 1,000만 원 이하로만 결제하실 수 있어요. 금액을 낮춰 다시 시도해 주세요.',
    EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT: '즉시할인금액보다 적은 금액은 부분취소가 불가능합니다.',
    EXCEED_MAX_AMOUNT: '거래금액 한도를 초과했습니다.',
    EXCEED_MAX_CARD_INSTALLMENT_PLAN: '설정 가능한 최대 할부 개월 수를 초과했습니다.',
    EXCEED_MAX_DAILY_PAYMENT_COUNT: '하루 결제 가능 횟수를 초과했습니다.',
    EXCEED_MAX_DUE_DATE: '가상 계좌의 최대 유효만료 기간을 초과했습니다.',
    EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT: '당월 결제 가능금액인 1,000,000원을 초과 하셨습니다.',
    EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT: '1일 출금 한도를 초과했습니다.',
    EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT: '1회 출금 한도를 초과했습니다.',
    EXCEED_MAX_PAYMENT_AMOUNT: '하루 결제 가능 금액을 초과했습니다.',
    EXCEED_MAX_QUERY_LIMIT: '최대 조회 개수를 초과했습니다.',
    EXCEED_MAX_VALID_HOURS: '가상 계좌의 최대 유효시간을 초과했습니다.',
    FORBIDDEN_BANK_REFUND_REQUEST: '고객 계좌가 입금이 되지 않는 상태입니다.',
    INCORRECT_FAIL_URL_FORMAT: '잘못된 failUrl 입니다.',
    INCORRECT_SUCCESS_URL_FORMAT: '잘못된 successUrl 입니다.',
    INVALID_ACCOUNT_INFO_RE_REGISTER: '유효하지 않은 계좌입니다. 계좌 재등록 후 시도해주세요.',
    INVALID_ACCOUNT_NOT_CORRECT_BANK: '입력하신 계좌는 해당 은행의 계좌가 아닙니다.',
    INVALID_ACCOUNT_NUMBER: '계좌번호가 올바르지 않습니다.',
    INVALID_ACCOUNT_NUMBER_OR_UNAVAILABLE: '잘못된 계좌번호이거나 서비스 불가한 계좌입니다.',
    INVALID_API_KEY: '잘못된 시크릿키 연동 정보 입니다.',
    INVALID_AUTHORIZE_AUTH: '유효하지 않은 인증 방식입니다.',
    INVALID_BANK: '유효하지 않은 은행입니다.',
    INVALID_BILLING_AUTH: '유효하지 않은 빌링 인증입니다.',
    INVALID_BILL_KEY_REQUEST: '빌링키 인증이 완료되지 않았거나 유효하지 않은 빌링 거래 건입니다.',
    INVALID_BIRTH_DAY_FORMAT:
      '생년월일 정보는 6자리의 `yyMMdd` 형식이어야 합니다. 사업자등록번호는 10자리의 숫자여야 합니다.',
    INVALID_BUSINESS_NUMBER: '사업자 등록번호가 잘못되었습니다.',
    INVALID_CARD_COMPANY: '유효하지 않은 카드사입니다.',
    INVALID_CARD_EXPIRATION: '카드 정보를 다시 확인해주세요. (유효기간)',
    INVALID_CARD_IDENTITY: '입력하신 주민번호/사업자번호가 카드 소유주 정보와 일치하지 않습니다.',
    INVALID_CARD_INSTALLMENT_PLAN: '할부 개월 정보가 잘못되었습니다.',
    INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE:
      'cardInstallmentPlan과 maxCardInstallmentPlan은 같이 사용할 수 없습니다.',
    INVALID_CARD_LOST_OR_STOLEN: '분실 혹은 도난 카드입니다.',
    INVALID_CARD_NUMBER: '카드번호를 다시 확인해주세요.',
    INVALID_CARD_PASSWORD: '카드 정보를 다시 확인해주세요. (비밀번호)',
    INVALID_CASH_RECEIPT_INFO: '현금 영수증 정보가 잘못되었습니다.',
    INVALID_CLIENT_KEY: '잘못된 클라이언트 연동 정보 입니다.',
    INVALID_CURRENCY: '잘못된 통화 값입니다.',
    INVALID_DATE: '날짜 데이터가 잘못 되었습니다.',
    INVALID_EMAIL: '유효하지 않은 이메일 주소 형식입니다.',
    INVALID_FLOW_MODE_PARAMETERS:
      '인증 창을 먼저 띄우려면 카드사 코드 또는 은행 코드 또는 간편결제수단이 같이 전달되어야 합니다.',
    INVALID_IDEMPOTENCY_KEY: '멱등키가 올바르지 않습니다. 300자 이하로 보내주세요.',
    INVALID_ORDER_ID:
      '`orderId`는 영문 대소문자, 숫자, 특수문자(-, _) 만 허용합니다. 6자 이상 64자 이하여야 합니다.',
    INVALID_ORDER_NAME: '주문 이름은 100자 이하여야 합니다.',
    INVALID_PAGING_KEY: '잘못된 페이징 키 입니다.',
    INVALID_PAYABLE_DATE: '지급일자가 올바르지 않습니다.',
    INVALID_PAYMENT_KEY: '잘못된 결제 키 입니다.',
    INVALID_REFUND_ACCOUNT_INFO: '환불 계좌번호와 예금주명이 일치하지 않습니다.',
    INVALID_REFUND_ACCOUNT_NUMBER: '잘못된 환불 계좌번호입니다.',
    INVALID_REFUND_AMOUNT: '잘못된 환불 금액입니다.',
    INVALID_REGISTRATION_NUMBER_TYPE: '유효하지 않은 등록 번호 타입입니다.',
    INVALID_REJECT_CARD: '카드 사용이 거절되었습니다. 카드사 문의가 필요합니다.',
    INVALID_REQUEST: '잘못된 요청입니다.',
    INVALID_REQUIRED_PARAM: '필수 파라미터가 누락되었습니다.',
    INVALID_STOPPED_CARD: '정지된 카드 입니다.',
    INVALID_TEST_CODE: '유효하지 않은 테스트 코드입니다.',
    INVALID_TRANSACTION_KEY: '잘못된 거래 키 입니다.',
    INVALID_UNREGISTERED_SUBMALL:
      '등록되지 않은 서브몰입니다. 서브몰이 없는 가맹점이라면 안심클릭이나 ISP 결제가 필요합니다.',
    INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE: 'validHours와 dueDate는 같이 사용할 수 없습니다.',
    MAINTAINED_METHOD: '현재 점검 중 입니다.',
    NOT_ALLOWED_HOLIDAY: '공휴일은 지급일로 선택할 수 없습니다.',
    NOT_ALLOWED_POINT_USE: '포인트 사용이 불가한 카드로 카드 포인트 결제에 실패했습니다.',
    NOT_AVAILABLE_PAYMENT: '결제가 불가능한 시간대입니다',
    NOT_ENOUGH_AMOUNT: '지급가능한 금액을 초과했습니다.',
    NOT_FOUND_TERMINAL_ID: '단말기번호(Terminal Id)가 없습니다. 토스페이먼츠로 문의 바랍니다.',
    NOT_MATCHES_CUSTOMER_KEY: '빌링 인증 고객키와 결제 요청 고객키가 일치하지 않습니다.',
    NOT_MATCHES_REFUNDABLE_AMOUNT: '잔액 결과가 일치하지 않습니다.',
    NOT_MATCH_PAYEE_NAME: '수취인 성명이 불일치 합니다.',
    NOT_REGISTERED_BUSINESS: '등록되지 않은 사업자 번호입니다.',
    NOT_REGISTERED_CARD_COMPANY: '카드를 사용 등록 후 이용해주세요.',
    NOT_SUPPORTED_CARD_TYPE: '지원되지 않는 카드 종류입니다.',
    NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT: '할부가 지원되지 않는 카드 또는 가맹점 입니다.',
    NOT_SUPPORTED_METHOD: '지원되지 않는 결제수단입니다.',
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN: '할부가 지원되지 않는 카드입니다.',
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT:
      '5만원 이하의 결제는 할부가 불가능해서 결제에 실패했습니다.',
    PAY_PROCESS_ABORTED: '결제가 취소되었거나 진행되지 않았습니다.',
    PAY_PROCESS_CANCELED: '결제가 사용자에 의해 취소되었습니다.',
    PROVIDER_ERROR: '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.',
    REFUND_REJECTED: '환불이 거절됐습니다. 결제사에 문의 부탁드립니다.',
    REQUIRED_ACCOUNT_KEY: '고정계좌는 발급용 고객키값이 필수입니다.',
    RESTRICTED_TRANSFER_ACCOUNT:
      '계좌는 등록 후 12시간 뒤부터 결제할 수 있습니다. 관련 정책은 해당 은행으로 문의해주세요.',
    UNAPPROVED_ORDER_ID: '아직 승인되지 않은 주문번호입니다.',
  },
  401: {
    UNAUTHORIZED_KEY: '인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.',
  },
  403: {
    EXCEED_CANCEL_LIMIT: '취소 한도를 초과했습니다.',
    EXCEED_MAX_AUTH_COUNT: '최대 인증 횟수를 초과했습니다. 카드사로 문의해주세요.',
    EXCEED_MAX_ONE_DAY_AMOUNT: '일일 한도를 초과했습니다.',
    EXCEED_MAX_REFUND_AMOUNT: '하루 또는 한달 환불 가능한 금액을 초과했습니다.',
    EXCEED_MAX_REFUND_DUE: '환불 가능한 기간이 지났습니다.',
    FDS_ERROR: '[토스페이먼츠] 위험거래가 감지되어 결제가 제한됩니다. (고객센터: 1644-8051)',
    FORBIDDEN_CONSECUTIVE_REQUEST: '반복적인 요청은 허용되지 않습니다. 잠시 후 다시 시도해주세요.',
    FORBIDDEN_REQUEST: '허용되지 않은 요청입니다.',
    INCORRECT_BASIC_AUTH_FORMAT: "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.",
    INVALID_PASSWORD: '결제 비밀번호가 일치하지 않습니다.',
    NOT_ALLOWED_PARTIAL_REFUND:
      '에스크로 주문, 현금 카드 결제일 때는 부분 환불이 불가합니다. 이외 다른 결제 수단에서 부분 취소가 되지 않을 때는 토스페이먼츠에 문의해 주세요.',
    NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT: '입금 대기중인 결제는 부분 환불이 불가합니다.',
    NOT_ALLOWED_REFUND_BANK: '환불 가능한 은행이 아닙니다.',
    NOT_AVAILABLE_BANK: '은행 서비스 시간이 아닙니다.',
    NOT_CANCELABLE_AMOUNT: '취소 할 수 없는 금액 입니다.',
    NOT_CANCELABLE_PAYMENT: '취소 할 수 없는 결제 입니다.',
    NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER: '휴면 처리된 회원의 결제는 취소할 수 없습니다.',
    NOT_SUPPORTED_REFUND: '환불 가능한 상점이 아닙니다.',
    REJECT_ACCOUNT_PAYMENT: '잔액부족으로 결제에 실패했습니다.',
    REJECT_CARD_COMPANY: '결제 승인이 거절되었습니다.',
    REJECT_CARD_PAYMENT: '한도초과 혹은 잔액부족으로 결제에 실패했습니다.',
    REJECT_TOSSPAY_INVALID_ACCOUNT:
      '선택하신 출금 계좌가 출금이체 등록이 되어 있지 않아요. 계좌를 다시 등록해 주세요.',
  },
  404: {
    NOT_FOUND: '존재하지 않는 정보 입니다.',
    NOT_FOUND_BILLING: '존재하지 않는 빌링 결제 인증 정보 입니다.',
    NOT_FOUND_HTTP_METHOD: '존재하지 않는 HTTP 메소드 접근입니다.',
    NOT_FOUND_MERCHANT: '존재하지 않는 상점 정보 입니다.',
    NOT_FOUND_METHOD: '존재하지 않는 결제수단 입니다.',
    NOT_FOUND_PAYMENT: '존재하지 않는 결제 정보 입니다.',
    NOT_FOUND_PAYMENT_SESSION: '결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.',
    PAYOUT_NOT_FOUND: '존재하지 않는 지급대행 입니다.',
  },
  409: {
    IDEMPOTENT_REQUEST_PROCESSING: '같은 멱등키로 보낸 이전 요청을 처리하고 있습니다.',
  },
  429: {
    TOO_MANY_REQUESTS: '요청이 너무 많습니다. 잠시 후 다시 시도해주세요.',
  },
  500: {
    COMMON_ERROR: '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.',
    FAILED_BILLING_AUTO_CANCEL: '빌링 자동결제 취소에 일시적인 오류가 발생했습니다.',
    FAILED_BILL_KEY_AUTH_CREATION: '빌링 결제 인증 중 키 생성에 실패했습니다. 잠시 후 다시 시도해주세요.',
    FAILED_CARD_COMPANY_RESPONSE: '카드사에서 에러가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    FAILED_DB_PROCESSING: '잘못된 요청 값으로 처리 중 DB 에러가 발생했습니다.',
    FAILED_INTERNAL_SYSTEM_PROCESSING: '내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요.',
    FAILED_METHOD_HANDLING: '결제 중 선택한 결제수단 처리에 일시적인 오류가 발생했습니다.',
    FAILED_METHOD_HANDLING_CANCEL:
      '취소 중 결제 시 사용한 결제 수단 처리과정에서 일시적인 오류가 발생했습니다.',
    FAILED_PARTIAL_REFUND: '은행 점검, 해약 계좌 등의 사유로 부분 환불이 실패했습니다.',
    FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING: '결제가 완료되지 않았어요. 다시 시도해주세요.',
    FAILED_REFUND_PROCESS: '은행 응답시간 지연이나 일시적인 오류로 환불요청에 실패했습니다.',
    UNKNOWN_ERROR: '확인되지 않은 오류입니다. 잠시 후 다시 시도해주세요.',
    UNKNOWN_PAYMENT_ERROR: '결제에 실패했어요. 같은 문제가 반복된다면 은행이나 카드사로 문의해주세요.',
  },
}

const ENGLISH: Record<string, string> = {
  NOT_FOUND_PAYMENT: 'The payment does not exist.',
  ALREADY_PROCESSED_PAYMENT: 'This is a payment that has already been processed.',
  UNAUTHORIZED_KEY: 'This is an unauthenticated secret key or client key.',
  FORBIDDEN_REQUEST: 'This request is not allowed.',
  INVALID_REQUEST: 'The bad request.',
  PROVIDER_ERROR: 'This is temporary error. Please try again in a few minutes.',
  REJECT_CARD_COMPANY: 'Payment confirm is rejected',
}

const ENTRIES = new Map<string, ErrorEntry>(
  Object.entries(MESSAGES).flatMap(([status, messages]) =>
    Object.entries(messages).map(([code, message]): [string, ErrorEntry] => [
      code,
      { status: Number(status), message },
    ]),
  ),
)

/** The documented status and Korean message of a code; undefined for a code that Toss does not document. */
export function findError(code: string): ErrorEntry | undefined {
  return ENTRIES.get(code)
}

/** The English message, undefined where none is known. */
export function englishMessage(code: string): string | undefined {
  return ENGLISH[code]
}

/** Every documented code with its message, in the order of the alphabet. */
export function listErrors(): [code: string, message: string][] {
  return [...ENTRIES].map(([code, { message }]): [string, string] => [code, message]).sort()
}
