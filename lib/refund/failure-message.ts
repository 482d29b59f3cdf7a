const ASK_US = '고객센터에 문의하시면 본인 명의 계좌로 돌려드려요.'
const ACCOUNT = '은행, 계좌번호, 예금주를 확인하고 다시 요청해 주세요.'
const WHOLE_ONLY = '이 결제 수단은 일부만 돌려드릴 수 없어요. 충전한 금액 전체로 다시 요청해 주세요.'

/** Why Toss did not give the money back, in our words, and what to do about it. The money is in the wallet again. */
const MESSAGES: Record<string, string> = {
  EXCEED_MAX_REFUND_DUE: `결제한 지 오래되어 결제 수단으로는 돌려드릴 수 없어요. ${ASK_US}`,
  NOT_CANCELABLE_PAYMENT: `이 결제는 취소할 수 없는 결제예요. ${ASK_US}`,
  NOT_CANCELABLE_AMOUNT: `결제 수단에서 취소할 수 있는 금액을 넘었어요. ${ASK_US}`,
  ALREADY_CANCELED_PAYMENT: `이미 취소된 결제예요. ${ASK_US}`,
  ALREADY_REFUND_PAYMENT: `이미 환불된 결제예요. ${ASK_US}`,
  NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER: `결제 수단의 회원이 휴면 상태예요. 휴면을 풀고 다시 요청해 주세요.`,
  NOT_ALLOWED_PARTIAL_REFUND: WHOLE_ONLY,
  EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT: WHOLE_ONLY,
  NOT_AVAILABLE_BANK: '지금은 은행 서비스 시간이 아니에요. 잠시 후 다시 요청해 주세요.',
  INVALID_REFUND_ACCOUNT_INFO: `계좌번호와 예금주가 맞지 않아요. ${ACCOUNT}`,
  INVALID_REFUND_ACCOUNT_NUMBER: `계좌번호가 맞지 않아요. ${ACCOUNT}`,
  INVALID_BANK: `받을 수 없는 은행이에요. ${ACCOUNT}`,
  FORBIDDEN_BANK_REFUND_REQUEST: `입금을 받을 수 없는 계좌예요. ${ACCOUNT}`,
  REFUND_REJECTED: `결제사에서 환불을 거절했어요. ${ASK_US}`,
}

export function failureMessage(code: string): string {
  return MESSAGES[code] ?? `결제 수단으로 돌려드리지 못했어요. ${ASK_US}`
}
