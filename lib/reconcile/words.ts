import type { BreakCause, BreakClass } from '@/db/schema/reconciliation'

/** What an operator reads about a class of break, and the one thing that is suggested to do. */
export const BREAK_WORDS: Record<BreakClass, { title: string; action: string }> = {
  MISSING_HERE: {
    title: '토스에만 있는 결제',
    action: '다시 조회해도 반영되지 않았어요. 주문을 확인해서 충전하거나 토스에서 취소해 주세요.',
  },
  MISSING_THERE: {
    title: '장부에만 있는 충전',
    action: '토스에 없는 돈이에요. 쓰이지 않게 계정을 멈추고, 토스 상점 관리자에서 결제를 찾아봐 주세요.',
  },
  AMOUNT_MISMATCH: {
    title: '금액이 다른 결제',
    action: '토스 결제 내역의 금액을 확인하고, 차액만큼 장부를 바로잡아 주세요.',
  },
  STATUS_MISMATCH: {
    title: '한쪽에서만 취소된 결제',
    action: '어느 쪽이 맞는지 토스에서 확인해 주세요. 환불이 토스에 없다면 같은 금액을 다시 취소해 주세요.',
  },
  CANCEL_MISMATCH: {
    title: '부분 취소가 다른 결제',
    action: '취소 내역을 거래 키별로 맞춰 보고, 빠진 취소를 반영해 주세요.',
  },
  DUPLICATE: {
    title: '두 번 결제된 주문',
    action: '장부에 없는 쪽 결제를 토스에서 취소해 주세요.',
  },
  SETTLEMENT_MISMATCH: {
    title: '정산 금액이 다른 결제',
    action: '수수료와 부가세 차이를 토스에 문의해 주세요. 확인될 때까지 장부에 올리지 않아요.',
  },
  FEE_MISMATCH: {
    title: '계약과 다른 수수료',
    action:
      '토스 정산 명세와 계약을 확인해 주세요. 입금된 대로 장부에 올렸으니, 더 뗀 돈은 토스에 돌려 달라고 하고 계약이 바뀌었으면 설정에서 고쳐 주세요.',
  },
  STUCK: {
    title: '끝나지 않은 주문·환불',
    action: '토스에서 실제 상태를 확인하고, 주문이나 환불을 끝내 주세요.',
  },
  PAYOUT_BALANCE_MISMATCH: {
    title: '지급대행 잔액이 달라요',
    action:
      '토스 상점 관리자의 지급대행 잔액 내역에서 장부에 없는 입출금을 찾아, 그만큼 조정으로 올려 주세요. 정산과 지급은 저절로 올라가요.',
  },
  BANK_DEPOSIT_UNKNOWN: {
    title: '은행에만 있는 입금',
    action: '누가 왜 보냈는지 확인하고, 우리 돈이면 조정으로 장부에 올려 주세요.',
  },
  BANK_DEBIT_UNKNOWN: {
    title: '은행에만 있는 출금',
    action: '누가 보냈는지 바로 확인해 주세요. 우리가 보내지 않았다면 은행에 알려 계좌를 멈춰 주세요.',
  },
  BANK_DEPOSIT_MISSING: {
    title: '은행에 없는 입금',
    action: '토스나 보낸 은행에 입금일을 물어봐 주세요. 들어오면 다음 거래내역에서 저절로 닫혀요.',
  },
  BANK_DEBIT_MISSING: {
    title: '은행에 없는 출금',
    action: '은행에서 이체 결과를 확인해 주세요. 나가지 않았다면 받는 분의 출금을 되돌려야 해요.',
  },
  BANK_AMOUNT_MISMATCH: {
    title: '금액이 다른 입출금',
    action: '은행과 토스에서 금액을 확인하고, 장부가 틀렸으면 차액만큼 바로잡아 주세요.',
  },
  BANK_OPENING_MISMATCH: {
    title: '처음부터 다른 잔액',
    action: '거래내역이 시작되기 전의 차이예요. 더 앞선 거래내역을 올리거나, 차액을 조정으로 올려 주세요.',
  },
}

/** Whose word our book is held against. */
export function otherSideOf(found: BreakClass): '토스' | '은행' {
  return found.startsWith('BANK_') ? '은행' : '토스'
}

/** What the other side's amount is held against. */
export function ourSideOf(found: BreakClass): '계약' | '장부' {
  return found === 'FEE_MISMATCH' ? '계약' : '장부'
}

const TRANSACTION_NAMES: Record<string, string> = {
  withdraw_paid: '출금',
  withdraw_returned: '돌아온 출금',
  adjustment: '조정',
  bank_transfer: '계좌 이체 조정',
  write_off: '손실 조정',
}

/** The methods that a contract names; the others have a rate together. */
const METHOD_NAMES: Record<string, string> = {
  CARD: '카드',
  EASY_PAY: '간편결제',
  TRANSFER: '계좌이체',
  VIRTUAL_ACCOUNT: '가상계좌',
}

/** What differs, where it is of no order, in an operator's words. */
export function subjectName(subject: string): string {
  const [kind, name = ''] = subject.split(/ (?=\S+$)/) as [string, string?]
  if (subject === 'bank opening') return '시작 잔액'
  if (subject === 'payout balance') return '지급대행 잔액'
  if (kind === 'bank line') return `은행 거래 ${name}번`
  if (kind.startsWith('fees ')) return `${kind.slice(5)} 정산 수수료 (${METHOD_NAMES[name] ?? name})`
  if (kind === 'payouts') return `${name} 토스 정산금`
  return TRANSACTION_NAMES[kind] ? `${TRANSACTION_NAMES[kind]} ${name}` : subject
}

/** Why a person closed a break. */
export const CAUSE_WORDS: Record<BreakCause, string> = {
  corrected: '조정을 올려 장부를 바로잡았어요',
  timing: '반영되는 때만 다르고 금액은 맞아요',
  toss_error: '토스 쪽 잘못이고 토스가 바로잡아요',
  bank_error: '은행 쪽 잘못이고 은행이 바로잡아요',
  our_error: '기록만 잘못됐고 옮길 돈은 없어요',
  not_ours: '우리 거래가 아니에요',
}

/** What a settlement's figure is called. */
export const SETTLEMENT_FIELDS: Record<string, string> = {
  amount: '결제 금액',
  fee: '수수료 합계',
  vat: '수수료 부가세',
  pay_out: '입금액',
  unknown: '장부에 없는 거래',
  changed: '이미 올린 내용과 다름',
}

export const CAUSES = Object.keys(CAUSE_WORDS) as BreakCause[]
