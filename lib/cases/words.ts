import type { CaseKind, CaseState } from '@/db/schema/case'

/** What each kind is called, by operators and by those who open it. */
export const CASE_WORDS: Record<CaseKind, { name: string; asked: string }> = {
  error: { name: '오류', asked: '거래가 잘못됐어요' },
  dispute: { name: '분쟁', asked: '손해를 배상받고 싶어요' },
  complaint: { name: '민원', asked: '그 밖의 불편이 있어요' },
}

export const CASE_STATE_WORDS: Record<CaseState, string> = {
  OPEN: '답하기 전',
  ANSWERED: '답했어요',
  CLOSED: '종결했어요',
}

export const CASE_KINDS = Object.keys(CASE_WORDS) as CaseKind[]

/** What an answer has to say; the law's way on is part of it. */
export const ANSWER_TEMPLATE = `알려 주신 내용을 확인했어요.

확인한 결과:

처리한 내용:

결과를 받아들이기 어려우면 금융감독원 금융분쟁조정위원회(1332)나 한국소비자원(1372)에 조정을 신청할 수 있어요.`
