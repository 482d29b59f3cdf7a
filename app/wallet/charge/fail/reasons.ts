type Reason = { tone: 'stopped' | 'failed'; title: string; text: string }

const CANCELED: Reason = {
  tone: 'stopped',
  title: '결제를 취소했어요',
  text: '빠져나간 돈은 없어요. 원하실 때 이어서 결제할 수 있어요.',
}

/** Toss: what the fail address can carry for a payment window or widget. Anything else is read as unknown. */
const REASONS: Record<string, Reason> = {
  PAY_PROCESS_CANCELED: CANCELED,
  USER_CANCEL: CANCELED,
  PAY_PROCESS_ABORTED: {
    tone: 'failed',
    title: '결제가 중단됐어요',
    text: '빠져나간 돈은 없어요. 다시 시도하거나 다른 결제 방법을 골라 주세요.',
  },
  REJECT_CARD_COMPANY: {
    tone: 'failed',
    title: '카드사에서 거절했어요',
    text: '빠져나간 돈은 없어요. 카드 정보를 확인하거나 다른 결제 방법을 골라 주세요.',
  },
}

const UNKNOWN: Reason = {
  tone: 'failed',
  title: '결제를 마치지 못했어요',
  text: '빠져나간 돈은 없어요. 다시 시도하거나 다른 결제 방법을 골라 주세요.',
}

/** The words for a fail code. Only our own texts: whatever else the address carries is never shown. */
export function failReason(code: unknown): Reason {
  return (typeof code === 'string' && Object.hasOwn(REASONS, code) && REASONS[code]) || UNKNOWN
}
