/** Every refusal the product can give: HTTP status and what the user reads. Clients switch on the code. */
export const ERRORS = {
  INVALID_REQUEST: { status: 400, message: '요청 내용을 다시 확인해 주세요.' },
  INVALID_AMOUNT: { status: 400, message: '금액은 1원 이상의 정수로 입력해 주세요.' },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    message: 'Idempotency-Key 헤더에 16~255자의 ASCII 문자열을 넣어 주세요.',
  },
  UNAUTHENTICATED: { status: 401, message: '로그인이 필요해요.' },
  PAYMENT_DECLINED: { status: 402, message: '결제가 거절됐어요. 돈은 빠져나가지 않았어요.' },
  FORBIDDEN: { status: 403, message: '이 작업을 할 권한이 없어요.' },
  CSRF_REJECTED: { status: 403, message: '다른 사이트에서 온 요청이라 막았어요.' },
  ACCOUNT_FROZEN: { status: 403, message: '이용이 잠시 멈춘 계정이에요. 고객센터에 문의해 주세요.' },
  DEBT_OUTSTANDING: { status: 403, message: '갚아야 할 금액이 남아 있어요. 먼저 충전해 주세요.' },
  REAUTH_REQUIRED: { status: 403, message: '안전을 위해 비밀번호를 다시 확인해 주세요.' },
  NOT_FOUND: { status: 404, message: '찾는 내용이 없어요.' },
  REQUEST_IN_PROGRESS: { status: 409, message: '같은 요청을 처리하고 있어요. 잠시 후 확인해 주세요.' },
  SLOT_TAKEN: { status: 409, message: '방금 다른 분이 예약한 시간이에요.' },
  STATE_CONFLICT: { status: 409, message: '이미 상태가 바뀌었어요. 새로고침해서 확인해 주세요.' },
  SPACE_UNAVAILABLE: { status: 409, message: '지금은 예약할 수 없는 공간이에요.' },
  ORDER_EXPIRED: { status: 410, message: '충전 시간이 지났어요. 돈은 빠져나가지 않았어요.' },
  HOLD_EXPIRED: { status: 410, message: '예약 대기 시간이 지났어요.' },
  PAYLOAD_TOO_LARGE: { status: 413, message: '보낸 내용이 너무 커요.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'application/json 형식으로 보내 주세요.' },
  INSUFFICIENT_BALANCE: { status: 422, message: '잔액이 부족해요.' },
  LIMIT_EXCEEDED: { status: 422, message: '충전 한도를 넘었어요. 돈은 빠져나가지 않았어요.' },
  AMOUNT_MISMATCH: {
    status: 422,
    message: '주문한 금액과 달라서 결제를 멈췄어요. 돈은 빠져나가지 않았어요.',
  },
  IDEMPOTENCY_MISMATCH: { status: 422, message: '같은 Idempotency-Key로 다른 요청을 보냈어요.' },
  SELF_PAYMENT: { status: 422, message: '내 공간은 결제할 수 없어요.' },
  RATE_LIMITED: { status: 429, message: '요청이 너무 많아요. 잠시 후 다시 시도해 주세요.' },
  TRY_AGAIN: { status: 503, message: '지금은 처리할 수 없어요. 잠시 후 다시 시도해 주세요.' },
} as const satisfies Record<string, { status: number; message: string }>

export type ErrorCode = keyof typeof ERRORS

type Options = {
  message?: string
  retryAfterSeconds?: number
  fields?: Record<string, string>
  cause?: unknown
}

/** A refusal on purpose: safe to show. Anything else that is thrown is a bug or an outage. */
export class PosPayError extends Error {
  readonly code: ErrorCode
  readonly retryAfterSeconds: number | null
  readonly fields: Record<string, string> | null

  constructor(code: ErrorCode, options: Options = {}) {
    super(options.message ?? ERRORS[code].message, { cause: options.cause })
    this.name = 'PosPayError'
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
    this.fields = options.fields ?? null
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}
