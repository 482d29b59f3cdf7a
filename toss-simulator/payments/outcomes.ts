import type { MethodChoice } from '@/toss-simulator/payments/choice'

/** A way for the window to end that the buyer may pick. */
export interface Outcome {
  code: string
  label: string
  /** Where it shows: the window itself goes to failUrl, or the later confirm is refused. */
  stage: 'authentication' | 'confirm'
  kinds: MethodChoice['kind'][]
}

const CARD_LIKE: MethodChoice['kind'][] = ['CARD', 'EASY_PAY']
const ALL: MethodChoice['kind'][] = ['CARD', 'EASY_PAY', 'TRANSFER', 'VIRTUAL_ACCOUNT']

export const OUTCOMES: Outcome[] = [
  { code: 'PAY_PROCESS_ABORTED', label: '인증에 실패해요', stage: 'authentication', kinds: ALL },
  {
    code: 'REJECT_CARD_COMPANY',
    label: '카드사가 인증을 거절해요',
    stage: 'authentication',
    kinds: CARD_LIKE,
  },
  { code: 'REJECT_CARD_PAYMENT', label: '한도가 넘거나 잔액이 부족해요', stage: 'confirm', kinds: CARD_LIKE },
  { code: 'INVALID_STOPPED_CARD', label: '정지된 카드예요', stage: 'confirm', kinds: CARD_LIKE },
  {
    code: 'INVALID_CARD_LOST_OR_STOLEN',
    label: '분실·도난 신고된 카드예요',
    stage: 'confirm',
    kinds: ['CARD'],
  },
  { code: 'REJECT_ACCOUNT_PAYMENT', label: '계좌 잔액이 부족해요', stage: 'confirm', kinds: ['TRANSFER'] },
  {
    code: 'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT',
    label: '하루 출금 한도를 넘었어요',
    stage: 'confirm',
    kinds: ['TRANSFER'],
  },
  { code: 'NOT_AVAILABLE_BANK', label: '은행 점검 시간이에요', stage: 'confirm', kinds: ['TRANSFER'] },
]

/** The same for a card's registration; `confirm` refuses every later charge of it. */
export const BILLING_OUTCOMES: Pick<Outcome, 'code' | 'label' | 'stage'>[] = [
  { code: 'PAY_PROCESS_ABORTED', label: '등록에 실패해요', stage: 'authentication' },
  { code: 'REJECT_CARD_COMPANY', label: '카드사가 등록을 거절해요', stage: 'authentication' },
  { code: 'REJECT_CARD_PAYMENT', label: '한도가 넘거나 잔액이 부족해요', stage: 'confirm' },
  { code: 'INVALID_STOPPED_CARD', label: '정지된 카드예요', stage: 'confirm' },
]

/** Toss: the messages of failUrl differ from those of the API. */
export const FAIL_URL_MESSAGES: Record<string, string> = {
  PAY_PROCESS_CANCELED: '사용자에 의해 결제가 취소되었습니다.',
  PAY_PROCESS_ABORTED: '결제 진행 중 승인에 실패하여 결제가 중단되었습니다.',
  REJECT_CARD_COMPANY: '결제 승인이 거절되었습니다.',
}

export function findOutcome(stage: unknown, code: unknown): Outcome | undefined {
  return OUTCOMES.find((outcome) => outcome.stage === stage && outcome.code === code)
}
