import type { SendingReason } from '@/db/schema/withdrawal'

/** Why a withdrawal has not arrived yet. Its money is in transit in each case. */
export const SENDING_MESSAGES: Record<SendingReason | 'approval', string> = {
  approval: '안전을 위해 담당자가 확인하고 있어요. 보통 1영업일 안에 끝나요.',
  unknown: '은행의 답을 기다리고 있어요. 돈은 안전하게 보관 중이고, 확인되는 대로 알려 드려요.',
  funds: '은행으로 보낼 준비를 하고 있어요. 준비되는 대로 자동으로 보내요.',
  review: '담당자가 은행에 확인하고 있어요. 돈은 안전하게 보관 중이에요.',
  scheduled: '은행 영업일에 맞춰 보내도록 예약했어요. 안내한 날까지 도착해요.',
  payee:
    '받는 분 정보가 없어 아직 보내지 못했어요. 출금 계좌에서 정보를 입력하면 바로 보내요. 돈은 안전하게 보관 중이에요.',
  identity:
    '토스페이먼츠가 보낸 문자에서 본인 확인을 마쳐 주세요. 확인되면 바로 보내요. 돈은 안전하게 보관 중이에요.',
  kyc: '토스페이먼츠의 고객 확인(KYC)이 필요해요. 토스페이먼츠가 보낸 안내를 따라 마치면 바로 보내요. 돈은 안전하게 보관 중이에요.',
  turn: '다른 계좌로 보내고 있는 출금이 끝나면 이어서 보내요. 돈은 안전하게 보관 중이에요.',
}

/** What waits until its owner has done something: nobody can say until when. */
export const OWNER_ACTS = ['payee', 'identity', 'kyc'] as const satisfies SendingReason[]

/** Of what waits for these nothing has left: its owner may have the money back. */
const NOT_LEFT = [...OWNER_ACTS, 'turn', 'funds', 'scheduled'] as const satisfies SendingReason[]

export function mayBeTakenBack(reason: SendingReason | null): boolean {
  return NOT_LEFT.some((own) => own === reason)
}

export function waitsForOwner(reason: SendingReason | null): boolean {
  return OWNER_ACTS.some((own) => own === reason)
}

const CLOSED = '받는 계좌가 닫혔거나 입금할 수 없는 계좌예요. 출금 계좌를 바꾼 뒤 다시 요청해 주세요.'
const WRONG_ACCOUNT = '계좌번호가 맞지 않아요. 출금 계좌를 바꾼 뒤 다시 요청해 주세요.'
const WRONG_HOLDER = '예금주가 받는 분과 달라요. 출금 계좌를 확인한 뒤 다시 요청해 주세요.'
const WRONG_PAYEE = '받는 분 정보가 맞지 않아요. 출금 계좌에서 정보를 고친 뒤 다시 요청해 주세요.'

/** Why a withdrawal that its owner did not want any more came to nothing. */
export const CANCELED_BY_OWNER = 'CANCELED_BY_OWNER'

/** Why a withdrawal did not come about, in our words, with what to do. Its money is withdrawable again. */
const FAILURES: Record<string, string> = {
  [CANCELED_BY_OWNER]: '요청하신 대로 취소했어요.',
  REJECTED: '담당자가 확인한 뒤 보내지 않기로 했어요. 고객센터에 문의해 주세요.',
  ACCOUNT_CLOSED: CLOSED,
  ALREADY_CLOSE_ACCOUNT: CLOSED,
  NOT_AVAILABLE_BANK: '받는 은행이 점검 중이라 보내지 못했어요. 잠시 후 다시 요청해 주세요.',
  INVALID_ACCOUNT_NUMBER: WRONG_ACCOUNT,
  INVALID_ACCOUNT_NUMBER_OR_UNAVAILABLE: WRONG_ACCOUNT,
  INVALID_ACCOUNT_NOT_CORRECT_BANK: WRONG_ACCOUNT,
  INVALID_BANK: '토스페이먼츠가 보낼 수 없는 은행이에요. 출금 계좌를 바꾼 뒤 다시 요청해 주세요.',
  ACCOUNT_OWNER_CHECK_FAILED: WRONG_HOLDER,
  NOT_MATCH_PAYEE_NAME: WRONG_HOLDER,
  INVALID_BUSINESS_NUMBER: WRONG_PAYEE,
  INVALID_EMAIL: WRONG_PAYEE,
  BELOW_MINIMUM_AMOUNT:
    '토스페이먼츠가 보내기에는 적은 금액이에요. 고객센터에 문의하면 담당자가 직접 보내 드려요.',
  RETURNED_BY_BANK: '받는 은행이 돈을 돌려보냈어요. 계좌를 확인한 뒤 다시 요청해 주세요.',
}

export function failureMessage(code: string): string {
  return FAILURES[code] ?? '은행에서 보내지 못했어요. 계좌를 확인한 뒤 다시 요청해 주세요.'
}
