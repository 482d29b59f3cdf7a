import type { SENDING_REASONS } from '@/db/schema/withdrawal'

/** Why a withdrawal has not arrived yet. Its money is in transit in each case. */
export const SENDING_MESSAGES: Record<(typeof SENDING_REASONS)[number] | 'approval', string> = {
  approval: '안전을 위해 담당자가 확인하고 있어요. 보통 1영업일 안에 끝나요.',
  unknown: '은행의 답을 기다리고 있어요. 돈은 안전하게 보관 중이고, 확인되는 대로 알려 드려요.',
  funds: '은행으로 보낼 준비를 하고 있어요. 준비되는 대로 자동으로 보내요.',
  review: '담당자가 은행에 확인하고 있어요. 돈은 안전하게 보관 중이에요.',
}

/** Why a withdrawal did not come about, in our words, with what to do. Its money is withdrawable again. */
const FAILURES: Record<string, string> = {
  CANCELED_BY_OWNER: '요청하신 대로 취소했어요.',
  REJECTED: '담당자가 확인한 뒤 보내지 않기로 했어요. 고객센터에 문의해 주세요.',
  ACCOUNT_CLOSED: '받는 계좌가 닫혔거나 입금할 수 없는 계좌예요. 출금 계좌를 바꾼 뒤 다시 요청해 주세요.',
  REFUSED_BY_BANK: '은행에서 보내지 못했어요. 계좌를 확인한 뒤 다시 요청해 주세요.',
  RETURNED_BY_BANK: '받는 은행이 돈을 돌려보냈어요. 계좌를 확인한 뒤 다시 요청해 주세요.',
}

export function failureMessage(code: string): string {
  return FAILURES[code] ?? '은행에서 보내지 못했어요. 계좌를 확인한 뒤 다시 요청해 주세요.'
}
